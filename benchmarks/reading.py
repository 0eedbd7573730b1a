"""Print how fast reports are read, beside medspaCy and beside plain scans of the same texts.

Run it with `make benchmark`; README.md beside this file says what the numbers mean.
"""

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from compiled_process import CompiledSpineKg
from composed_reports import composed_reports, composed_text
from floors import AhoCorasick, PlainScan
from goals import judged
from measuring import Engine, InProcess, Reads, timings
from medspacy_process import MedspaCy
from piped_engine import EngineFailed, PipedEngine
from quality import scores
from spinekg_engine import REPOSITORY, SpineKg, cold_start
from tables import show
from word_rules import scanned_phrases, word_rules

from kg.workspace.garbage import settle_garbage

_SPLITTERS = ("pyrush", "sentencizer")
_LENGTHS = (10_000, 100_000, 1_000_000)
#: Characters that are read at least, of each length, for its best time.
_READ = 200_000
_MEDSPACY, _AHO_CORASICK, _COMPILED = "medspacy", "aho-corasick", "compiled"


def main() -> None:
    """Measure and print; ends with 1 when something that was asked for cannot be measured."""
    chosen = _arguments()
    try:
        result = _measured(chosen)
    except EngineFailed as failure:
        sys.exit(str(failure))
    if chosen.json:
        json.dump(result, sys.stdout, indent=2)
        print()
    else:
        show(result)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20, help="how many; 20 by default")
    parser.add_argument("--rounds", type=int, default=9, help="rounds, each of other reports; 9")
    parser.add_argument("--cold-starts", type=int, default=5, help="fresh interpreters; 5")
    parser.add_argument("--lengths", type=int, default=3, help="of 10 KB, 100 KB and 1 MB; all 3")
    parser.add_argument(
        "--without", action="append", default=[], choices=[_MEDSPACY, _AHO_CORASICK, _COMPILED]
    )
    parser.add_argument(
        "--medspacy",
        type=Path,
        metavar="PYTHON",
        default=REPOSITORY / ".venv" / "medspacy" / "bin" / "python",
        help="the interpreter of the environment that has medspaCy; .venv/medspacy/bin/python",
    )
    parser.add_argument(
        "--compiled",
        type=Path,
        metavar="PYTHON",
        default=REPOSITORY / ".venv" / "compiled" / "bin" / "python",
        help="the same of the environment that `make compiled` makes; .venv/compiled/bin/python",
    )
    parser.add_argument(
        "--texts",
        type=Path,
        metavar="FILE",
        help="read these reports, one line of JSON with a `text` each, and not composed ones",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def _measured(chosen: argparse.Namespace) -> Mapping[str, Any]:
    texts, others = _texts(chosen)
    spinekg, phrases = SpineKg(remembers=False), scanned_phrases()
    readers: list[Reads] = [spinekg]
    if chosen.texts is None:
        # Texts of a file are read again in each round: a memory would know them all.
        readers.append(SpineKg(remembers=True))
    readers.append(PlainScan(phrases))
    if _AHO_CORASICK not in chosen.without:
        readers.append(AhoCorasick(phrases))
    with ExitStack() as stack:
        compiled = [stack.enter_context(one) for one in _compiled(chosen)]
        medspacy = [stack.enter_context(one) for one in _medspacy(chosen)]
        settle_garbage()
        engines: list[Engine] = [*map(InProcess, readers), *compiled, *medspacy]
        warm = timings(engines, texts, others)
        result = {
            "python": platform.python_version(),
            "machine": f"{platform.system()} {platform.machine()}",
            "left out": chosen.without,
            "medspaCy": {one.name: one.about for one in medspacy},
            "words per report": [len(text.split()) for text in texts],
            "phrases": len(phrases),
            "warm": [timing.record() for timing in warm],
            "quality": scores([spinekg, *medspacy]),
            "cold": cold_start(texts[0], times=chosen.cold_starts),
            "length": [_by_length(spinekg, length) for length in _LENGTHS[: chosen.lengths]],
        }
    return {**result, "goals": judged(result)}


def _texts(chosen: argparse.Namespace) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the texts that each engine reads before, and those of each round."""
    if chosen.texts is None:
        rounds = range(1, chosen.rounds + 1)
        others = [composed_reports(chosen.reports, seed=-one) for one in rounds]
        return composed_reports(chosen.reports), others
    lines = chosen.texts.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines if line.strip()]
    return texts, [texts] * chosen.rounds


def _compiled(chosen: argparse.Namespace) -> Iterator[PipedEngine]:
    if _COMPILED not in chosen.without:
        yield CompiledSpineKg(chosen.compiled, remembers=False)
        if chosen.texts is None:
            yield CompiledSpineKg(chosen.compiled, remembers=True)


def _medspacy(chosen: argparse.Namespace) -> Iterator[MedspaCy]:
    if _MEDSPACY not in chosen.without:
        rules = word_rules()
        for splitter in _SPLITTERS:
            yield MedspaCy(chosen.medspacy, rules, splitter=splitter)


def _by_length(spinekg: SpineKg, length: int) -> Mapping[str, float]:
    text = composed_text(length)
    taken = []
    for _ in range(max(1, _READ // length)):
        started = perf_counter()
        found = spinekg.read(text)
        taken.append(perf_counter() - started)
    return {"characters": length, "seconds": min(taken), "findings": found}


if __name__ == "__main__":
    main()
