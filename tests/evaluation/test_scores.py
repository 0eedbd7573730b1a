"""Scores counted by hand."""

from collections.abc import Callable

import pytest

from kg.evaluation.evaluation import evaluate_reports
from kg.evaluation.scores import Interval, Score, ScoredReport, score_groups

Make = Callable[..., ScoredReport]

BULGE = {"finding": "DiscBulge", "levels": ["L4-L5"]}
OTHER = {"finding": "DiscBulge", "levels": ["L5-S1"]}
NO_STENOSIS = {"finding": "SpinalCanalStenosis", "certainty": "absent"}


def test_a_finding_counts_once_for_each_of_its_levels(scored: Make) -> None:
    both = {"finding": "DiscBulge", "levels": ["L4-L5", "L5-S1"]}
    scores = score_groups([scored([both, NO_STENOSIS], [BULGE])])
    assert scores["all"] == Score(matched=1, read=1, gold=3)
    assert (scores["all"].precision, scores["all"].recall, scores["all"].f1) == (1.0, 0.333, 0.5)


def test_without_levels_a_finding_is_one_unit(scored: Make) -> None:
    scores = score_groups([scored([BULGE, OTHER], [{"finding": "DiscBulge"}])])
    assert scores["all"] == Score(matched=0, read=1, gold=2)
    assert scores["level ignored"] == Score(matched=1, read=1, gold=1)


def test_groups_are_sources_certainties_and_finding_classes(scored: Make) -> None:
    scores = score_groups(
        [scored([BULGE, NO_STENOSIS], [BULGE], "a-1"), scored([OTHER], [NO_STENOSIS], "b-1")]
    )
    assert {name: (one.matched, one.read, one.gold) for name, one in scores.items()} == {
        "all": (1, 2, 3),
        "certainty absent": (0, 1, 1),
        "certainty present": (1, 1, 2),
        "finding DiscBulge": (1, 1, 2),
        "finding SpinalCanalStenosis": (0, 1, 1),
        "level ignored": (1, 2, 3),
        "source a": (1, 1, 2),
        "source b": (0, 1, 1),
    }


def test_the_same_finding_twice_is_one_unit(scored: Make) -> None:
    twice = {"finding": "DiscBulge", "levels": ["L4-L5", "L4-L5"]}
    scores = score_groups([scored([BULGE, twice], [BULGE, BULGE])])
    assert scores["all"] == Score(matched=1, read=1, gold=1)


def test_a_region_is_a_level_of_its_own(scored: Make) -> None:
    region = {"finding": "DegenerativeChange", "levels": ["lumbar"]}
    level = {"finding": "DegenerativeChange", "levels": ["L4-L5"]}
    assert score_groups([scored([region], [region])])["all"].f1 == 1.0
    assert score_groups([scored([region], [level])])["all"].f1 == 0.0


@pytest.mark.parametrize(("gold", "read"), [([], []), ([], [BULGE]), ([BULGE], [])])
def test_nothing_to_divide_by_is_zero(
    gold: list[dict[str, object]], read: list[dict[str, object]], scored: Make
) -> None:
    pooled = score_groups([scored(gold, read)])["all"]
    assert (pooled.precision, pooled.recall, pooled.f1) == (0.0, 0.0, 0.0)


def test_no_report_at_all_scores_zero() -> None:
    evaluation = evaluate_reports([])
    assert evaluation.reports == 0
    assert evaluation.scores["all"] == Score(0, 0, 0)
    assert (evaluation.interval, evaluation.errors) == (None, ())
    assert evaluation.side.share == 0.0


def test_side_and_degree_are_compared_on_matched_units_only(scored: Make) -> None:
    left = {**BULGE, "laterality": "left", "severity": "mild"}
    right = {**BULGE, "laterality": "right", "severity": "mild"}
    evaluation = evaluate_reports([scored([left, OTHER], [right, NO_STENOSIS])])
    assert (evaluation.side.same, evaluation.side.matched) == (0, 1)
    assert (evaluation.severity.same, evaluation.severity.matched) == (1, 1)


def test_a_unit_graded_on_both_sides_must_agree_on_both(scored: Make) -> None:
    left, right = ({**BULGE, "laterality": side} for side in ("left", "right"))
    assert evaluate_reports([scored([left, right], [right, left])]).side.share == 1.0
    assert evaluate_reports([scored([left, right], [left])]).side.share == 0.0


def test_the_interval_holds_the_score_and_stays_the_same(scored: Make) -> None:
    reports = [
        scored([BULGE], [BULGE] if number % 3 else [OTHER], f"r-{number}") for number in range(30)
    ]
    interval = Interval.of_f1(reports)
    assert interval == Interval.of_f1(reports)
    assert interval is not None
    assert 0 < interval.low < score_groups(reports)["all"].f1 < interval.high < 1


def test_one_report_has_no_interval(scored: Make) -> None:
    assert Interval.of_f1([scored([BULGE], [BULGE])]) is None
