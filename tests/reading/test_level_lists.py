"""All the ways that levels are written, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.anatomy.levels import LEVELS
from kg.reading.level_lists import find_level_groups


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T12", ["T12"]),
        ("T-12", ["T12"]),
        ("T 12", ["T12"]),
        ("L4/5", ["L4-L5"]),
        ("L4-5", ["L4-L5"]),
        ("L4-L5", ["L4-L5"]),
        ("L4/L5", ["L4-L5"]),
        ("L4 - L5", ["L4-L5"]),
        ("L4\u2013L5", ["L4-L5"]),
        ("l5-s1", ["L5-S1"]),
        ("D12/L1", ["T12-L1"]),
        ("C7-Th1", ["C7-T1"]),
        ("C5, C6, T5, T7, and L3", ["C5", "C6", "T5", "T7", "L3"]),
        ("T10 through L2", ["T10", "T11", "T12", "L1", "L2"]),
        ("T3-T6", ["T3", "T4", "T5", "T6"]),
        ("from L1-L2 to L3-L4", ["L1-L2", "L2-L3", "L3-L4"]),
        ("T11 and 12", ["T11", "T12"]),
        ("the first lumbar vertebra", ["L1"]),
        ("the fifth and sixth cervical vertebrae", ["C5", "C6"]),
        ("the second to the fourth thoracic vertebrae", ["T2", "T3", "T4"]),
        ("L4 on L5", ["L4-L5"]),
        ("T3 to T6, sparing T5", ["T3", "T4", "T6"]),
        ("the L5-L6 level", ["L5-L6"]),
        ("T13", ["T13"]),
    ],
)
def test_levels_are_read_however_written(text: str, expected: list[str]) -> None:
    groups = find_level_groups(text).groups
    assert [level for group in groups for level in group.levels] == expected


@pytest.mark.parametrize(
    "text",
    [
        "sagittal T1 with contrast",
        "T2-weighted images",
        "T1 and T2 hyperintense",
        "the exiting L5 nerve root",
        "a left C7 radiculopathy",
        "vitamin T4",
        "measures 12 mm",
        "grade 2",
    ],
)
def test_what_only_looks_like_a_level_is_left_out(text: str) -> None:
    assert find_level_groups(text).groups == ()


@pytest.mark.parametrize("text", ["T14", "C9", "L7", "the eighth lumbar vertebra"])
def test_an_impossible_level_is_reported_and_not_guessed(text: str) -> None:
    lists = find_level_groups(f"Lesion at {text}.")
    assert lists.groups == ()
    assert len(lists.impossible) == 1


@given(st.lists(st.sampled_from(sorted(LEVELS)), min_size=1, max_size=6, unique=True))
def test_a_written_list_of_one_kind_is_read_back(names: list[str]) -> None:
    kind = LEVELS[names[0]].kind
    names = [name for name in names if LEVELS[name].kind is kind and "Coccyx" not in name]
    text = "Lesions at " + ", ".join(names) + "."
    found = [level for group in find_level_groups(text).groups for level in group.levels]
    assert found == names


@given(st.text(max_size=300))
def test_groups_lie_inside_the_text_in_order(text: str) -> None:
    groups = find_level_groups(text).groups
    ends = [0]
    for group in groups:
        assert ends[-1] <= group.start < group.end <= len(text)
        ends.append(group.end)
