"""Print how fast reports are read, beside medspaCy and beside a plain scan of the same texts.

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

from composed_reports import composed_reports, composed_text
from floors import AhoCorasick, PlainScan
from measuring import Engine, InProcess, Timing, timings
from spinekg_engine import SpineKg, cold_start
from word_rules import scanned_phrases

#: What is asked of the reader, as a comparison of the best rounds; see README.md.
_LENGTHS = (10_000, 100_000, 1_000_000)
_OPTIONAL = ("aho-corasick", "medspacy")


def main() -> None:
    """Measure and print."""
    chosen = _arguments()
    texts = composed_reports(chosen.reports)
    spinekg = SpineKg()
    with ExitStack() as stack:
        engines = list(_engines(chosen, texts, spinekg, stack))
        measured = timings(engines, texts, rounds=chosen.rounds)
    result = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "left out": chosen.without,
        "reports": len(texts),
        "words per report": [len(text.split()) for text in texts],
        "phrases": len(scanned_phrases()),
        "warm": [timing.record() for timing in measured],
        "cold": cold_start(texts[0], times=chosen.cold_starts),
        "length": [_by_length(spinekg, length) for length in _LENGTHS[: chosen.lengths]],
    }
    if chosen.json:
        json.dump(result, sys.stdout, indent=2)
        print()
    else:
        _show(result, measured)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20, help="how many; 20 by default")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of reading them; 9")
    parser.add_argument("--cold-starts", type=int, default=5, help="fresh interpreters; 5")
    parser.add_argument("--lengths", type=int, default=3, help="of 10 KB, 100 KB and 1 MB; all 3")
    parser.add_argument("--without", action="append", default=[], choices=_OPTIONAL)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def _engines(
    chosen: argparse.Namespace, texts: Sequence[str], spinekg: SpineKg, stack: ExitStack
) -> Iterator[Engine]:
    phrases = scanned_phrases()
    yield InProcess(spinekg, texts)
    yield InProcess(PlainScan(phrases), texts)
    if "aho-corasick" not in chosen.without:
        yield InProcess(AhoCorasick(phrases), texts)


def _by_length(spinekg: SpineKg, length: int) -> Mapping[str, float]:
    text = composed_text(length)
    started = perf_counter()
    found = spinekg.read(text)
    seconds = perf_counter() - started
    return {"characters": length, "seconds": seconds, "findings": found}


def _show(result: Mapping[str, object], measured: Sequence[Timing]) -> None:
    own = measured[0].best
    print(
        f"{'engine':30}{'ms/report':>10}{'median':>8}{'reports/s':>11}{'MB/s':>8}{'found':>7}"
        f"{'x spinekg':>11}"
    )
    for timing in measured:
        values = timing.record()
        print(
            f"{timing.name:30}{values['ms per report']:>10.3f}{values['median ms']:>8.3f}"
            f"{values['reports/s']:>11.0f}{values['MB/s']:>8.2f}{timing.found:>7.1f}"
            f"{timing.best / own:>11.3f}"
        )
    print(json.dumps({key: result[key] for key in ("cold", "length")}, indent=1))


if __name__ == "__main__":
    main()
