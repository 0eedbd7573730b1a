"""What is asked of the reader, and whether a run has shown it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["PLAIN_SCAN", "judged"]

PLAIN_SCAN = "plain `re` scan"
#: Least ratio of an engine's time to that of spinekg.
_TIMES_FASTER: Mapping[str, float] = {"medspaCy, pyrush": 50, "medspaCy, sentencizer": 12}
#: Greatest ratio of spinekg's time to that of the plain scan.
_SCANS = 15.0
#: Reports a second on a machine where the plain scan of one takes so many milliseconds.
_REPORTS_PER_SECOND, _REFERENCE_SCAN = 1000.0, 0.06
#: Seconds of import and load together.
_START = 0.5
#: Greatest ratio of the time per character in the longest text to that in the shortest.
_LINEAR = 1.5


def judged(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return each goal with what was asked, what was measured, and whether it was met."""
    return [
        {"goal": goal, "asked": asked, "measured": round(measured, 3), "met": met}
        for goal, asked, measured, met in _goals(result)
    ]


def _goals(result: Mapping[str, Any]) -> Iterator[tuple[str, str, float, bool]]:
    warm = {timing["engine"]: timing for timing in result["warm"]}
    own, scan = warm["spinekg"]["ms per report"], warm[PLAIN_SCAN]["ms per report"]
    for name, least in _TIMES_FASTER.items():
        if name in warm:
            ratio = warm[name]["ms per report"] / own
            yield f"times as fast as {name}", f">= {least:g}", ratio, ratio >= least
    yield "times as long as the plain scan", f"<= {_SCANS:g}", own / scan, own / scan <= _SCANS
    expected = scan / _REFERENCE_SCAN
    rate = warm["spinekg"]["reports/s"] * expected
    yield (
        f"reports/s per core where the plain scan takes {_REFERENCE_SCAN} ms",
        f">= {_REPORTS_PER_SECOND:g}",
        rate,
        rate >= _REPORTS_PER_SECOND,
    )
    start = result["cold"]["import"] + result["cold"]["load of ontology and lexicon"]
    yield "seconds of import and load", f"< {_START:g}", start, start < _START
    if len(result["length"]) > 1:
        growth = _growth(result["length"])
        yield (
            "time per character, longest to shortest",
            f"<= {_LINEAR:g}",
            growth,
            growth <= _LINEAR,
        )


def _growth(lengths: Sequence[Mapping[str, float]]) -> float:
    short, long = lengths[0], lengths[-1]
    return long["seconds"] / long["characters"] / (short["seconds"] / short["characters"])
