"""One evaluation: scores, agreement on side and degree, and every error with its confusion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.evaluation.confusions import UnitError, unit_errors
from kg.evaluation.scores import Agreement, Interval, Score, ScoredReport, score_groups

__all__ = ["Evaluation", "evaluate_reports"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found out; `interval` is that of pooled F1 over reports."""

    reports: int
    scores: Mapping[str, Score]
    side: Agreement
    severity: Agreement
    interval: Interval | None
    errors: tuple[UnitError, ...]


def evaluate_reports(reports: Iterable[ScoredReport]) -> Evaluation:
    """Return how well reports were read.

    The unit that must match is (report, finding, level, certainty), with no level where none is
    named; side and degree are compared on the units that match.
    """
    scored = tuple(reports)
    return Evaluation(
        reports=len(scored),
        scores=score_groups(scored),
        side=Agreement.on(scored, "side"),
        severity=Agreement.on(scored, "severity"),
        interval=Interval.of_f1(scored),
        errors=unit_errors(scored),
    )
