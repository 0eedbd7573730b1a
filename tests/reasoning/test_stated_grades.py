"""Stated grades against the words, numbers and findings beside them."""

from collections.abc import Callable, Mapping

import pytest

from kg.reasoning.course import PatientCourse
from kg.reasoning.stated_grades import grade_disagreements

Studies = Callable[[Mapping[str, str]], PatientCourse]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Severe compression fracture of L1, Genant grade 1.",
            "stated Genant 1, in words severe",
        ),
        (
            "Anterolisthesis of L4 on L5 of 60%, Meyerding grade 1.",
            "stated Meyerding 1, measured 60 %",
        ),
        ("Mild canal stenosis at L4-L5, Schizas D.", "stated Schizas D, in words mild"),
        (
            "Severe left foraminal stenosis at L5-S1, Lee grade 1.",
            "stated Lee foramen 1, in words severe",
        ),
        ("Burst fracture of L1, AO type A1.", "stated AO A1, which rules out burst fracture"),
        (
            "Disc height loss at L4-L5. Disc degeneration at L4-L5, Pfirrmann 1.",
            "stated Pfirrmann 1, which rules out",
        ),
        (
            "Metastasis at T8. Epidural extension at T8, Bilsky 1a, compressing the spinal cord.",
            "stated ESCC 1a, the findings leave 2, 3",
        ),
    ],
)
def test_a_grade_that_does_not_fit_is_named_with_the_reason(
    studies: Studies, text: str, reason: str
) -> None:
    found = grade_disagreements(studies({"2024-01-10": f"FINDINGS: {text}"}))
    assert found
    assert all(one.reason.startswith(reason) for one in found), {one.reason for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Mild compression fracture of L1, Genant grade 1.",
        "Compression fracture of L1, Genant grade 3.",
        "Anterolisthesis of L4 on L5 of 25%, Meyerding grade 1.",
        "Anterolisthesis of L4 on L5 of 25%, Meyerding grade 2.",
        "Moderate to severe canal stenosis at L4-L5, Schizas C.",
        "Burst fracture of L1, AO type A4.",
        "Disc degeneration at L4-L5, Pfirrmann 1. Disc height loss at L5-S1.",
        "Severe canal stenosis at L4-L5.",
    ],
)
def test_what_fits_or_is_not_graded_is_not_named(studies: Studies, text: str) -> None:
    assert grade_disagreements(studies({"2024-01-10": f"FINDINGS: {text}"})) == ()
