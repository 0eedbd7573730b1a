"""Where two sections of one report contradict each other: in status, level, side or degree.

What a section says itself is not held against it: an impression that repeats the findings and
adds to them contradicts nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from types import MappingProxyType
from typing import NamedTuple

from kg.anatomy.levels import LEVELS
from kg.findings.finding import Finding
from kg.findings.qualities import Side, Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.comparison import (
    denies_place,
    is_narrower,
    is_related,
    level_reason,
    ranks_between,
    sections,
    touches,
)
from kg.reasoning.consistency_rules import ConsistencyRule, contradiction_rule
from kg.reasoning.contradiction import Contradiction

__all__ = ["section_contradictions"]

_ONE_SIDE = frozenset({Side.LEFT, Side.RIGHT})


class _Pair(NamedTuple):
    """Two findings of different sections, as they come in the text, among all of the report."""

    first: Finding
    second: Finding
    every: tuple[Finding, ...]

    def beside(self, one: Finding) -> Iterator[Finding]:
        """Yield what the sections of `one` say of matters of its kind, itself included."""
        own = sections(one)
        return (
            other
            for other in self.every
            if own & sections(other)
            and (is_related(other, self.first) or is_related(other, self.second))
        )


def section_contradictions(reading: Reading) -> Iterator[Contradiction]:
    """Yield the contradictions between the sections of one report.

    Raises InvalidOntology when the ontology's rules cannot be read.
    """
    current = tuple(one for one in reading.findings if _is_now(one))
    report = reading.report.identifier
    for first, second in permutations(current, 2):
        if _is_before(first, second) and is_related(first, second):
            pair = _Pair(first, second, current)
            for rule, reason in _found(pair):
                one, other = (FindingReference(report, part.key) for part in (first, second))
                yield Contradiction(rule.name, one, other, reason)


def _is_now(finding: Finding) -> bool:
    return finding.temporality is Temporality.CURRENT and not finding.extraspinal


def _is_before(first: Finding, second: Finding) -> bool:
    """Say whether two findings stand in different sections, the first one before the second."""
    starts = (min(piece.start for piece in one.evidence) for one in (first, second))
    return not sections(first) & sections(second) and next(starts) < next(starts)


def _found(pair: _Pair) -> Iterator[tuple[ConsistencyRule, str]]:
    for name, find in _FINDERS.items():
        rule = contradiction_rule(name)
        if rule is not None and rule.concerns(pair.first) and rule.concerns(pair.second):
            reason = find(pair, rule)
            if reason is not None:
                yield rule, reason


def _status(pair: _Pair, rule: ConsistencyRule) -> str | None:
    """Return why one statement denies what the other says is there."""
    for stated, denied in ((pair.first, pair.second), (pair.second, pair.first)):
        if stated.status is Status.PRESENT and denied.status is Status.ABSENT:
            known = (
                other.status is not Status.ABSENT and other.level == stated.level
                for other in pair.beside(denied)
            )
            if (
                is_narrower(stated, denied)
                and denies_place(denied, stated)
                and not rule.limits_denial(denied)
                and not any(known)
            ):
                return "present in one section, absent in the other"
    return None


def _level(pair: _Pair, rule: ConsistencyRule) -> str | None:
    """Return why the only level that each of two sections names differs."""
    if not _both_present(pair) or touches(pair.first.level, pair.second.level):
        return None
    for one in pair[:2]:
        named = {o.level for o in pair.beside(one) if o.status is not Status.ABSENT}
        if named != {one.level} or one.level not in LEVELS:
            return None
    return level_reason(pair.first, pair.second)


def _side(pair: _Pair, rule: ConsistencyRule) -> str | None:
    """Return why a finding is on the left only in one section and on the right in the other."""
    first, second = pair.first, pair.second
    if not _both_present(pair) or first.level != second.level or first.level is None:
        return None
    if {first.side, second.side} != _ONE_SIDE:
        return None
    for one in (first, second):
        sides = {o.side for o in pair.beside(one) if o.level == one.level}
        if sides - {None} != {one.side}:
            return None
    return f"{first.side} in one section, {second.side} in the other"


def _degree(pair: _Pair, rule: ConsistencyRule) -> str | None:
    """Return why the degrees that two sections give do not touch."""
    first, second = pair.first, pair.second
    same = first.type == second.type and first.level == second.level and first.side == second.side
    if not same or not _both_present(pair) or first.severity is None or second.severity is None:
        return None
    if ranks_between(first.severity, second.severity) < int(rule.term.one("leastRanksApart")):
        return None
    for one, other in ((first, second), (second, first)):
        degrees = {o.severity for o in pair.beside(one) if o.level == one.level}
        if other.severity in degrees:
            return None
    return f"{first.severity} in one section, {second.severity} in the other"


def _both_present(pair: _Pair) -> bool:
    return pair.first.status is pair.second.status is Status.PRESENT


#: What each rule of the ontology looks at.
_FINDERS: Mapping[str, Callable[[_Pair, ConsistencyRule], str | None]] = MappingProxyType(
    {
        "StatusBetweenSections": _status,
        "LevelBetweenSections": _level,
        "SideBetweenSections": _side,
        "DegreeBetweenSections": _degree,
    }
)
