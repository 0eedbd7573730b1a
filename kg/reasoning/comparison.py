"""How two statements compare: in what they speak of, where, and to which degree."""

from kg.anatomy.levels import LEVELS
from kg.findings.finding import Finding
from kg.findings.qualities import Section, Severity
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = [
    "denies_place",
    "is_narrower",
    "is_related",
    "level_reason",
    "ranks_between",
    "sections",
    "touches",
]


def sections(finding: Finding) -> frozenset[Section]:
    """Return the sections whose sentences support a finding."""
    return frozenset(piece.section for piece in finding.evidence)


def is_narrower(one: Finding, other: Finding) -> bool:
    """Say whether one finding is of the class of the other or of a kind of it."""
    return load_vocabulary().is_a(one.type, other.type)


def is_related(one: Finding, other: Finding) -> bool:
    """Say whether one of two findings is of the class of the other or of a kind of it."""
    return is_narrower(one, other) or is_narrower(other, one)


def denies_place(denied: Finding, stated: Finding) -> bool:
    """Say whether a denial reaches the place and side of a statement.

    A denial without a level speaks of the whole study, one of a region of every level in it.
    """
    if denied.side not in {None, stated.side}:
        return False
    if denied.level is None or denied.level == stated.level:
        return True
    region = load_vocabulary().level_sets.get(denied.level)
    return region is not None and stated.level in region.levels


def touches(one: str | None, other: str | None) -> bool:
    """Say whether two levels are one or share a vertebra, or one of them is no single level."""
    first, second = LEVELS.get(one or ""), LEVELS.get(other or "")
    if first is None or second is None:
        return True
    return not {first.upper, first.lower}.isdisjoint({second.upper, second.lower})


def ranks_between(one: Severity, other: Severity) -> int:
    """Return how many ranks lie from one degree to another; a degree between two spans both.

    >>> ranks_between(Severity.MILD, Severity.SEVERE)
    4
    >>> ranks_between(Severity.MILD_MODERATE, Severity.MODERATE)
    0
    """
    lower, upper = sorted((_span(one), _span(other)))
    return max(0, upper[0] - lower[1])


def _span(degree: Severity) -> tuple[int, int]:
    ends = [Severity(name).rank for name in degree.value.split("-")]
    return ends[0], ends[-1]


def level_reason(first: Finding, second: Finding) -> str:
    """Return in words that two statements name different levels."""
    return f"at {first.level} in one, at {second.level} in the other"
