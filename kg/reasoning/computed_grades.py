"""Grades computed from the findings of each study: what is possible, and what is missing.

Each component of a scale has options. Every rule that holds leaves some of them; those stay that
all rules leave. Where no rule holds the component is missing and all its options are open; where
rules contradict each other it is disputed, and all that any of them leaves is open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.anatomy.levels import LEVELS
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.conus import conus_level
from kg.reasoning.course import PatientCourse
from kg.reasoning.grade_scales import Component, GradeRule, Scale, grading_scales
from kg.reasoning.level_statements import LevelStatements, levels_with
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["ComponentScore", "ComputedGrade", "computed_grades"]

#: The scale that is not defined below the conus (Bilsky et al. 2010).
_OF_THE_CORD = "ESCC"


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """The options of a component that findings leave, in their order.

    `rules` hold, by the findings in `references`. Without a rule it is missing.
    """

    component: Component
    options: tuple[str, ...]
    rules: tuple[GradeRule, ...]
    references: tuple[FindingReference, ...]
    is_disputed: bool = False

    @property
    def is_missing(self) -> bool:
        """Say whether nothing tells of it."""
        return not self.rules

    @property
    def points(self) -> tuple[int, ...]:
        """Return the options of a component that is scored in points."""
        return tuple(int(one) for one in self.options)


@dataclass(frozen=True, slots=True)
class ComputedGrade:
    """The grade of one study at one level by one scale, as far as findings tell it.

    `tumors` are the findings because of which it is graded; `conus` those that say where the conus
    ends, for a scale of the cord.
    """

    scale: Scale
    report: str
    level: str
    scores: tuple[ComponentScore, ...]
    tumors: tuple[FindingReference, ...]
    conus: tuple[FindingReference, ...] = ()

    @property
    def missing(self) -> tuple[ComponentScore, ...]:
        """Return the components of which nothing tells."""
        return tuple(one for one in self.scores if one.is_missing)

    @property
    def disputed(self) -> tuple[ComponentScore, ...]:
        """Return the components of which findings contradict each other."""
        return tuple(one for one in self.scores if one.is_disputed)

    @property
    def lowest(self) -> int:
        """Return the lowest total of points."""
        return sum(min(one.points) for one in self.scores)

    @property
    def highest(self) -> int:
        """Return the highest total of points."""
        return sum(max(one.points) for one in self.scores)

    @property
    def references(self) -> tuple[FindingReference, ...]:
        """Return all findings that it rests on."""
        used = [one for score in self.scores for one in score.references]
        return tuple(sorted({*self.tumors, *self.conus, *used}))


def computed_grades(course: PatientCourse) -> tuple[ComputedGrade, ...]:
    """Return the grades of all studies of a patient, by study, scale and level.

    SINS is given wherever a tumour of a vertebra is present; ESCC only where a finding tells of
    the epidural extent and the level surely holds the cord, never below the conus. Sources are in
    `ontology/grades.ttl`.
    """
    return tuple(
        grade
        for reading in course.readings
        for scale in grading_scales()
        for grade in _grades(course, reading, scale)
    )


def _grades(course: PatientCourse, reading: Reading, scale: Scale) -> Iterator[ComputedGrade]:
    vocabulary = load_vocabulary()
    graded = levels_with(reading, scale.classes, vocabulary)
    for level in sorted(graded, key=lambda name: LEVELS[name].order):
        conus: tuple[FindingReference, ...] = ()
        if scale.name == _OF_THE_CORD:
            position = conus_level(course, reading)
            if LEVELS[level] > position.first:
                continue
            conus = position.references
        statements = LevelStatements.of(reading, level, vocabulary)
        scores = tuple(_score(one, statements) for one in scale.components)
        if scale.categories or not all(one.is_missing for one in scores):
            yield ComputedGrade(
                scale, reading.report.identifier, level, scores, graded[level], conus
            )


def _score(component: Component, statements: LevelStatements) -> ComponentScore:
    held = [(rule, found) for rule in component.rules if _holds(found := statements.supports(rule))]
    rules = tuple(rule for rule, _ in held)
    references = tuple(sorted({one for _, found in held for one in found or ()}))
    left = _left_by_all(component.options, rules)
    if left:
        return ComponentScore(component, left, rules, references)
    open_to_any = frozenset[str]().union(*(rule.allows for rule in rules))
    options = tuple(one for one in component.options if one in open_to_any)
    return ComponentScore(component, options, rules, references, is_disputed=True)


def _holds(found: tuple[FindingReference, ...] | None) -> bool:
    return found is not None


def _left_by_all(options: Iterable[str], rules: Iterable[GradeRule]) -> tuple[str, ...]:
    listed = tuple(rules)
    return tuple(one for one in options if all(one in rule.allows for rule in listed))
