"""SINS and ESCC as intervals: what findings leave possible, and what is missing."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.reasoning.computed_grades import ComputedGrade, computed_grades
from kg.reasoning.course import PatientCourse
from kg.reasoning.grade_scales import grading_scales

Studies = Callable[[Mapping[str, str]], PatientCourse]
DAY = "2024-01-10"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "seed-report.txt"
#: Lowest and highest points that a component can have (Fisher et al., Spine 2010;35:E1221).
POINTS = {
    "SinsLocation": (0, 3),
    "SinsPain": (0, 3),
    "SinsBoneLesion": (0, 2),
    "SinsAlignment": (0, 4),
    "SinsBodyCollapse": (0, 3),
    "SinsPosterolateral": (0, 3),
}


def grades(studies: Studies, text: str) -> dict[tuple[str, str], ComputedGrade]:
    found = computed_grades(studies({DAY: f"FINDINGS: {text}"}))
    return {(one.scale.name, one.level): one for one in found}


def score(grade: ComputedGrade, component: str) -> tuple[int, int]:
    (one,) = (one for one in grade.scores if one.component.name == component)
    return min(one.points), max(one.points)


def options(studies: Studies, text: str, level: str) -> tuple[str, ...]:
    (one,) = grades(studies, text)["ESCC", level].scores
    return one.options


def test_the_points_of_sins_are_as_published() -> None:
    (sins,) = (scale for scale in grading_scales() if scale.name == "SINS")
    assert {
        one.name: (min(map(int, one.options)), max(map(int, one.options)))
        for one in sins.components
    } == POINTS
    assert [sins.category(points) for points in (0, 6, 7, 12, 13, 18)] == [
        *["SinsStable"] * 2,
        *["SinsIndeterminate"] * 2,
        *["SinsUnstable"] * 2,
    ]


@pytest.mark.parametrize(
    ("level", "points"),
    [
        *((level, 3) for level in ("C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1")),
        *((level, 2) for level in ("C3", "C6", "L2", "L4")),
        *((level, 1) for level in ("T3", "T10")),
        *((level, 0) for level in ("S2", "S5")),
    ],
)
def test_the_location_follows_from_the_level(studies: Studies, level: str, points: int) -> None:
    grade = grades(studies, f"Metastasis at {level}.")["SINS", level]
    assert score(grade, "SinsLocation") == (points, points)


@pytest.mark.parametrize(
    ("text", "component", "expected"),
    [
        ("Lytic metastasis at T8.", "SinsBoneLesion", (2, 2)),
        ("Metastasis at T8. Sclerotic lesion at T8.", "SinsBoneLesion", (0, 0)),
        ("Mixed lytic and sclerotic metastasis at T8.", "SinsBoneLesion", (1, 1)),
        ("Metastasis at T8. Vertebral body collapse at T8 of 60%.", "SinsBodyCollapse", (3, 3)),
        ("Metastasis at T8. 30% loss of height of T8.", "SinsBodyCollapse", (2, 2)),
        ("Metastasis at T8. Fracture of T8.", "SinsBodyCollapse", (0, 3)),
        ("Metastasis at T8. Subluxation at T8.", "SinsAlignment", (4, 4)),
        ("Metastasis in the pedicles of T8 bilaterally.", "SinsPosterolateral", (3, 3)),
        ("Metastasis in the left pedicle of T8.", "SinsPosterolateral", (1, 3)),
    ],
)
def test_a_component_is_as_the_words_of_the_report_say(
    studies: Studies, text: str, component: str, expected: tuple[int, int]
) -> None:
    assert score(grades(studies, text)["SINS", "T8"], component) == expected


def test_what_is_not_said_is_missing_and_leaves_all_points_open(studies: Studies) -> None:
    grade = grades(studies, "Metastasis at T12.")["SINS", "T12"]
    assert (grade.lowest, grade.highest) == (3, 18)
    assert [one.component.name for one in grade.missing] == [
        name for name in POINTS if name != "SinsLocation"
    ]


def test_a_denial_narrows_too_and_pain_is_never_told(studies: Studies) -> None:
    said = "Lytic metastasis at T12. Normal alignment. No vertebral body collapse."
    grade = grades(studies, said)["SINS", "T12"]
    assert score(grade, "SinsBodyCollapse")[1] <= 1
    assert "SinsPain" in {one.component.name for one in grade.missing}


def test_findings_that_contradict_each_other_leave_all_that_any_of_them_leaves(
    studies: Studies,
) -> None:
    said = "Lytic metastasis at T8. Sclerotic lesion at T8."
    (disputed,) = grades(studies, said)["SINS", "T8"].disputed
    assert (disputed.component.name, disputed.points) == ("SinsBoneLesion", (0, 2))


@pytest.mark.parametrize(
    "text",
    [
        "No metastasis at T8.",
        "Possible metastasis at T8.",
        "Disc bulge at T8-T9.",
        "Compression fracture of T8.",
    ],
)
def test_only_a_tumour_that_is_there_is_graded(studies: Studies, text: str) -> None:
    assert grades(studies, text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Metastasis at T8 with epidural extension.", ("1a", "1b", "1c", "2", "3")),
        ("Metastasis at T8. Spinal cord compression at T8.", ("2", "3")),
        (
            "Metastasis at T8 with epidural extension. No cord compression.",
            ("1a", "1b", "1c"),
        ),
        ("Metastasis at T8. No epidural extension.", ("0",)),
    ],
)
def test_escc_is_a_set_of_grades(studies: Studies, text: str, expected: tuple[str, ...]) -> None:
    assert options(studies, text, "T8") == expected


def test_escc_ends_at_the_conus(studies: Studies) -> None:
    tumor = "Metastasis at {0} with epidural extension."
    for level, said in (("L3", ""), ("L1", "Conus ends at T12."), ("L2", "")):
        assert ("ESCC", level) not in grades(studies, tumor.format(level) + said)
    for level, said in (("L1", ""), ("L2", "Conus ends at L3. ")):
        assert ("ESCC", level) in grades(studies, said + tumor.format(level))


def test_a_grade_rests_on_the_tumour_and_on_what_narrowed_it(studies: Studies) -> None:
    grade = grades(studies, "Lytic metastasis at T8. Metastasis at T9.")["SINS", "T8"]
    assert [one.key[:2] for one in grade.references] == [
        ("LyticLesion", "T8"),
        ("OsseousMetastasis", "T8"),
    ]


def test_each_study_is_graded_by_its_own_words(studies: Studies) -> None:
    texts = {DAY: "FINDINGS: Lytic metastasis at T8.", "2024-06-01": "FINDINGS: Metastasis at T8."}
    found = [one for one in computed_grades(studies(texts)) if one.scale.name == "SINS"]
    assert [(one.report, one.lowest) for one in found] == [(DAY, 3), ("2024-06-01", 1)]


@pytest.mark.skipif(not SHARED.is_file(), reason="the report of the seed case is not here")
def test_the_seed_report_has_sins_6_to_18_and_escc_2_or_3(studies: Studies) -> None:
    found = computed_grades(studies({DAY: SHARED.read_text(encoding="utf-8")}))
    sins = {one.level: (one.lowest, one.highest) for one in found if one.scale.name == "SINS"}
    escc = {one.level: one.scores[0].options for one in found if one.scale.name == "ESCC"}
    assert sins["T12"] == (6, 18)
    assert escc["T12"] == ("2", "3")
    assert "L3" not in escc, json.dumps(sorted(escc))
