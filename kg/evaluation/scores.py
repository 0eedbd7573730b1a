"""Precision, recall and F1 of findings that were read against gold findings."""

import random
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from kg.evaluation.annotations import Unit, Units

__all__ = ["ALL", "ANY_LEVEL", "Agreement", "Interval", "Score", "ScoredReport", "score_groups"]

#: The groups that every evaluation has.
ALL, ANY_LEVEL = "all", "level ignored"
_DIGITS = 3
_RESAMPLES, _SEED = 1000, 0


@dataclass(frozen=True, slots=True)
class ScoredReport:
    """What one report states, and what was read in it."""

    identifier: str
    gold: Units
    read: Units


@dataclass(frozen=True, slots=True)
class Score:
    """How many units are gold, how many were read, and how many of these match."""

    matched: int
    read: int
    gold: int

    @property
    def precision(self) -> float:
        """Return which part of what was read is gold; 0 when nothing was read."""
        return round(self.matched / self.read, _DIGITS) if self.read else 0.0

    @property
    def recall(self) -> float:
        """Return which part of the gold was read; 0 when there is none."""
        return round(self.matched / self.gold, _DIGITS) if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.read + self.gold
        return round(2 * self.matched / both, _DIGITS) if both else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """On how many matched units a quality is the same."""

    same: int
    matched: int

    @classmethod
    def on(cls, reports: Sequence[ScoredReport], quality: str) -> "Agreement":
        """Return the agreement on "side" or "severity" over the matched units of reports."""
        same = [
            {getattr(one, quality) for one in report.gold[unit]}
            == {getattr(one, quality) for one in report.read[unit]}
            for report in reports
            for unit in report.gold.keys() & report.read.keys()
        ]
        return cls(sum(same), len(same))

    @property
    def share(self) -> float:
        """Return the part of the matched units that agree; 0 when there are none."""
        return round(self.same / self.matched, _DIGITS) if self.matched else 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values 95 of 100 resamples lie."""

    low: float
    high: float

    @classmethod
    def of_f1(cls, reports: Sequence[ScoredReport]) -> "Interval | None":
        """Return the bootstrap interval of pooled F1 over reports; None for fewer than two.

        Drawn with a fixed seed, so that the same reports give the same interval.
        """
        if len(reports) < 2:
            return None
        counts = [_count(report.gold.keys(), report.read.keys()) for report in reports]
        draw = random.Random(_SEED)  # noqa: S311 (a resample, no secret)
        drawn = (draw.choices(counts, k=len(counts)) for _ in range(_RESAMPLES))
        scores = sorted(_summed(sample).f1 for sample in drawn)
        return cls(scores[round(0.025 * _RESAMPLES)], scores[round(0.975 * _RESAMPLES) - 1])


def score_groups(reports: Sequence[ScoredReport]) -> Mapping[str, Score]:
    """Return the score of each group of units, by its name, sorted.

    Groups are "all", "level ignored" (was the finding seen at all, with the right certainty?),
    "source mpx" (the identifiers' prefix), "certainty absent" and "finding DiscBulge".
    """
    groups: dict[str, list[tuple[Set[Unit], Set[Unit]]]] = {ALL: [], ANY_LEVEL: []}
    for report in reports:
        gold, read = report.gold.keys(), report.read.keys()
        groups[ALL].append((gold, read))
        groups[ANY_LEVEL].append((_without_level(gold), _without_level(read)))
        source = f"source {_source(report.identifier)}"
        if gold | read:
            groups.setdefault(source, []).append((gold, read))
        for name in {group for unit in gold | read for group in _kinds(unit)}:
            groups.setdefault(name, []).append((_of_kind(gold, name), _of_kind(read, name)))
    return {
        name: _summed(_count(gold, read) for gold, read in pairs)
        for name, pairs in sorted(groups.items())
    }


def _source(identifier: str) -> str:
    return identifier.partition("-")[0]


def _kinds(unit: Unit) -> tuple[str, str]:
    return f"certainty {unit.status}", f"finding {unit.finding}"


def _of_kind(units: Set[Unit], name: str) -> Set[Unit]:
    return {unit for unit in units if name in _kinds(unit)}


def _without_level(units: Set[Unit]) -> Set[Unit]:
    return {unit._replace(level="") for unit in units}


def _count(gold: Set[Unit], read: Set[Unit]) -> Score:
    return Score(matched=len(gold & read), read=len(read), gold=len(gold))


def _summed(scores: Iterable[Score]) -> Score:
    listed = list(scores)
    return Score(
        matched=sum(score.matched for score in listed),
        read=sum(score.read for score in listed),
        gold=sum(score.gold for score in listed),
    )
