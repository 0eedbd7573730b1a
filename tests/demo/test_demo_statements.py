"""How a template becomes a sentence and its findings."""

import pytest

from kg.demo.gold import GoldFinding
from kg.demo.statements import LevelStyle, Slot, fill, merge_repeats, read_slot
from kg.errors import InvalidFinding, InvalidValue
from kg.findings.qualities import Change, Severity, Side, Status

STYLE = LevelStyle("-", ", and ", short=False)


def test_a_slot_is_written_one_way_and_meant_another() -> None:
    statement = fill(
        "[DiscBulge @{disc} {degree} | {degree} disc bulge] at {disc}.",
        {
            "disc": read_slot("L4-L5", LevelStyle("/", " and ", short=True)),
            "degree": read_slot("marked=severe", STYLE),
        },
    )
    assert statement.text == "Marked disc bulge at L4/5."
    assert statement.gold == (
        GoldFinding("DiscBulge", "Marked disc bulge", ("L4-L5",), severity=Severity.SEVERE),
    )


@pytest.mark.parametrize(
    ("choice", "style", "writing"),
    [
        ("C5+C6+T7", STYLE, "C5, C6, and T7"),
        ("C5+C6", STYLE, "C5 and C6"),
        ("L5-S1", LevelStyle("/", " and ", short=True), "L5/S1"),
        ("L4-L5", LevelStyle("-", " and ", short=True), "L4-5"),
        ("T10 to T12=T10+T11+T12", STYLE, "T10 to T12"),
    ],
)
def test_levels_are_written_in_the_style_of_the_report(
    choice: str, style: LevelStyle, writing: str
) -> None:
    assert read_slot(choice, style).writing == writing


def test_several_findings_may_share_their_words() -> None:
    statement = fill("[Osteophyte @C5-C6; DiscBulge @C5-C6 | disc osteophyte complex].", {})
    assert [finding.finding for finding in statement.gold] == ["Osteophyte", "DiscBulge"]
    assert {finding.quote for finding in statement.gold} == {"Disc osteophyte complex"}


def test_sentences_begin_with_a_capital_after_stops_and_level_headings() -> None:
    slots = {"degree": Slot("mild", "mild")}
    assert fill("L4-L5: {degree} bulge. {degree} stenosis.", slots).text == (
        "L4-L5: Mild bulge. Mild stenosis."
    )


def test_an_unknown_word_before_the_bar_is_refused() -> None:
    with pytest.raises(InvalidValue, match="huge"):
        fill("[DiscBulge huge | huge disc bulge]", {})


def test_a_missing_slot_is_refused() -> None:
    with pytest.raises(InvalidValue, match="disc"):
        fill("At {disc}.", {})


def test_an_impossible_level_is_refused() -> None:
    with pytest.raises(InvalidFinding, match="T14"):
        fill("[DiscBulge @T14 | bulge]", {})


def test_said_twice_is_kept_once_with_the_first_quote_and_the_better_detail() -> None:
    vague = GoldFinding("DiscBulge", "disc bulge", ("L4-L5",))
    exact = GoldFinding("DiscBulge", "left bulge", ("L4-L5",), Side.LEFT, change=Change.NEW)
    kept = GoldFinding("DiscBulge", "disc bulge", ("L4-L5",), Side.LEFT, change=Change.NEW)
    assert merge_repeats((vague, exact)) == (kept,)
    assert merge_repeats((exact, vague)) == (exact,)


def test_contradictions_are_both_kept() -> None:
    left = GoldFinding("DiscBulge", "left bulge", ("L4-L5",), Side.LEFT)
    right = GoldFinding("DiscBulge", "right bulge", ("L4-L5",), Side.RIGHT)
    absent = GoldFinding("DiscBulge", "no bulge", ("L4-L5",), status=Status.ABSENT)
    assert merge_repeats((left, right, absent)) == (left, right, absent)


def test_denied_everywhere_is_more_than_denied_at_a_level() -> None:
    here = GoldFinding("EpiduralExtension", "none at T12", ("T12",), status=Status.ABSENT)
    everywhere = GoldFinding("EpiduralExtension", "none", status=Status.ABSENT)
    assert merge_repeats((here, everywhere)) == (here, everywhere)
