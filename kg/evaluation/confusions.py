"""What was taken for what: every unit that was missed or made up, beside the one it became."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.anatomy.levels import LEVELS
from kg.evaluation.annotations import Unit
from kg.evaluation.scores import ScoredReport

__all__ = [
    "NOTHING",
    "Confusion",
    "ConfusionCount",
    "ErrorKind",
    "UnitError",
    "count_confusions",
    "unit_errors",
]

#: How a value that is not there is written.
NOTHING = "none"


class ErrorKind(StrEnum):
    """What is wrong with a unit."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    SIDE = "side"
    SEVERITY = "severity"


class Confusion(StrEnum):
    """In what a unit differs from the one that it was confused with."""

    OTHER_CERTAINTY = "other certainty"
    OTHER_LEVEL = "other level"
    OTHER_FINDING = "other finding"
    OTHER_SIDE = "other side"
    OTHER_SEVERITY = "other severity"
    NOT_READ = "not read"
    NOT_GOLD = "not in gold"


@dataclass(frozen=True, slots=True)
class UnitError:
    """One unit of a report that is not as it should be; `gold` and `read` are what differs."""

    report: str
    error: ErrorKind
    unit: Unit
    confusion: Confusion
    gold: str
    read: str


@dataclass(frozen=True, slots=True)
class ConfusionCount:
    """How often one value was read where the gold has another."""

    confusion: Confusion
    gold: str
    read: str
    count: int


#: Which values of two units must be the same for a confusion, and the one that then differs; in
#: the order in which they are looked for.
_SHARED: Mapping[Confusion, tuple[tuple[str, str], str]] = {
    Confusion.OTHER_CERTAINTY: (("finding", "level"), "status"),
    Confusion.OTHER_LEVEL: (("finding", "status"), "level"),
    Confusion.OTHER_FINDING: (("level", "status"), "finding"),
}


def unit_errors(reports: Sequence[ScoredReport]) -> tuple[UnitError, ...]:
    """Return every missed, then every spurious unit, then those that match but for a quality.

    A missed unit is paired with at most one spurious unit of its report: the same finding and
    level with another certainty, else the same finding at another level (the nearest), else
    another finding at the same level.
    """
    errors = [error for report in reports for error in _errors(report)]
    order = list(ErrorKind)
    return tuple(sorted(errors, key=lambda one: (order.index(one.error), one.report, one.unit)))


def count_confusions(errors: Iterable[UnitError]) -> tuple[ConfusionCount, ...]:
    """Return how often each value was taken for another, the most frequent first of each kind."""
    counts = Counter(
        (error.confusion, error.gold, error.read)
        for error in errors
        # Of the two units of a pair the missed one counts.
        if error.error is not ErrorKind.SPURIOUS or error.confusion is Confusion.NOT_GOLD
    )
    order = list(Confusion)
    return tuple(
        ConfusionCount(*values, count)
        for values, count in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1:])
        )
    )


def _errors(report: ScoredReport) -> Iterator[UnitError]:
    missed = sorted(report.gold.keys() - report.read.keys())
    spurious = sorted(report.read.keys() - report.gold.keys())
    for confusion, one, other in _pairs(missed, spurious):
        name = _SHARED[confusion][1]
        values = (getattr(one, name) or NOTHING, getattr(other, name) or NOTHING)
        yield UnitError(report.identifier, ErrorKind.MISSED, one, confusion, *values)
        yield UnitError(report.identifier, ErrorKind.SPURIOUS, other, confusion, *values)
    for unit in missed:
        values = (unit.finding, NOTHING)
        yield UnitError(report.identifier, ErrorKind.MISSED, unit, Confusion.NOT_READ, *values)
    for unit in spurious:
        values = (NOTHING, unit.finding)
        yield UnitError(report.identifier, ErrorKind.SPURIOUS, unit, Confusion.NOT_GOLD, *values)
    for unit in sorted(report.gold.keys() & report.read.keys()):
        for kind, confusion in (
            (ErrorKind.SIDE, Confusion.OTHER_SIDE),
            (ErrorKind.SEVERITY, Confusion.OTHER_SEVERITY),
        ):
            wanted, found = (_values(units[unit], kind) for units in (report.gold, report.read))
            if wanted != found:
                yield UnitError(report.identifier, kind, unit, confusion, wanted, found)


def _pairs(missed: list[Unit], spurious: list[Unit]) -> Iterator[tuple[Confusion, Unit, Unit]]:
    """Yield the units that were confused, and take them out of both lists."""
    for confusion, (shared, _) in _SHARED.items():
        for one in list(missed):
            candidates = [
                other
                for other in spurious
                if all(getattr(one, name) == getattr(other, name) for name in shared)
            ]
            if candidates:
                other = min(candidates, key=lambda unit: (_distance(one, unit), unit))
                missed.remove(one)
                spurious.remove(other)
                yield confusion, one, other


def _distance(one: Unit, other: Unit) -> int:
    """Return how far apart two levels are; a region or no level is farther than any."""
    if one.level in LEVELS and other.level in LEVELS:
        return abs(LEVELS[one.level].order - LEVELS[other.level].order)
    return 0 if one.level == other.level else max(level.order for level in LEVELS.values())


def _values(qualities: Iterable[object], kind: ErrorKind) -> str:
    values = sorted(str(getattr(one, kind.value) or NOTHING) for one in qualities)
    return " + ".join(dict.fromkeys(values)) or NOTHING
