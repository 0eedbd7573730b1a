"""Print how fast and how small stores of findings are: one corpus, several engines, one table.

python benchmarks/stores.py --reports 1000 10000
"""

import argparse
import json
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from store_files import CorpusFiles, described, made_corpus
from store_goals import judged
from store_questions import QUESTIONS
from store_runs import measured
from store_tables import as_markdown

#: The engines and the corpora that they are asked about: rdflib and owlready2 take hours for more.
SIZES = {
    "spinekg": (0, 10**9),
    "spinekg snapshot alone": (0, 10**9),
    "DuckDB floor": (0, 10**9),
    "Virtuoso": (10_000, 10**9),
    "raw Oxigraph": (1_000, 10_000),
    "rdflib": (0, 1_000),
    "owlready2": (0, 1_000),
}


def main() -> None:
    """Measure, and print or write what was measured."""
    chosen = _arguments()
    _check_virtuoso(chosen)
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="spinekg-stores-"))
    try:
        runs = [_run(reports, folder, chosen) for reports in chosen.reports]
    finally:
        if chosen.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    result = {"python": platform.python_version(), "runs": runs, "goals": judged(runs)}
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(as_markdown(result))
    if any(answer.get("is_wrong") for run in runs for answer in _answers(run)):
        sys.exit("an engine gave a wrong answer")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--engines", nargs="+", choices=SIZES, help="only these")
    parser.add_argument("--without", nargs="+", choices=SIZES, default=[], help="all but these")
    parser.add_argument("--patience", type=int, default=60, help="seconds for one answer; 60")
    parser.add_argument("--folder", type=Path, help="keep the corpus and the stores here")
    parser.add_argument("--keep", action="store_true", help="ask the stores that are there already")
    parser.add_argument("--json", type=Path, help="write the numbers into this file")
    return parser.parse_args()


def _check_virtuoso(chosen: argparse.Namespace) -> None:
    """Leave Virtuoso out where it is not installed, unless it was asked for."""
    if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
        return
    missing = "Virtuoso is not installed (virtuoso-opensource-7 and virtuoso-opensource-7-bin)"
    if "Virtuoso" in (chosen.engines or ()):
        sys.exit(missing)
    print(f"{missing}: it is left out", file=sys.stderr)
    chosen.without = [*chosen.without, "Virtuoso"]


def _engines(reports: int, chosen: argparse.Namespace) -> list[str]:
    return [
        name
        for name, (least, most) in SIZES.items()
        if name not in chosen.without
        and (name in chosen.engines if chosen.engines else least <= reports <= most)
    ]


def _run(reports: int, folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    corpus = made_corpus(folder / f"corpus-{reports}", reports)
    engines = [
        _measured(name, corpus, folder, chosen.patience, keeps=chosen.keep)
        for name in _engines(reports, chosen)
    ]
    _compare(engines)
    return {"corpus": described(corpus), "engines": engines}


def _measured(
    name: str, corpus: CorpusFiles, folder: Path, patience: int, *, keeps: bool
) -> dict[str, Any]:
    print(f"{corpus.reports} reports: {name}", file=sys.stderr, flush=True)
    # The snapshot alone is that which the default setup has made.
    place = folder / f"{name.removesuffix(' snapshot alone').replace(' ', '-')}-{corpus.reports}"
    if name != "spinekg snapshot alone" and not keeps:
        shutil.rmtree(place, ignore_errors=True)
        for noted in folder.glob(f"{place.name}-*-load.json"):
            noted.unlink()
    names = [question.name for question in QUESTIONS]
    return measured(name, corpus, place, questions=names, patience=patience)


def _compare(engines: list[dict[str, Any]]) -> None:
    """Mark the answers that are not those of the typed table, or else of most engines."""
    for question in QUESTIONS:
        answers = [one["questions"].get(question.name, {}) for one in engines]
        found = [answer["digest"] for answer in answers if "digest" in answer]
        floor = [
            one["questions"][question.name]["digest"]
            for one in engines
            if one["engine"] == "DuckDB floor" and "digest" in one["questions"][question.name]
        ]
        right = floor[0] if floor else max(found, key=found.count, default="")
        for answer in answers:
            if answer.get("digest", right) != right:
                answer["is_wrong"] = True


def _answers(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [answer for one in run["engines"] for answer in one["questions"].values()]


if __name__ == "__main__":
    main()
