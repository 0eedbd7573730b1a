"""What is asked of the default setup, and whether a run has shown it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from store_questions import QUESTIONS

__all__ = ["judged"]

OURS, SNAPSHOT, FLOOR = "spinekg", "spinekg snapshot alone", "DuckDB floor"
_TIMES_FLOOR, _TIMES_RAW = 8, 30
_SECONDS_OF_ONE = 0.005
_DISK, _MEMORY = 1_200, 400
Goal = tuple[str, str, float]


def judged(runs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return each goal with what was asked, what was measured, and whether it was met."""
    found = [(run["corpus"]["reports"], goal) for run in runs for goal in _goals(run)] + [
        (runs[-1]["corpus"]["reports"], goal) for goal in _growth(runs)
    ]
    return [
        {
            "reports": reports,
            "goal": name,
            "asked": asked,
            "measured": value,
            "met": _is_met(asked, value),
        }
        for reports, (name, asked, value) in found
    ]


def _is_met(asked: str, value: float) -> bool:
    sign, limit = asked.split()[:2]
    return value >= float(limit) if sign == ">=" else value <= float(limit)


def _goals(run: Mapping[str, Any]) -> Iterator[Goal]:
    engines = {one["engine"]: one for one in run["engines"]}
    if OURS not in engines:
        return
    for question in QUESTIONS:
        own = _seconds(engines, OURS, question.name)
        if own is None:
            yield f"an answer: {question.name}", ">= 1", 0
            continue
        other = _seconds(engines, "Virtuoso", question.name)
        if other is not None:
            yield f"as fast as Virtuoso: {question.name}", ">= 1", other / own
        other = _seconds(engines, FLOOR, question.name)
        if question.is_cohort and other is not None:
            yield f"times the floor: {question.name}", f"<= {_TIMES_FLOOR}", own / other
        other = _seconds(engines, "raw Oxigraph", question.name)
        if question.is_cohort and other is not None and run["corpus"]["reports"] >= 10_000:
            yield f"times as fast as raw Oxigraph: {question.name}", f">= {_TIMES_RAW}", other / own
        if question.is_about_one:
            yield f"seconds: {question.name}", f"<= {_SECONDS_OF_ONE}", own
    yield from _loading(run, engines)


def _loading(run: Mapping[str, Any], engines: Mapping[str, Any]) -> Iterator[Goal]:
    findings = run["corpus"]["findings"]
    if "load" not in engines[OURS]:
        return
    if "load" in engines.get("Virtuoso", ()):
        own, other = (sum(engines[name]["load"]["seconds"].values()) for name in (OURS, "Virtuoso"))
        yield "loads as fast as Virtuoso's bulk loader", ">= 1", other / own
    disk = engines[OURS]["load"]["disk"]["snapshot"]
    yield "bytes of disk per finding in the snapshot", f"<= {_DISK}", disk / findings
    if SNAPSHOT in engines and "memory" in engines[SNAPSHOT]:
        memory = engines[SNAPSHOT]["memory"]
        yield "bytes of memory per finding in the snapshot", f"<= {_MEMORY}", memory / findings


def _growth(runs: Sequence[Mapping[str, Any]]) -> Iterator[Goal]:
    """Yield how much faster than the data the latency grows, from each size to the next."""
    for smaller, larger in pairwise(runs):
        times = larger["corpus"]["findings"] / smaller["corpus"]["findings"]
        before, after = (
            {one["engine"]: one for one in run["engines"]} for run in (smaller, larger)
        )
        for question in QUESTIONS:
            first = _seconds(before, OURS, question.name)
            then = _seconds(after, OURS, question.name)
            if first and then:
                yield f"latency grows, data grow 1: {question.name}", "<= 1", then / first / times


def _seconds(engines: Mapping[str, Any], engine: str, question: str) -> float | None:
    """Return the median of the warm answers, None where there is none or it is wrong."""
    answer = engines.get(engine, {"questions": {}})["questions"].get(question, {})
    return None if answer.get("is_wrong") else answer.get("warm")
