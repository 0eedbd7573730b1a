"""Where studies of one patient contradict each other.

Absent and later present is a change and no contradiction; absent and later "unchanged" is one.
Each statement is held against the last earlier study that speaks of its matter at its place, so
that a change in between explains what it explains.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from kg.anatomy.levels import LEVELS
from kg.findings.finding import Finding
from kg.findings.qualities import Change, Side, Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.comparison import denies_place, is_narrower, is_related, level_reason
from kg.reasoning.consistency_rules import ConsistencyRule, contradiction_rule
from kg.reasoning.contradiction import Contradiction
from kg.reasoning.course import PatientCourse

__all__ = ["study_contradictions"]

#: Changes that only what was there before can undergo.
_KNOWN = frozenset({Change.STABLE, Change.SMALLER, Change.LARGER})
_OTHER_SIDE: Mapping[Side | None, Side] = MappingProxyType(
    {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
)
#: In the order of levels: one vertebra.
_ONE_VERTEBRA = 10


class _Later(NamedTuple):
    """A statement of a study, its study, and what the last earlier study says of its matter."""

    finding: Finding
    study: Reading
    earlier: tuple[Finding, ...]


def study_contradictions(course: PatientCourse) -> Iterator[Contradiction]:
    """Yield the contradictions between the dated studies of a patient.

    Raises InvalidOntology when the ontology's rules cannot be read.
    """
    dated = tuple(one for one in course.readings if one.report.study_date is not None)
    for number, study in enumerate(dated):
        before = tuple(
            one for one in dated[:number] if one.report.study_date != study.report.study_date
        )
        for finding in study.findings:
            if before and finding.level is not None:
                yield from _against_earlier(finding, study, before)
    yield from _moving_conus(dated)


def _against_earlier(
    finding: Finding, study: Reading, before: tuple[Reading, ...]
) -> Iterator[Contradiction]:
    for name, find in _FINDERS.items():
        rule = contradiction_rule(name)
        if rule is not None and rule.concerns(finding) and _may_contradict(name, finding):
            for earlier in reversed(before):
                spoken = tuple(one for one in earlier.findings if _speaks_of(one, finding))
                found = find(_Later(finding, study, spoken), rule) if spoken else None
                if found is not None:
                    yield _contradiction(rule, (earlier, found[0]), (study, finding), found[1])
                if spoken and name != "LastingButDenied":
                    break


def _contradiction(
    rule: ConsistencyRule,
    earlier: tuple[Reading, Finding],
    later: tuple[Reading, Finding],
    reason: str,
) -> Contradiction:
    first, second = (
        FindingReference(reading.report.identifier, finding.key)
        for reading, finding in (earlier, later)
    )
    return Contradiction(rule.name, first, second, reason)


def _may_contradict(name: str, finding: Finding) -> bool:
    """Say whether a statement is of the sort that a rule looks at."""
    return finding.status is (Status.ABSENT if name == "LastingButDenied" else Status.PRESENT)


def _speaks_of(earlier: Finding, later: Finding) -> bool:
    """Say whether an earlier statement is about the matter and place of a later one."""
    if not is_related(earlier, later):
        return False
    if earlier.status is Status.ABSENT and earlier.level is not None:
        return denies_place(earlier, later)
    return earlier.level == later.level or (
        later.status is Status.ABSENT and denies_place(later, earlier)
    )


_Found = tuple[Finding, str] | None


def _known_but_denied(later: _Later, rule: ConsistencyRule) -> _Found:
    if later.finding.change not in _KNOWN or not _is_now(later.finding):
        return None
    denials = [
        one
        for one in later.earlier
        if one.status is Status.ABSENT
        and is_narrower(later.finding, one)
        and not rule.limits_denial(one)
    ]
    if len(denials) < len(later.earlier):
        return None
    return denials[0], f"denied in the earlier study, {later.finding.change} in the later one"


def _resolved_but_known(later: _Later, rule: ConsistencyRule) -> _Found:
    if later.finding.change not in {Change.STABLE, Change.SMALLER} or not _is_now(later.finding):
        return None
    if not all(one.change is Change.RESOLVED for one in later.earlier):
        return None
    return later.earlier[0], f"resolved in the earlier study, {later.finding.change} in the later"


def _new_but_known(later: _Later, rule: ConsistencyRule) -> _Found:
    finding = later.finding
    if finding.change is not Change.NEW or not _is_now(finding):
        return None
    for one in later.earlier:
        is_same = one.type == finding.type and one.severity in {None, finding.severity}
        if is_same and _is_present_now(one) and one.side == finding.side:
            return one, "present in the earlier study, new in the later one"
    return None


def _side(later: _Later, rule: ConsistencyRule) -> _Found:
    finding, other = later.finding, _OTHER_SIDE.get(later.finding.side)
    if other is None or finding.change not in _KNOWN or not _is_now(finding):
        return None
    present = [one for one in later.earlier if one.status is not Status.ABSENT]
    beside = (one.side for one in later.study.findings if _speaks_of(one, finding))
    if {one.side for one in present} != {other} or other in beside:
        return None
    return present[0], f"{other} in the earlier study, {finding.side} in the later one"


def _lasting_but_denied(later: _Later, rule: ConsistencyRule) -> _Found:
    if rule.limits_denial(later.finding):
        return None
    for one in later.earlier:
        if one.status is Status.PRESENT and rule.concerns(one) and is_narrower(one, later.finding):
            return one, "present in the earlier study, denied in the later one"
    return None


def _is_now(finding: Finding) -> bool:
    return finding.temporality is Temporality.CURRENT


def _is_present_now(finding: Finding) -> bool:
    return finding.status is Status.PRESENT and _is_now(finding)


_FINDERS: Mapping[str, Callable[[_Later, ConsistencyRule], _Found]] = MappingProxyType(
    {
        "KnownButDenied": _known_but_denied,
        "LastingButDenied": _lasting_but_denied,
        "NewButKnown": _new_but_known,
        "ResolvedButKnown": _resolved_but_known,
        "SideBetweenStudies": _side,
    }
)


def _moving_conus(dated: tuple[Reading, ...]) -> Iterator[Contradiction]:
    """Yield where two studies, one after the other, place the conus far apart."""
    rule = contradiction_rule("ConusBetweenStudies")
    stated = [
        (reading, one)
        for reading in dated
        for one in reading.findings
        if rule and rule.concerns(one) and _is_present_now(one) and one.level in LEVELS
    ]
    for earlier, later in pairwise(stated):
        orders = [LEVELS[one.level or ""].order for _, one in (earlier, later)]
        if rule and earlier[0] is not later[0] and abs(orders[0] - orders[1]) > _ONE_VERTEBRA:
            yield _contradiction(rule, earlier, later, level_reason(earlier[1], later[1]))
