"""Where the conus ends: the study's own word, then the nearest study's, then the default."""

from collections.abc import Callable, Mapping

from kg.anatomy.levels import level_named
from kg.reasoning.conus import ConusPosition, conus_level
from kg.reasoning.course import PatientCourse

Studies = Callable[[Mapping[str, str]], PatientCourse]


def _conus(course: PatientCourse, study: int = 0) -> ConusPosition:
    return conus_level(course, course.readings[study])


def test_the_study_s_own_statement_comes_first(studies: Studies) -> None:
    course = studies(
        {
            "2024-01-01": "FINDINGS: Conus ends at L2.",
            "2024-02-01": "FINDINGS: Conus ends at T12-L1.",
        }
    )
    assert str(_conus(course, 0).first) == "L2"
    assert str(_conus(course, 1).first) == "T12-L1"
    assert [one.report for one in _conus(course, 1).references] == ["2024-02-01"]


def test_the_nearest_study_speaks_for_one_that_is_silent(studies: Studies) -> None:
    course = studies(
        {
            "2023-01-01": "FINDINGS: Conus ends at T12.",
            "2024-01-01": "FINDINGS: Cord compression at T8.",
            "2024-02-01": "FINDINGS: Conus ends at L2.",
        }
    )
    position = _conus(course, 1)
    assert (str(position.first), str(position.last)) == ("L2", "L2")
    assert not position.is_default


def test_statements_that_differ_give_the_stretch_between_them(studies: Studies) -> None:
    position = _conus(
        studies({"2024-01-01": "FINDINGS: Conus ends at L1.\nIMPRESSION: Conus ends at L2."})
    )
    assert (str(position.first), str(position.last)) == ("L1", "L2")
    assert len(position.references) == 2


def test_without_a_statement_the_default_is_marked_and_sourced(studies: Studies) -> None:
    position = _conus(studies({"2024-01-01": "FINDINGS: Cord compression at T8."}))
    assert (str(position.first), str(position.last)) == ("L1-L2", "L1-L2")
    assert position.is_default
    assert position.references == ()
    assert "Saifuddin" in (position.source or "")


def test_a_denied_low_conus_states_no_level(studies: Studies) -> None:
    position = _conus(studies({"2024-01-01": "FINDINGS: No low-lying conus at L3."}))
    assert position.is_default
    assert str(position.last) == "L1-L2"


def test_a_low_conus_without_a_level_may_end_anywhere_below(studies: Studies) -> None:
    course = studies({"2024-01-01": "FINDINGS: Low-lying conus. Disc bulge at L4-L5."})
    position = _conus(course)
    assert position.is_default
    assert (str(position.first), str(position.last)) == ("L2", "S5")
    assert [one.key[0] for one in position.references] == ["LowLyingConus"]


def test_a_low_conus_with_a_level_is_stated(studies: Studies) -> None:
    position = _conus(studies({"2024-01-01": "FINDINGS: Low-lying conus at L3-L4."}))
    assert not position.is_default
    assert str(position.last) == "L3-L4"


def test_levels_above_at_and_below(studies: Studies) -> None:
    position = _conus(studies({"2024-01-01": "FINDINGS: Conus ends at L1."}))
    assert position.is_below(level_named("T12-L1"))
    assert position.is_above(level_named("L1-L2"))
    assert not position.is_above(level_named("L1"))
    assert not position.is_below(level_named("L1"))
