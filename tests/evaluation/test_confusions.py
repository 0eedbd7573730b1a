"""What was taken for what."""

from collections.abc import Callable

from kg.evaluation.annotations import Unit
from kg.evaluation.confusions import (
    Confusion,
    ConfusionCount,
    ErrorKind,
    UnitError,
    count_confusions,
    unit_errors,
)
from kg.evaluation.scores import ScoredReport

Make = Callable[..., ScoredReport]


def finding(name: str, level: str | None = None, **more: object) -> dict[str, object]:
    return {"finding": name, "levels": [level] if level else [], **more}


def confusions(report: ScoredReport) -> list[tuple[str, str, str]]:
    return [(one.confusion, one.gold, one.read) for one in unit_errors([report])]


def test_another_level_is_both_a_miss_and_a_spurious_unit(scored: Make) -> None:
    report = scored([finding("DiscBulge", "L4-L5")], [finding("DiscBulge", "L5-S1")])
    values = (Confusion.OTHER_LEVEL, "L4-L5", "L5-S1")
    assert unit_errors([report]) == (
        UnitError("src-1", ErrorKind.MISSED, Unit("DiscBulge", "L4-L5", "present"), *values),
        UnitError("src-1", ErrorKind.SPURIOUS, Unit("DiscBulge", "L5-S1", "present"), *values),
    )
    assert count_confusions(unit_errors([report])) == (ConfusionCount(*values, 1),)


def test_the_nearest_level_is_the_one_confused(scored: Make) -> None:
    report = scored(
        [finding("DiscBulge", "L4-L5")],
        [finding("DiscBulge"), finding("DiscBulge", "C5-C6"), finding("DiscBulge", "L3-L4")],
    )
    assert (Confusion.OTHER_LEVEL, "L4-L5", "L3-L4") in confusions(report)
    assert confusions(report).count((Confusion.NOT_GOLD, "none", "DiscBulge")) == 2


def test_another_certainty_goes_before_another_level(scored: Make) -> None:
    report = scored(
        [finding("DiscBulge", "L4-L5")],
        [finding("DiscBulge", "L3-L4"), finding("DiscBulge", "L4-L5", certainty="absent")],
    )
    assert (Confusion.OTHER_CERTAINTY, "present", "absent") in confusions(report)
    assert (Confusion.NOT_GOLD, "none", "DiscBulge") in confusions(report)


def test_another_finding_at_the_same_place(scored: Make) -> None:
    report = scored([finding("DiscBulge", "L4-L5")], [finding("DiscProtrusion", "L4-L5")])
    assert set(confusions(report)) == {(Confusion.OTHER_FINDING, "DiscBulge", "DiscProtrusion")}


def test_a_unit_is_confused_with_one_other_at_most(scored: Make) -> None:
    report = scored(
        [finding("DiscBulge", "L4-L5"), finding("DiscBulge", "L3-L4")],
        [finding("DiscBulge", "L5-S1")],
    )
    assert confusions(report) == [
        (Confusion.OTHER_LEVEL, "L3-L4", "L5-S1"),
        (Confusion.NOT_READ, "DiscBulge", "none"),
        (Confusion.OTHER_LEVEL, "L3-L4", "L5-S1"),
    ]


def test_units_of_two_reports_are_never_confused(scored: Make) -> None:
    bulge = [finding("DiscBulge", "L4-L5")]
    errors = unit_errors([scored(bulge, [], "a"), scored([], bulge, "b")])
    assert [one.confusion for one in errors] == [Confusion.NOT_READ, Confusion.NOT_GOLD]


def test_side_and_degree_of_a_matched_unit(scored: Make) -> None:
    report = scored(
        [finding("DiscBulge", "L4-L5", laterality="left", severity="mild")],
        [finding("DiscBulge", "L4-L5", laterality="bilateral")],
    )
    assert confusions(report) == [
        (Confusion.OTHER_SIDE, "left", "bilateral"),
        (Confusion.OTHER_SEVERITY, "mild", "none"),
    ]


def test_all_that_matches_gives_no_error(scored: Make) -> None:
    bulge = [finding("DiscBulge", "L4-L5", laterality="left")]
    assert unit_errors([scored(bulge, bulge)]) == ()


def test_counts_add_up_to_the_errors(scored: Make) -> None:
    report = scored(
        [finding("DiscBulge", "L4-L5"), finding("Osteophyte"), finding("Syrinx", "T5")],
        [finding("DiscBulge", "L5-S1"), finding("Syrinx", "T5", certainty="possible")],
    )
    errors = unit_errors([report])
    assert sum(one.error is ErrorKind.MISSED for one in errors) == 3
    assert sum(one.error is ErrorKind.SPURIOUS for one in errors) == 2
    assert sum(one.count for one in count_confusions(errors)) == 3
