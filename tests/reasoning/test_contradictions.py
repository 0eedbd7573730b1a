"""What contradicts what: between the sections of a report, between the studies of a patient."""

from collections.abc import Callable, Mapping

import pytest

from kg.reasoning.contradictions import contradictions
from kg.reasoning.course import PatientCourse

Studies = Callable[[Mapping[str, str]], PatientCourse]

FIRST, SECOND, THIRD = "2023-01-10", "2023-06-10", "2024-01-10"


def rules(course: PatientCourse) -> list[str]:
    return [one.rule for one in contradictions(course)]


@pytest.mark.parametrize(
    ("findings", "impression", "rule"),
    [
        ("Cord compression at T8.", "No cord compression at T8.", "StatusBetweenSections"),
        ("Cord compression at T8.", "No cord compression.", "StatusBetweenSections"),
        ("No fracture in the lumbar spine.", "Burst fracture of L1.", "StatusBetweenSections"),
        ("Burst fracture of T12.", "Burst fracture of L1.", "LevelBetweenSections"),
        (
            "Left foraminal stenosis at L4-L5.",
            "Right foraminal stenosis at L4-L5.",
            "SideBetweenSections",
        ),
        (
            "Mild canal stenosis at L4-L5.",
            "Severe canal stenosis at L4-L5.",
            "DegreeBetweenSections",
        ),
    ],
)
def test_sections_contradict_each_other(
    studies: Studies, findings: str, impression: str, rule: str
) -> None:
    course = studies({FIRST: f"FINDINGS: {findings}\nIMPRESSION: {impression}"})
    assert rules(course) == [rule]


@pytest.mark.parametrize(
    ("findings", "impression"),
    [
        # A limited denial denies nothing that was there already, or is there to a lesser degree.
        ("Compression fracture of L1.", "No new fracture in the lumbar spine."),
        ("Mild canal stenosis at L4-L5.", "No severe canal stenosis at L4-L5."),
        # Another place, another matter.
        ("Cord compression at T8.", "No cord compression at T5."),
        ("Disc bulge at L4-L5.", "No disc herniation at L4-L5."),
        # To deny a kind does not deny the general.
        ("Vertebral fracture of L1.", "No burst fracture of L1."),
        # The impression names one of several; the vertebra borders the disc.
        ("Burst fractures of T12 and L1.", "Burst fracture of L1."),
        ("Spondylolisthesis at L4-L5.", "Spondylolisthesis of L4."),
        # Both sides are said of both.
        ("Left and right foraminal stenosis at L4-L5.", "Left foraminal stenosis at L4-L5."),
        # A degree between two touches both; a rank apart is a matter of words.
        ("Mild to moderate canal stenosis at L4-L5.", "Moderate canal stenosis at L4-L5."),
        ("Minimal canal stenosis at L4-L5.", "Mild canal stenosis at L4-L5."),
        # A doubt is no contradiction.
        ("Possible cord compression at T8.", "No cord compression at T8."),
    ],
)
def test_sections_that_do_not_contradict_each_other(
    studies: Studies, findings: str, impression: str
) -> None:
    assert rules(studies({FIRST: f"FINDINGS: {findings}\nIMPRESSION: {impression}"})) == []


@pytest.mark.parametrize(
    ("earlier", "later", "rule"),
    [
        ("No fracture of L1.", "Unchanged fracture of L1.", "KnownButDenied"),
        (
            "No fracture in the lumbar spine.",
            "Stable compression fracture of L1.",
            "KnownButDenied",
        ),
        ("Metastasis at T5 has resolved.", "Unchanged metastasis at T5.", "ResolvedButKnown"),
        ("Metastasis at T5.", "New metastasis at T5.", "NewButKnown"),
        (
            "Left disc protrusion at L5-S1.",
            "Unchanged right disc protrusion at L5-S1.",
            "SideBetweenStudies",
        ),
        ("Laminectomy at L4.", "No laminectomy at L4.", "LastingButDenied"),
        ("Conus ends at L1.", "Conus ends at L3.", "ConusBetweenStudies"),
    ],
)
def test_studies_contradict_each_other(
    studies: Studies, earlier: str, later: str, rule: str
) -> None:
    course = studies({FIRST: f"FINDINGS: {earlier}", SECOND: f"FINDINGS: {later}"})
    (found,) = contradictions(course)
    assert (found.rule, found.first.report, found.second.report) == (rule, FIRST, SECOND)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        # A change is no contradiction.
        ("No fracture of L1.", "Fracture of L1."),
        ("No fracture of L1.", "New fracture of L1."),
        ("Fracture of L1.", "No fracture of L1."),
        ("Metastasis at T5 has resolved.", "New metastasis at T5."),
        ("Metastasis at T5 has resolved.", "Metastasis at T5."),
        # What is new on the other side, or on both, is not switched.
        ("Left disc protrusion at L5-S1.", "Right disc protrusion at L5-S1."),
        ("Left disc protrusion at L5-S1.", "Unchanged bilateral disc protrusion at L5-S1."),
        # A limited denial; another place; a new degree.
        ("No new fracture in the lumbar spine.", "Unchanged fracture of L1."),
        ("No fracture of L2.", "Unchanged fracture of L1."),
        ("Mild canal stenosis at L4-L5.", "New severe canal stenosis at L4-L5."),
        # Readers of the conus differ by up to a vertebra.
        ("Conus ends at L1.", "Conus ends at L2."),
    ],
)
def test_studies_that_do_not_contradict_each_other(
    studies: Studies, earlier: str, later: str
) -> None:
    assert rules(studies({FIRST: f"FINDINGS: {earlier}", SECOND: f"FINDINGS: {later}"})) == []


def test_a_study_in_between_explains_what_it_explains(studies: Studies) -> None:
    course = studies(
        {
            FIRST: "FINDINGS: No fracture of L1.",
            SECOND: "FINDINGS: Fracture of L1.",
            THIRD: "FINDINGS: Unchanged fracture of L1.",
        }
    )
    assert rules(course) == []


def test_the_reason_says_what_differs_and_quotes_nothing(studies: Studies) -> None:
    course = studies({FIRST: "FINDINGS: Burst fracture of T12.\nIMPRESSION: Burst fracture of L1."})
    (found,) = contradictions(course)
    assert found.reason == "at T12 in one, at L1 in the other"
    assert (found.first.key[1], found.second.key[1]) == ("T12", "L1")
