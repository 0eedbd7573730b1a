"""What is asked of the reader, and whether a run has shown it."""

from collections.abc import Mapping, Sequence
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
    """Return each goal with what was asked, what was measured, and whether it was met.

    The reader's memory of sentences does not count, as it helps most where reports are composed;
    "as it comes" is what the reader shows with it.
    """
    anew, remembering = (_of_engine(result, name) for name in ("spinekg", "spinekg as it comes"))
    whole = _of_all(result)
    return [
        {
            "goal": goal,
            "asked": asked,
            "measured": round(value, 3),
            "as it comes": round(remembering[goal][1], 3) if goal in remembering else None,
            "met": _is_met(asked, value),
        }
        for goal, (asked, value) in {**anew, **whole}.items()
    ]


def _is_met(asked: str, value: float) -> bool:
    sign, limit = asked.split()
    return value >= float(limit) if sign == ">=" else value <= float(limit)


def _of_engine(result: Mapping[str, Any], name: str) -> Mapping[str, tuple[str, float]]:
    """Return what was asked of the speed of a reader, and its own."""
    warm = {timing["engine"]: timing["ms per report"] for timing in result["warm"]}
    own, scan = warm[name], warm[PLAIN_SCAN]
    goals = {
        f"times as fast as {other}": (f">= {least:g}", warm[other] / own)
        for other, least in _TIMES_FASTER.items()
        if other in warm
    }
    goals["times as long as the plain scan"] = f"<= {_SCANS:g}", own / scan
    goals[f"reports/s per core where the plain scan takes {_REFERENCE_SCAN} ms"] = (
        f">= {_REPORTS_PER_SECOND:g}",
        1000 / own * scan / _REFERENCE_SCAN,
    )
    return goals


def _of_all(result: Mapping[str, Any]) -> Mapping[str, tuple[str, float]]:
    """Return what was asked of start and of long texts, and what was measured."""
    start = result["cold"]["import"] + result["cold"]["load of ontology and lexicon"]
    goals = {"seconds of import and load": (f"<= {_START:g}", start)}
    if len(result["length"]) > 1:
        growth = _growth(result["length"])
        goals["time per character, longest to shortest"] = f"<= {_LINEAR:g}", growth
    return goals


def _growth(lengths: Sequence[Mapping[str, float]]) -> float:
    short, long = lengths[0], lengths[-1]
    return long["seconds"] / long["characters"] / (short["seconds"] / short["characters"])
