"""What anatomy rules out: by the conus, by the kind of level, by where a joint or disc is."""

from collections.abc import Callable, Mapping

import pytest

from kg.reasoning.course import PatientCourse
from kg.reasoning.impossible import impossible_statements

Studies = Callable[[Mapping[str, str]], PatientCourse]


def rules(course: PatientCourse) -> list[str]:
    return [one.rule for one in impossible_statements(course)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Conus ends at L1. Cord compression at L3.", "CordBelowConus"),
        ("Cord compression at L4-L5.", "CordBelowUsualConus"),
        ("Conus ends at L2. Cauda equina compression at T12.", "CaudaEquinaAboveConus"),
        ("Cauda equina compression at T8.", "CaudaEquinaAboveUsualConus"),
        ("Facet arthropathy at L4.", "SegmentFindingAtVertebra"),
        ("Disc herniation at C1-C2.", "DiscWhereNoneIs"),
        ("Uncovertebral hypertrophy at L4-L5.", "UncovertebralOutsideNeck"),
    ],
)
def test_anatomy_rules_it_out(studies: Studies, text: str, rule: str) -> None:
    assert rules(studies({"2024-01-10": f"FINDINGS: {text}"})) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Conus ends at L1. Cord compression at T8.",
        "Conus ends at L1. Cord compression at L1.",
        "Conus ends at L1. No cord compression at L3.",
        # Without a stated conus only what lies outside its usual range is ruled out.
        "Cord compression at L2.",
        "Cauda equina compression at T12-L1.",
        # A low conus ends somewhere below.
        "Low-lying conus. Cord compression at L4-L5.",
        "Facet arthropathy at L4-L5.",
        # A fragment migrates behind a vertebra; the sacrum has foramina at each segment.
        "Sequestered disc fragment behind the L5 vertebral body.",
        "Foraminal stenosis at S1.",
        # A variant of numbering.
        "Metastasis of T13. Disc bulge at L5-L6.",
        "Uncovertebral hypertrophy at C5-C6.",
    ],
)
def test_anatomy_does_not_rule_it_out(studies: Studies, text: str) -> None:
    assert rules(studies({"2024-01-10": f"FINDINGS: {text}"})) == []


def test_it_names_the_conus_of_another_study_that_it_was_judged_by(studies: Studies) -> None:
    course = studies(
        {
            "2023-01-10": "FINDINGS: Conus ends at L1.",
            "2024-01-10": "FINDINGS: Cord compression at L2-L3.",
        }
    )
    (found,) = impossible_statements(course)
    assert [one.report for one in found.references] == ["2024-01-10", "2023-01-10"]
    assert found.reason == "L2-L3 is below the stated conus, L1"


@pytest.mark.parametrize(
    ("sentence", "level", "kinds"),
    [
        ("Metastasis at T14 with cord compression", "T14", 2),
        ("The C8 vertebra is normal", "C8", 0),
        ("Disc herniation at L6-L7", "L6-L7", 1),
    ],
)
def test_a_level_that_no_spine_has_is_reported_with_its_sentence(
    studies: Studies, sentence: str, level: str, kinds: int
) -> None:
    course = studies({"2024-01-10": f"FINDINGS: Disc bulge at L4-L5. {sentence}.  Normal cord."})
    (found,) = impossible_statements(course)
    assert (found.rule, found.reason) == ("NoSuchLevel", f"no spine has {level}")
    assert course.readings[0].report.text[found.start : found.end] == sentence
    assert [one.key[1] for one in found.references] == [""] * kinds


def test_a_nerve_root_is_no_vertebra(studies: Studies) -> None:
    course = studies({"2024-01-10": "FINDINGS: C7-T1 disc herniation compresses the C8 root."})
    assert impossible_statements(course) == ()
