"""What each study of a patient says of lesions: its findings, put together by what they speak of.

A report may say the same of one lesion in several findings (another degree in the impression than
in the findings); together they are one mention of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from kg.anatomy.levels import LEVELS
from kg.findings.finding import Finding
from kg.findings.qualities import Change, Severity, Side, Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.course import PatientCourse
from kg.reasoning.course_rules import CourseRules
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["Mention", "Standing", "Study", "dated_studies", "mentions_of"]


class Standing(StrEnum):
    """What a mention says of its lesion, from the strongest on.

    A lesion named only as history, or of which only a change is denied ("no new metastasis"), is
    untold: the report does not say whether it is there.
    """

    PRESENT = "present"
    POSSIBLE = "possible"
    RESOLVED = "resolved"
    ABSENT = "absent"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Mention:
    """The findings of one study that speak of one class at one place and side."""

    report: str
    type: str
    level: str | None
    side: Side | None
    structure: str | None
    findings: tuple[Finding, ...]

    @property
    def references(self) -> tuple[FindingReference, ...]:
        """Return the findings as they are named outside their report."""
        return tuple(FindingReference(self.report, finding.key) for finding in self.findings)

    @property
    def is_at_one_level(self) -> bool:
        """Say whether it names a vertebra or an intervertebral level, and no region."""
        return self.level in LEVELS

    @property
    def standing(self) -> Standing:
        """Return what it says: present outweighs possible, and that outweighs absent."""
        standings = {_standing(finding) for finding in self.findings}
        return next(one for one in Standing if one in standings)

    @property
    def main(self) -> FindingReference:
        """Return the first finding that says what the mention says."""
        standing = self.standing
        return next(
            reference
            for finding, reference in zip(self.findings, self.references, strict=True)
            if _standing(finding) is standing
        )

    @property
    def is_also_denied(self) -> bool:
        """Say whether its findings say both that the lesion is there and that it is not."""
        standings = {_standing(finding) for finding in self.findings}
        return standings >= {Standing.PRESENT, Standing.ABSENT}

    @property
    def changes(self) -> frozenset[Change]:
        """Return the changes that the report states."""
        return frozenset(finding.change for finding in self.findings if finding.change is not None)

    @property
    def severity(self) -> Severity | None:
        """Return the highest degree that the report states of what is there."""
        degrees = [
            finding.severity
            for finding in self.findings
            if finding.severity is not None and finding.status is Status.PRESENT
        ]
        return max(degrees, key=lambda degree: degree.rank, default=None)


@dataclass(frozen=True, slots=True)
class Study:
    """One dated study: its place among those of the patient, from 1, and its mentions."""

    number: int
    day: date
    reading: Reading
    mentions: tuple[Mention, ...]

    @property
    def report(self) -> str:
        """Return the source's identifier of its report."""
        return self.reading.report.identifier

    def images(self, level: str, vocabulary: Vocabulary) -> bool | None:
        """Say whether it imaged a level; None when the report tells neither that nor its range.

        What the report says of a level was imaged, whatever its title covers.
        """
        if any(finding.level == level for finding in self.reading.findings):
            return True
        covered = self.reading.coverage
        if not covered:
            return None
        sets = (vocabulary.level_sets.get(name) for name in covered)
        return any(one is not None and level in one.levels for one in sets) or level in covered


def dated_studies(
    course: PatientCourse, rules: CourseRules, vocabulary: Vocabulary
) -> tuple[Study, ...]:
    """Return the studies that have a date, in their order, with the mentions that are followed."""
    dated = [
        (reading.report.study_date, reading)
        for reading in course.readings
        if reading.report.study_date is not None
    ]
    return tuple(
        Study(number, day, reading, mentions_of(reading, rules, vocabulary))
        for number, (day, reading) in enumerate(dated, start=1)
    )


def mentions_of(
    reading: Reading, rules: CourseRules, vocabulary: Vocabulary
) -> tuple[Mention, ...]:
    """Return what a report says of lesions; absences of any class, as they may deny lesions."""
    followed = (
        finding
        for finding in reading.findings
        if not finding.extraspinal
        and (finding.status is Status.ABSENT or rules.follows(finding.type, vocabulary))
    )
    ordered = sorted(followed, key=lambda finding: (_place(finding), finding.key))
    return tuple(
        _mention(reading.report.identifier, group) for _, group in groupby(ordered, key=_place)
    )


def _place(finding: Finding) -> tuple[str, str, str]:
    return (finding.type, finding.level or "", finding.side.value if finding.side else "")


def _mention(report: str, findings: Iterable[Finding]) -> Mention:
    together = tuple(findings)
    first, structures = together[0], tuple(dict.fromkeys(_structures(together)))
    return Mention(
        report=report,
        type=first.type,
        level=first.level,
        side=first.side,
        structure=structures[0] if len(structures) == 1 else None,
        findings=together,
    )


def _structures(findings: Iterable[Finding]) -> Iterator[str]:
    return (finding.structure for finding in findings if finding.structure is not None)


def _standing(finding: Finding) -> Standing:
    if finding.status is Status.ABSENT:
        return Standing.UNTOLD if _denies_change_only(finding) else Standing.ABSENT
    if finding.change is Change.RESOLVED:
        return Standing.RESOLVED
    if finding.temporality is Temporality.HISTORICAL:
        return Standing.UNTOLD
    return Standing.PRESENT if finding.status is Status.PRESENT else Standing.POSSIBLE


def _denies_change_only(finding: Finding) -> bool:
    """Say whether "no new metastasis" or "no enlargement" is all that is denied."""
    if finding.change not in {None, Change.RESOLVED}:
        return True
    cues = [(piece.cue or "").casefold().split() for piece in finding.evidence]
    return all("new" in words for words in cues)
