"""Where the conus of a patient ends: as a study states it, else where it usually does."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.anatomy.levels import LEVELS, Level, level_named
from kg.errors import InvalidOntology
from kg.findings.finding import Finding
from kg.findings.qualities import Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.course import PatientCourse
from kg.reasoning.rule_terms import RuleTerm, rule_terms
from kg.vocabulary.vocabulary import Vocabulary, load_vocabulary

__all__ = ["ConusPosition", "conus_level"]

_Stated = tuple[Reading, Finding, FindingReference]


@dataclass(frozen=True, slots=True)
class ConusPosition:
    """The stretch of the spine in which the tip of the conus lies, both ends included.

    `first` and `last` are one level unless statements differ or name a region. `is_default` says
    that no study gives a level; `references` are the statements used, `source` who says so where
    it is a default. A level is above the conus when it is cranial to `first`, below it when it is
    caudal to `last`.
    """

    first: Level
    last: Level
    is_default: bool
    references: tuple[FindingReference, ...] = ()
    source: str | None = None

    def is_below(self, level: Level) -> bool:
        """Say whether the conus surely ends below a level, where the canal then holds the cord."""
        return level.order < self.first.order

    def is_above(self, level: Level) -> bool:
        """Say whether the conus surely ends above a level, where only the cauda equina is left."""
        return level.order > self.last.order


def conus_level(course: PatientCourse, reading: Reading) -> ConusPosition:
    """Return where the conus ends, for judging the levels of one study of a patient.

    Used is what the study itself states; else the patient's study nearest in date that states it,
    for the conus of an adult does not move; else the assumption of `ontology/consistency.ttl`,
    marked as default. Two statements that differ, or equally near studies, give the stretch
    between them.
    """
    vocabulary = load_vocabulary()
    stated = [one for one in course.findings() if _gives_level(one[1], vocabulary)]
    nearest = _nearest(stated, reading)
    if nearest:
        levels = [level for _, found, _ in nearest for level in _levels(found.level, vocabulary)]
        references = tuple(sorted(reference for *_, reference in nearest))
        return ConusPosition(min(levels), max(levels), False, references)
    return _assumed(course, vocabulary)


def _gives_level(finding: Finding, vocabulary: Vocabulary) -> bool:
    return (
        _is_now_present(finding)
        and bool(_levels(finding.level, vocabulary))
        and any(
            vocabulary.is_a(finding.type, kind)
            for rule in rule_terms("ConusStatementRule")
            for kind in rule.names("concernsClass")
        )
    )


def _is_now_present(finding: Finding) -> bool:
    return finding.status is Status.PRESENT and finding.temporality is Temporality.CURRENT


def _levels(place: str | None, vocabulary: Vocabulary) -> tuple[Level, ...]:
    if place is None or place in LEVELS:
        return (LEVELS[place],) if place else ()
    level_set = vocabulary.level_sets.get(place)
    return tuple(level_named(name) for name in level_set.levels) if level_set else ()


def _nearest(stated: Iterable[_Stated], reading: Reading) -> list[_Stated]:
    """Return the statements of the studies nearest to a study, its own before all others."""
    by_distance: dict[tuple[int, int], list[_Stated]] = {}
    for one in stated:
        by_distance.setdefault(_distance(one[0], reading), []).append(one)
    return by_distance[min(by_distance)] if by_distance else []


def _distance(one: Reading, other: Reading) -> tuple[int, int]:
    """Return what sorts studies by their nearness; those without a date come last."""
    if one.report.identifier == other.report.identifier:
        return (0, 0)
    if one.report.study_date is None or other.report.study_date is None:
        return (2, 0)
    return (1, abs((one.report.study_date - other.report.study_date).days))


def _assumed(course: PatientCourse, vocabulary: Vocabulary) -> ConusPosition:
    """Return the assumption for the patient's findings, such as a low conus without a level."""
    for rule in _assumptions():
        kinds = rule.names("assumedWithClass")
        references = tuple(
            reference
            for _, finding, reference in course.findings()
            if _is_now_present(finding)
            and any(vocabulary.is_a(finding.type, kind) for kind in kinds)
        )
        if references or not kinds:
            first, last = level_named(rule.one("conusFrom")), level_named(rule.one("conusTo"))
            return ConusPosition(first, last, True, references, rule.source)
    raise InvalidOntology("no spine:ConusAssumption holds of every patient; the ontology needs one")


@cache
def _assumptions() -> tuple[RuleTerm, ...]:
    """Return the assumptions, those that need a finding before the one that holds of everybody."""
    rules = rule_terms("ConusAssumption")
    return tuple(sorted(rules, key=lambda rule: not rule.names("assumedWithClass")))
