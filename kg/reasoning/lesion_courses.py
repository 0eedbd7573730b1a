"""How each lesion of a patient goes from study to study, by links that can be taken back.

The findings of the studies are linked by level, class, side and structure (`lesion_links`); what
each study tells of each lesion follows from statement, sizes and degrees (`lesion_observations`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.anatomy.levels import LEVELS
from kg.findings.qualities import Side
from kg.findings.reference import FindingReference
from kg.reasoning.course import PatientCourse
from kg.reasoning.course_rules import load_course_rules
from kg.reasoning.lesion_changes import Size
from kg.reasoning.lesion_fit import LesionFit
from kg.reasoning.lesion_links import (
    FollowedLesion,
    LesionLink,
    WithheldLink,
    follow_lesions,
    undated_links,
)
from kg.reasoning.lesion_mentions import Study, dated_studies
from kg.reasoning.lesion_observations import LesionObservation, observations_of
from kg.vocabulary.vocabulary import Vocabulary, load_vocabulary

__all__ = ["LesionCourse", "LesionHistory", "lesion_courses", "lesion_history"]

#: After all levels: what a person's decision has linked without one.
_NO_LEVEL = 1_000


@dataclass(frozen=True, slots=True)
class LesionCourse:
    """One lesion over the dated studies of a patient, mentioned in them or not.

    `key` is the first finding of it, by which the lesion is known from then on; `type` the most
    specific class under which it was reported, of several the latest. `part_of` is the key of the
    lesion of which this one is a component, where a report says so.
    """

    key: FindingReference
    type: str
    level: str | None
    side: Side | None
    structure: str | None
    observations: tuple[LesionObservation, ...]
    links: tuple[LesionLink, ...]
    part_of: FindingReference | None = None

    @property
    def first(self) -> LesionObservation:
        """Return the first study that mentions the lesion as there, or perhaps there."""
        return next(one for one in self.observations if self.key in one.findings)

    @property
    def latest(self) -> LesionObservation:
        """Return what the last study tells."""
        return self.observations[-1]

    @property
    def overall(self) -> tuple[Size, Size] | None:
        """Return the first and the last size in the unit of the first, None with fewer."""
        sizes = [size for one in self.observations if one.is_there for size in one.sizes]
        same = [size for size in sizes if size.unit == sizes[0].unit]
        return (same[0], same[-1]) if len(same) > 1 else None


@dataclass(frozen=True, slots=True)
class LesionHistory:
    """All lesions of a patient from head to tail, and the links that were not made."""

    courses: tuple[LesionCourse, ...]
    withheld: tuple[WithheldLink, ...]


def lesion_courses(course: PatientCourse) -> tuple[LesionCourse, ...]:
    """Return the lesions of a patient from head to tail, each with what every study tells of it.

    A person's decisions make or reject links, whatever the rules say. Studies without a date are
    left out; `lesion_history` names what was not linked.
    """
    return lesion_history(course).courses


def lesion_history(course: PatientCourse) -> LesionHistory:
    """Return the lesions of a patient and, beside them, the links that were withheld."""
    fit = LesionFit(load_course_rules(), load_vocabulary())
    studies = dated_studies(course, fit.rules, fit.vocabulary)
    lesions, withheld = follow_lesions(studies, fit, course.decisions)
    courses = _with_wholes([_course(one, studies, fit) for one in lesions], course)
    if len(course.readings) > 1:
        withheld += undated_links(course.readings, fit)
    return LesionHistory(tuple(sorted(courses, key=_place)), withheld)


def _place(course: LesionCourse) -> tuple[int, str, str, FindingReference]:
    level = LEVELS.get(course.level or "")
    return (level.order if level else _NO_LEVEL, course.type, course.side or "", course.key)


def _course(lesion: FollowedLesion, studies: Sequence[Study], fit: LesionFit) -> LesionCourse:
    mentions = tuple(lesion.sightings.values())
    latest_first = mentions[::-1]
    return LesionCourse(
        key=mentions[0].main,
        type=_most_specific([one.type for one in latest_first], fit.vocabulary),
        level=mentions[0].level,
        side=next((one.side for one in latest_first if one.side), None),
        structure=next((one.structure for one in latest_first if one.structure), None),
        observations=observations_of(lesion, studies, fit),
        links=tuple(lesion.links),
    )


def _most_specific(types: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the first class of which no other is a kind."""
    return next(
        one
        for one in types
        if not any(other != one and vocabulary.is_a(other, one) for other in types)
    )


def _with_wholes(courses: Sequence[LesionCourse], course: PatientCourse) -> list[LesionCourse]:
    """Return the courses with the lesion that each is a component of, where a report says so."""
    course_of = {
        finding: one.key
        for one in courses
        for seen in one.observations
        for finding in seen.findings
    }
    whole_of = {
        reference: FindingReference(reading.report.identifier, finding.part_of)
        for reading, finding, reference in course.findings()
        if finding.part_of is not None
    }
    return [replace(one, part_of=_whole(one, whole_of, course_of)) for one in courses]


def _whole(
    course: LesionCourse,
    whole_of: dict[FindingReference, FindingReference],
    course_of: dict[FindingReference, FindingReference],
) -> FindingReference | None:
    wholes = (
        course_of.get(whole_of[finding])
        for one in course.observations
        for finding in one.findings
        if finding in whole_of
    )
    return next((whole for whole in wholes if whole is not None and whole != course.key), None)
