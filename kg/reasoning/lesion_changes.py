"""Whether a lesion has changed between two studies: by its sizes, by its degree, by what is said.

A size has changed only from a published threshold on (`ontology/courses.ttl`); where there is none
for the class and unit, nothing is judged. Statement, sizes and degrees are kept apart, and where
they disagree the disagreement is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.findings.qualities import Change, Severity
from kg.reasoning.course_rules import ChangeThreshold
from kg.reasoning.lesion_mentions import Mention

__all__ = [
    "Disagreement",
    "MeasuredChange",
    "Size",
    "degree_change",
    "disagreements",
    "judge_sizes",
    "sizes_of",
]

_MILLIMETRES = {"mm": Decimal(1), "cm": Decimal(10)}
_GROWTH = frozenset({Change.LARGER, Change.SMALLER})
_HUNDRED = Decimal(100)


class Disagreement(StrEnum):
    """In what way two sources disagree about the change of a lesion since the study before."""

    DIRECTIONS = "directions disagree"
    NOT_MEASURED = "stated change not measured"
    NOT_STATED = "measured change not stated"
    DEGREE = "degree disagrees"
    NEW = "stated new but seen before"
    STATEMENTS = "statements disagree"
    DENIED = "present and denied"


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """How large a lesion is, in a UCUM unit; lengths are in millimetres."""

    unit: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}"


@dataclass(frozen=True, slots=True)
class MeasuredChange:
    """Two sizes of a lesion and what they tell by a threshold.

    `since` is the report with the size before; `change` is larger, smaller or stable, None where
    no threshold judges them, and `reason` says why in words.
    """

    since: str
    before: Size
    after: Size
    change: Change | None
    threshold: str | None
    reason: str


def sizes_of(mention: Mention) -> tuple[Size, ...]:
    """Return the sizes of a mention: the longest of its lengths first, then the other units."""
    found: dict[str, Decimal] = {}
    for finding in mention.findings:
        for measurement in finding.measurements:
            factor = _MILLIMETRES.get(measurement.unit)
            unit = "mm" if factor is not None else measurement.unit
            value = measurement.value * (factor or 1)
            found[unit] = max(value, found.get(unit, value))
    return tuple(Size(unit, found[unit]) for unit in sorted(found, key=lambda u: (u != "mm", u)))


def judge_sizes(
    since: str, before: Size, after: Size, threshold: ChangeThreshold | None
) -> MeasuredChange:
    """Return what two sizes in one unit tell of a change, by a threshold where there is one."""
    shown = f"{before} to {after}"
    if threshold is None:
        reason = f"{shown}: not judged, no threshold is known for it"
        return MeasuredChange(since, before, after, None, None, reason)
    if threshold.smallest is not None and max(before.value, after.value) < threshold.smallest:
        least = Size(threshold.unit, threshold.smallest)
        reason = f"{shown}: not judged, both are below {least} ({threshold.label})"
        return MeasuredChange(since, before, after, None, threshold.name, reason)
    change = _direction(before.value, after.value, threshold)
    reason = f"{shown}: {change.value} ({threshold.label})"
    return MeasuredChange(since, before, after, change, threshold.name, reason)


def _direction(before: Decimal, after: Decimal, threshold: ChangeThreshold) -> Change:
    difference = after - before
    if difference > 0 and _reaches(
        difference, before, threshold.least_increase, threshold.least_percent_increase
    ):
        return Change.LARGER
    if difference < 0 and _reaches(
        -difference, before, threshold.least_decrease, threshold.least_percent_decrease
    ):
        return Change.SMALLER
    return Change.STABLE


def _reaches(
    difference: Decimal, before: Decimal, least: Decimal | None, percent: Decimal | None
) -> bool:
    """Say whether a difference reaches all limits that are given, and that one is given."""
    if least is None and percent is None:
        return False
    return (least is None or difference >= least) and (
        percent is None or difference * _HUNDRED >= before * percent
    )


def degree_change(before: Severity | None, after: Severity | None) -> Change | None:
    """Return larger for a higher degree, smaller for a lower one, else None."""
    if before is None or after is None or before is after:
        return None
    return Change.LARGER if after.rank > before.rank else Change.SMALLER


def disagreements(
    stated: Iterable[Change],
    measured: Change | None,
    degree: Change | None,
    *,
    is_seen_before: bool,
    is_also_denied: bool,
) -> tuple[Disagreement, ...]:
    """Return in what ways the sources of a change disagree, in a fixed order."""
    said = frozenset(stated)
    found: set[Disagreement] = set()
    if len(said) > 1:
        found.add(Disagreement.STATEMENTS)
    if Change.NEW in said and is_seen_before:
        found.add(Disagreement.NEW)
    if is_also_denied:
        found.add(Disagreement.DENIED)
    if len(said) == 1:
        [statement] = said
        found |= _with_sizes(statement, measured)
        if statement in _GROWTH and degree is not None and degree is not statement:
            found.add(Disagreement.DEGREE)
    return tuple(one for one in Disagreement if one in found)


def _with_sizes(statement: Change, measured: Change | None) -> set[Disagreement]:
    if measured is None or measured is statement:
        return set()
    if statement in _GROWTH:
        is_stable = measured is Change.STABLE
        return {Disagreement.NOT_MEASURED if is_stable else Disagreement.DIRECTIONS}
    return {Disagreement.NOT_STATED} if statement is Change.STABLE else set()
