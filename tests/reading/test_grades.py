"""Stated grades are kept with their scale; a number without a scale is none."""

import pytest

from kg.findings.report import Report
from kg.reading.reader import RuleReader


@pytest.mark.parametrize(
    ("sentence", "finding", "grade"),
    [
        ("Grade 1 anterolisthesis of L4 on L5.", "Spondylolisthesis", "Meyerding 1"),
        ("Grade II spondylolisthesis of L5 on S1.", "Spondylolisthesis", "Meyerding 2"),
        ("Modic type 2 changes at L5-S1.", "ModicType2", "Modic 2"),
        ("Disc degeneration at L4-L5, Pfirrmann grade IV.", "DiscDegeneration", "Pfirrmann 4"),
        ("Severe canal stenosis at L4-L5, grade 1 of some scale.", "SpinalCanalStenosis", None),
    ],
)
def test_a_stated_grade_is_kept_with_its_scale(
    sentence: str, finding: str, grade: str | None, reader: RuleReader
) -> None:
    findings = reader.read(Report("case", sentence)).findings
    assert {f.grade for f in findings if f.type == finding} == {grade}
