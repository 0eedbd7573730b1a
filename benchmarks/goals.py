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
    """Return each goal with what was asked, what each reader of spinekg shows, and who meets it.

    A reader with a memory of sentences ("as it comes") is helped most where reports are composed:
    the others show what it does with sentences that are all new.
    """
    readers = [timing["engine"] for timing in result["warm"] if _is_own(timing["engine"])]
    of_readers = {reader: _of_engine(result, reader) for reader in readers}
    goals = [
        _judged(goal, asked, {reader: of_readers[reader][goal][1] for reader in readers})
        for goal, (asked, _) in of_readers[readers[0]].items()
    ]
    whole = [_judged(goal, asked, {"": value}) for goal, (asked, value) in _of_all(result).items()]
    return [*goals, *whole]


def _is_own(engine: str) -> bool:
    return engine.startswith("spinekg")


def _judged(goal: str, asked: str, values: Mapping[str, float]) -> Mapping[str, Any]:
    return {
        "goal": goal,
        "asked": asked,
        "measured": {reader: round(value, 3) for reader, value in values.items()},
        "met by": [reader for reader, value in values.items() if _is_met(asked, value)],
    }


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
