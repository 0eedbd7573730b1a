"""What one study says at one level of the spine, and which grade rules hold there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.findings.finding import Finding
from kg.findings.qualities import Side, Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.grade_scales import GradeRule
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["LevelStatements", "levels_with"]

_Stated = tuple[Finding, FindingReference]


@dataclass(frozen=True, slots=True)
class LevelStatements:
    """The current findings of a study at a level, and those that deny something of all levels.

    A denial without a level, or of a region around it, counts where nothing of its kind is present
    at the level.
    """

    level: str
    here: tuple[_Stated, ...]
    denied_around: tuple[_Stated, ...]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, reading: Reading, level: str, vocabulary: Vocabulary) -> "LevelStatements":
        """Return what a study says at a level."""
        current = [
            (finding, FindingReference(reading.report.identifier, finding.key))
            for finding in reading.findings
            if finding.temporality is Temporality.CURRENT and not finding.extraspinal
        ]
        return cls(
            level,
            tuple(one for one in current if one[0].level == level),
            tuple(
                one
                for one in current
                if one[0].status is Status.ABSENT and _is_around(one[0], level, vocabulary)
            ),
            vocabulary,
        )

    def supports(self, rule: GradeRule) -> tuple[FindingReference, ...] | None:
        """Return the findings by which a rule holds, None where it does not hold.

        A rule of levels alone holds by its level and needs no finding.
        """
        if rule.levels:
            return () if self.level in rule.levels else None
        found = [one for one in self._statements(rule) if self._fits(rule, one[0])]
        if not found or not _is_on_side(rule.side, [finding for finding, _ in found]):
            return None
        return tuple(sorted({reference for _, reference in found}))

    def _statements(self, rule: GradeRule) -> Iterator[_Stated]:
        yield from self.here
        if rule.status is Status.ABSENT and not any(
            finding.status is Status.PRESENT and self._is_one_of(finding.type, rule)
            for finding, _ in self.here
        ):
            yield from self.denied_around

    def _fits(self, rule: GradeRule, finding: Finding) -> bool:
        if finding.status is not rule.status:
            return False
        if rule.status is Status.ABSENT:
            # Who denies all of a kind denies each; "no severe …" leaves the milder.
            return finding.severity is None and any(
                self.vocabulary.is_a(one, finding.type) for one in rule.classes
            )
        return (
            self._is_one_of(finding.type, rule)
            and (not rule.structures or finding.structure in rule.structures)
            and (rule.change is None or finding.change is rule.change)
            and _has_loss(rule, finding)
        )

    def _is_one_of(self, kind: str, rule: GradeRule) -> bool:
        return any(self.vocabulary.is_a(kind, one) for one in rule.classes)


def levels_with(
    reading: Reading, classes: Iterable[str], vocabulary: Vocabulary
) -> dict[str, tuple[FindingReference, ...]]:
    """Return the levels at which a finding of a class is present now, with those findings."""
    kinds = tuple(classes)
    found: dict[str, list[FindingReference]] = {}
    for finding in reading.findings:
        if (
            finding.level is not None
            and finding.level not in vocabulary.level_sets
            and finding.status is Status.PRESENT
            and finding.temporality is Temporality.CURRENT
            and any(vocabulary.is_a(finding.type, one) for one in kinds)
        ):
            reference = FindingReference(reading.report.identifier, finding.key)
            found.setdefault(finding.level, []).append(reference)
    return {level: tuple(sorted(set(references))) for level, references in found.items()}


def _is_around(finding: Finding, level: str, vocabulary: Vocabulary) -> bool:
    if finding.level is None:
        return True
    level_set = vocabulary.level_sets.get(finding.level)
    return level_set is not None and level in level_set.levels


def _is_on_side(side: Side | None, findings: Iterable[Finding]) -> bool:
    """Say whether findings are on a side, together: a left one and a right one are on both."""
    sides = {finding.side for finding in findings}
    if side is None or side in sides:
        return True
    return side is Side.BILATERAL and {Side.LEFT, Side.RIGHT} <= sides


def _has_loss(rule: GradeRule, finding: Finding) -> bool:
    """Say whether a loss is as a rule wants it; a percentage goes before a word of degree."""
    percents = [one.value for one in finding.measurements if one.unit == "%"]
    if rule.needs_percent:
        return bool(percents) and all(_is_within(rule, one) for one in percents)
    return not rule.severities or (not percents and finding.severity in rule.severities)


def _is_within(rule: GradeRule, percent: Decimal) -> bool:
    return (
        (rule.more_than is None or percent > rule.more_than)
        and (rule.less_than is None or percent < rule.less_than)
        and (rule.exactly is None or percent == rule.exactly)
    )
