"""The same lesion from study to study: linked by rules, judged by statement, size and degree."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from kg.findings.finding import FindingKey
from kg.findings.reference import FindingReference
from kg.reasoning.course import PatientCourse
from kg.reasoning.lesion_courses import LesionCourse, lesion_courses, lesion_history
from kg.reasoning.lesion_decisions import (
    Decision,
    LesionDecision,
    decisions_from_json,
    decisions_to_json,
)
from kg.reasoning.lesion_fit import WithheldFor
from kg.reasoning.lesion_observations import CourseState

Studies = Callable[[Mapping[str, str]], PatientCourse]
FIRST, SECOND, THIRD = "2024-01-10", "2024-04-10", "2024-07-10"
SPINE_MRI = "MRI whole spine.\nFINDINGS: "


def read(studies: Studies, *texts: str) -> PatientCourse:
    days = (FIRST, SECOND, THIRD)
    return studies({day: SPINE_MRI + text for day, text in zip(days, texts, strict=False)})


def one(courses: tuple[LesionCourse, ...], type_: str, level: str) -> LesionCourse:
    (found,) = (course for course in courses if (course.type, course.level) == (type_, level))
    return found


def states(course: LesionCourse) -> list[CourseState]:
    return [seen.state for seen in course.observations]


@pytest.mark.parametrize(
    ("later", "state", "because"),
    [
        ("Unchanged metastasis at T8.", CourseState.STABLE, "states"),
        ("The metastasis at T8 has increased in size.", CourseState.LARGER, "states"),
        ("The metastasis at T8 has decreased in size.", CourseState.SMALLER, "states"),
        ("The metastasis at T8 has resolved.", CourseState.RESOLVED, "states"),
        ("No metastasis at T8.", CourseState.RESOLVED, "denies"),
        ("Metastasis at T8.", CourseState.STILL_PRESENT, "nothing tells"),
        ("Possible metastasis at T8.", CourseState.POSSIBLE, "not certain"),
        ("Disc bulge at L4-L5.", CourseState.NOT_MENTIONED, "imaged"),
    ],
)
def test_a_lesion_is_followed_by_what_the_report_says(
    studies: Studies, later: str, state: CourseState, because: str
) -> None:
    course = one(
        lesion_courses(read(studies, "Metastasis at T8.", later)), "OsseousMetastasis", "T8"
    )
    assert states(course) == [CourseState.FIRST_SEEN, state]
    assert because in course.latest.reason


@pytest.mark.parametrize(
    ("size", "state"),
    [
        ("3.0 cm", CourseState.LARGER),
        ("2.1 cm", CourseState.STABLE),
        ("1.0 cm", CourseState.SMALLER),
        ("20 mm", CourseState.STABLE),
    ],
)
def test_where_nothing_is_stated_the_sizes_tell_by_a_threshold(
    studies: Studies, size: str, state: CourseState
) -> None:
    texts = ("Epidural mass at T8 measuring 2.0 cm.", f"Epidural mass at T8 measuring {size}.")
    course = one(lesion_courses(read(studies, *texts)), "EpiduralMass", "T8")
    assert course.latest.state is state
    assert course.latest.measured is not None
    assert course.latest.measured.threshold is not None


def test_statement_and_sizes_that_disagree_are_both_kept(studies: Studies) -> None:
    texts = (
        "Epidural mass at T8 measuring 2.0 cm.",
        "Unchanged epidural mass at T8 measuring 4.0 cm.",
    )
    latest = one(lesion_courses(read(studies, *texts)), "EpiduralMass", "T8").latest
    assert latest.state is CourseState.STABLE
    assert latest.disagreements


def test_what_a_study_does_not_image_is_not_said_to_be_gone(studies: Studies) -> None:
    course = studies(
        {
            FIRST: "MRI whole spine.\nFINDINGS: Metastasis at T3.",
            SECOND: "MRI lumbar spine.\nFINDINGS: Normal.",
        }
    )
    followed = one(lesion_courses(course), "OsseousMetastasis", "T3")
    assert followed.latest.state is CourseState.NOT_IMAGED


def test_lesions_at_two_levels_are_two(studies: Studies) -> None:
    courses = lesion_courses(read(studies, "Metastasis at T8.", "Metastasis at T9."))
    assert {(course.level, len(course.links)) for course in courses} == {("T8", 0), ("T9", 0)}


def test_a_more_general_word_is_the_same_lesion_and_the_link_names_its_rule(
    studies: Studies,
) -> None:
    texts = ("Disc extrusion at L4-L5.", "Disc herniation at L4-L5.")
    course = one(lesion_courses(read(studies, *texts)), "DiscExtrusion", "L4-L5")
    (link,) = course.links
    assert link.rule.startswith("LinkedBy") or link.rule.startswith("LinkedAs")


def test_one_of_several_that_fit_alike_is_not_guessed(studies: Studies) -> None:
    texts = (
        "Left foraminal disc protrusion at L4-L5. Right foraminal disc protrusion at L4-L5.",
        "Disc protrusion at L4-L5.",
    )
    history = lesion_history(read(studies, *texts))
    assert WithheldFor.AMBIGUITY in {one.reason for one in history.withheld}


def test_a_side_that_changes_makes_another_lesion(studies: Studies) -> None:
    texts = ("Left disc protrusion at L4-L5.", "Right disc protrusion at L4-L5.")
    history = lesion_history(read(studies, *texts))
    assert len(history.courses) == 2
    assert WithheldFor.SIDE in {one.reason for one in history.withheld}


def reference(day: str, type_: str, level: str) -> FindingReference:
    key: FindingKey = (type_, level, "present", "", "", "current", "")
    return FindingReference(day, key)


def test_a_decision_parts_lesions_and_taking_it_back_joins_them(studies: Studies) -> None:
    course = read(studies, "Metastasis at T8.", "Metastasis at T8.")
    pair = (
        reference(FIRST, "OsseousMetastasis", "T8"),
        reference(SECOND, "OsseousMetastasis", "T8"),
    )
    parted = LesionDecision(Decision.DIFFERENT, *pair, reason="a new lesion beside a scar")
    decided = replace(course, decisions=(parted,))
    assert len(lesion_courses(decided)) == 2
    assert len(lesion_courses(replace(decided, decisions=()))) == 1


def test_a_decision_joins_what_no_rule_links(studies: Studies) -> None:
    course = read(studies, "Metastasis at T8.", "Metastasis at T9.")
    pair = (
        reference(FIRST, "OsseousMetastasis", "T8"),
        reference(SECOND, "OsseousMetastasis", "T9"),
    )
    joined = LesionDecision(Decision.SAME, *pair, reason="counted anew")
    (only,) = lesion_courses(replace(course, decisions=(joined,)))
    assert [link.rule for link in only.links] == ["LinkedByDecision"]


def test_decisions_come_back_from_their_file() -> None:
    pair = (
        reference(FIRST, "OsseousMetastasis", "T8"),
        reference(SECOND, "OsseousMetastasis", "T9"),
    )
    decisions = (LesionDecision(Decision.SAME, *pair, reason="counted anew", by="K. L."),)
    assert decisions_from_json(decisions_to_json(decisions)) == decisions


def test_three_studies_are_gone_through_in_their_order(studies: Studies) -> None:
    texts = ("Metastasis at T8.", "No metastasis at T8.", "Metastasis at T8.")
    course = one(lesion_courses(read(studies, *texts)), "OsseousMetastasis", "T8")
    assert states(course) == [CourseState.FIRST_SEEN, CourseState.RESOLVED, CourseState.NEW]
