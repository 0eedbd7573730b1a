"""Ranges of levels: what "T10 through L2" means, neighbours, levels within n."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.anatomy.levels import LEVELS, VERTEBRAE
from kg.anatomy.ranges import are_adjacent, expand_range, levels_between, levels_within


def names(levels: tuple[object, ...]) -> list[str]:
    return [str(level) for level in levels]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("T11", "L1", ["T11", "T12", "L1"]),
        ("L2", "T12", ["T12", "L1", "L2"]),
        ("L3-L4", "L5-S1", ["L3-L4", "L4-L5", "L5-S1"]),
        ("L4", "L5-S1", ["L4", "L5"]),
        ("C5", "C5", ["C5"]),
        ("L4", "L6", ["L4", "L5", "L6"]),
        ("L5", "S1", ["L5", "S1"]),
    ],
)
def test_a_range_gives_levels_of_one_kind(first: str, last: str, expected: list[str]) -> None:
    assert names(expand_range(first, last)) == expected


def test_levels_between_hold_bones_and_discs() -> None:
    assert names(levels_between("T12", "L2")) == ["T12", "T12-L1", "L1", "L1-L2", "L2"]


@given(st.sampled_from(VERTEBRAE), st.sampled_from(VERTEBRAE))
def test_the_ends_of_a_range_can_be_swapped(first: str, last: str) -> None:
    assert expand_range(first, last) == expand_range(last, first)


@given(st.sampled_from(VERTEBRAE), st.sampled_from(VERTEBRAE))
def test_a_range_of_vertebrae_has_no_gap(first: str, last: str) -> None:
    low, high = sorted((VERTEBRAE.index(first), VERTEBRAE.index(last)))
    assert names(expand_range(first, last)) == list(VERTEBRAE[low : high + 1])


@pytest.mark.parametrize(
    ("one", "other", "adjacent"),
    [
        ("T12", "L1", True),
        ("L1", "T12", True),
        ("L4-L5", "L5-S1", True),
        ("T12", "T12", False),
        ("T12", "L2", False),
        ("T12", "T12-L1", False),
    ],
)
def test_neighbours_are_of_one_kind(one: str, other: str, adjacent: bool) -> None:
    assert are_adjacent(one, other) is adjacent


@given(st.sampled_from(sorted(LEVELS)), st.integers(min_value=0, max_value=40))
def test_levels_within_a_distance_hold_the_level_itself(name: str, distance: int) -> None:
    near = names(levels_within(name, distance))
    assert name in near
    assert len(near) <= 2 * distance + 1
