"""Reckoning with levels, supernumerary vertebrae among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.anatomy.algebra import (
    adjacent_levels,
    contiguous_runs,
    levels_between,
    levels_within,
    skipped_levels,
)
from kg.anatomy.levels import LEVELS, VERTEBRAE
from kg.errors import InvalidValue, UnknownLevel

VERTEBRAL = st.sampled_from(VERTEBRAE)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("T11", "L1", "T11 T11-T12 T12 T12-L1 L1"),
        ("L4-L5", "L5-S1", "L4-L5 L5 L5-S1"),
        ("T12", "T12", "T12"),
        ("T12", "T13", "T12 T12-T13 T13"),
        ("L5", "S1", "L5 L5-S1 S1"),
        ("L6", "L5", "L5 L5-L6 L6"),
    ],
)
def test_between_two_levels_lie_both_kinds(first: str, last: str, expected: str) -> None:
    assert levels_between(first, last) == tuple(expected.split())


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("L4", "L3 L5"),
        ("L4-L5", "L3-L4 L5-S1"),
        ("C1", "C2"),
        ("L5", "L4 S1"),
        ("L6", "L5 S1"),
        ("L5-L6", "L4-L5 L6-S1"),
        ("T13", "T12 L1"),
        ("Coccyx", "S5"),
    ],
)
def test_neighbours_are_of_the_same_kind(level: str, expected: str) -> None:
    assert adjacent_levels(level) == tuple(expected.split())


def test_within_so_many_levels_ends_at_the_ends_of_the_spine() -> None:
    assert levels_within("C2", 3) == ("C1", "C2", "C3", "C4", "C5")
    assert levels_within("T12-L1", 1) == ("T11-T12", "T12-L1", "L1-L2")
    with pytest.raises(InvalidValue, match="0 or more"):
        levels_within("T12", -1)


def test_runs_have_no_gap_and_keep_kinds_apart() -> None:
    levels = ["T8", "T6", "T7", "L1", "T7-T8", "T8-T9"]
    assert contiguous_runs(levels) == (("T6", "T7", "T8"), ("T7-T8", "T8-T9"), ("L1",))
    assert contiguous_runs(levels, at_least=3) == (("T6", "T7", "T8"),)
    assert contiguous_runs(["L5", "L6", "S1"]) == (("L5", "L6", "S1"),)
    assert contiguous_runs(["L5", "S1"]) == (("L5", "S1"),)
    assert contiguous_runs([]) == ()


def test_what_lies_between_involved_vertebrae_is_skipped() -> None:
    assert skipped_levels(["T8", "T11", "T12", "L2"]) == ("T9", "T10", "L1")
    assert skipped_levels(["T11", "T12"]) == skipped_levels(["T12"]) == ()


@pytest.mark.parametrize("name", ["T14", "L4-S1", ""])
def test_an_impossible_level_is_never_guessed(name: str) -> None:
    for ask in (adjacent_levels, lambda one: levels_between(one, "L1")):
        with pytest.raises(UnknownLevel):
            ask(name)
    with pytest.raises(UnknownLevel):
        contiguous_runs([name])


@given(st.sets(VERTEBRAL))
def test_runs_and_what_is_skipped_make_the_whole_stretch(levels: set[str]) -> None:
    runs = contiguous_runs(levels)
    assert {name for run in runs for name in run} == levels
    found = sorted(
        (*(name for run in runs for name in run), *skipped_levels(levels)),
        key=lambda name: LEVELS[name].order,
    )
    if levels:
        stretch = levels_between(found[0], found[-1])
        assert found == [name for name in stretch if name in VERTEBRAE]


@given(VERTEBRAL, VERTEBRAL)
def test_neighbours_are_mutual(one: str, other: str) -> None:
    assert (one in adjacent_levels(other)) == (other in adjacent_levels(one))
