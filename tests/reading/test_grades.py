"""Stated grades are kept with their scale; a number without a scale is none."""

import pytest

from kg.findings.report import Report
from kg.reading.grade_words import SCALES
from kg.reading.reader import RuleReader
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology


@pytest.mark.parametrize(
    ("sentence", "finding", "grade"),
    [
        ("Grade 1 anterolisthesis of L4 on L5.", "Spondylolisthesis", "Meyerding 1"),
        ("Grade II spondylolisthesis of L5 on S1.", "Spondylolisthesis", "Meyerding 2"),
        ("Modic type 2 changes at L5-S1.", "ModicType2", "Modic 2"),
        ("Disc degeneration at L4-L5, Pfirrmann grade IV.", "DiscDegeneration", "Pfirrmann 4"),
        ("Disc desiccation at L4-L5, Pfirrmann IV.", "DiscDesiccation", "Pfirrmann 4"),
        ("Anterolisthesis of L4 on L5, Meyerding I.", "Spondylolisthesis", "Meyerding 1"),
        ("Severe canal stenosis at L4-L5, Schizas grade C.", "SpinalCanalStenosis", "Schizas C"),
        ("Canal stenosis at L4-L5 (Schizas A2).", "SpinalCanalStenosis", "Schizas A2"),
        ("Left foraminal stenosis at L5-S1, Lee grade 3.", "ForaminalStenosis", "Lee foramen 3"),
        ("Canal stenosis at L3-L4, Lee grade 2.", "SpinalCanalStenosis", "Lee canal 2"),
        ("Burst fracture of L1, AO type A4.", "BurstFracture", "AO A4"),
        ("Compression fracture of L1, AO A1.", "CompressionFracture", "AO A1"),
        ("Compression fracture of T12, Genant grade 0.5.", "CompressionFracture", "Genant 0.5"),
        ("Compression fracture of T12, Genant grade 2.", "CompressionFracture", "Genant 2"),
        ("Epidural extension at T8, Bilsky 1b.", "EpiduralExtension", "ESCC 1b"),
        ("Severe canal stenosis at L4-L5, grade 1 of some scale.", "SpinalCanalStenosis", None),
    ],
)
def test_a_stated_grade_is_kept_with_its_scale(
    sentence: str, finding: str, grade: str | None, reader: RuleReader
) -> None:
    findings = reader.read(Report("case", sentence)).findings
    assert {f.grade for f in findings if f.type == finding} == {grade}


def test_every_grade_that_can_be_read_means_something_and_the_other_way_round() -> None:
    readable = {f"{scale.name} {value}" for scale in SCALES for value in scale.values.values()}
    known = {str(value) for value in load_ontology().objects(None, SPINE.gradeNotation)}
    assert readable == known
