"""One engine in a process of its own, so that its memory is its own: prints lines of JSON.

python benchmarks/store_process.py load "raw Oxigraph" CORPUS FOLDER REPORTS
python benchmarks/store_process.py ask "raw Oxigraph" CORPUS FOLDER REPORTS
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from statistics import median

import psutil
from store_engine import Engine, Row
from store_files import CorpusFiles, made_corpus
from store_peers import Floor, Owlready, RawOxigraph, Rdflib
from store_questions import QUESTIONS, Question
from store_spinekg import DefaultSetup, SnapshotAlone
from store_virtuoso import Virtuoso

ENGINES: dict[str, type[Engine]] = {
    "spinekg": DefaultSetup,
    "spinekg snapshot alone": SnapshotAlone,
    "DuckDB floor": Floor,
    "raw Oxigraph": RawOxigraph,
    "Virtuoso": Virtuoso,
    "rdflib": Rdflib,
    "owlready2": Owlready,
}
#: A question is asked again until it has been asked so often or for so many seconds.
_MOST_OFTEN, _LONGEST = 15, 6.0


def main() -> None:
    """Do one step and print what was measured."""
    chosen = _arguments()
    corpus = made_corpus(chosen.corpus, chosen.reports)
    engine = ENGINES[chosen.engine](chosen.folder)
    if chosen.step == "load" or not engine.is_kept:
        _load(engine, corpus)
    if chosen.step == "ask":
        _ask_all(engine, chosen.questions)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("load", "ask"))
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("reports", type=int)
    parser.add_argument("questions", nargs="*", help="their names")
    return parser.parse_args()


def _load(engine: Engine, corpus: CorpusFiles) -> None:
    before = _memory(engine)
    seconds = engine.load(corpus)
    _tell(what="load", seconds=seconds, disk=engine.disk(), memory=_memory(engine) - before)


def _ask_all(engine: Engine, names: Sequence[str]) -> None:
    before = _memory(engine)
    started = time.perf_counter()
    engine.open()
    _tell(what="open", seconds=time.perf_counter() - started)
    for question in QUESTIONS:
        if question.name in names:
            try:
                _tell(what="question", question=question.name, **_asked(engine, question))
            except Exception as error:  # noqa: BLE001 - an engine may fail in any way; it is told
                reason = f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:120]}"
                _tell(what="question", question=question.name, failed=reason)
    _tell(what="memory", bytes=_memory(engine) - before)
    engine.close()


def _asked(engine: Engine, question: Question) -> dict[str, object]:
    """Return the seconds of the first time and of later times, and what the answer was."""
    started = time.perf_counter()
    rows = engine.ask(question)
    cold = time.perf_counter() - started
    warm: list[float] = []
    while len(warm) < _MOST_OFTEN and (not warm or sum(warm) < _LONGEST):
        started = time.perf_counter()
        engine.ask(question)
        warm.append(time.perf_counter() - started)
    return {
        "cold": cold,
        "warm": median(warm),
        "best": min(warm),
        "rows": len(rows),
        "digest": _digest(rows),
    }


def _digest(rows: Sequence[Row]) -> str:
    """Return a hash of the rows as a multiset, whatever the engine's own terms are."""
    counted = Counter("\x1f".join(map(_plain, row)) for row in rows)
    text = "\x1e".join(f"{row}\x1f{many}" for row, many in sorted(counted.items()))
    return sha256(text.encode()).hexdigest()[:16]


def _plain(cell: object) -> str:
    if cell is None:
        return "\x00"
    text = str(cell)
    try:
        return str(Decimal(text).normalize()) if text[:1].isdigit() and "-" not in text else text
    except InvalidOperation:
        return text


def _memory(engine: Engine) -> int:
    """Return the bytes in memory of this process and of the one that works for it."""
    processes = [psutil.Process()]
    other = engine.process()
    if other is not None:
        processes.append(psutil.Process(other))
    return sum(int(one.memory_info().rss) for one in processes)


def _tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
