"""Which sentences of a patient's reports name a level that no spine has.

The reader keeps such a level as a warning and its findings without a level; here both are put
together with the sentence, so that nothing is dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.findings.finding import Finding
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.findings.unplaced import UnplacedLevel, unplaced_levels
from kg.reasoning.course import PatientCourse

__all__ = ["ImpossibleLevel", "impossible_levels"]

#: What ends a sentence: a line, or a full stop before a space.
_END = re.compile(r"[.;!?](?=\s)|\n")
#: Characters on each side of a level that are shown of a sentence without an end.
_REACH = 300


@dataclass(frozen=True, slots=True)
class ImpossibleLevel:
    """A level that no spine has, and `text[start:end]` of its report, the sentence that names it.

    `findings` are those that rest on that sentence and were left without a level.
    """

    report: str
    level: str
    start: int
    end: int
    findings: tuple[FindingReference, ...]


def impossible_levels(course: PatientCourse) -> tuple[ImpossibleLevel, ...]:
    """Return the sentences that name a level that no spine has, study by study."""
    return tuple(one for reading in course.readings for one in _of_report(reading))


def _of_report(reading: Reading) -> Iterator[ImpossibleLevel]:
    report, text = reading.report.identifier, reading.report.text
    for unplaced in unplaced_levels(reading):
        read = [
            (piece.start, piece.end)
            for finding in reading.findings
            for piece in finding.evidence
            if piece.start <= unplaced.start < piece.end
        ]
        start, end = min(read) if read else _sentence(text, unplaced)
        findings = tuple(
            FindingReference(report, finding.key)
            for finding in reading.findings
            if finding.level is None and _rests_on(finding, start, end)
        )
        yield ImpossibleLevel(report, _shown(unplaced.written), start, end, findings)


def _sentence(text: str, unplaced: UnplacedLevel) -> tuple[int, int]:
    """Return where the sentence around a level stands that states no finding, without blanks."""
    place, after = unplaced.start, unplaced.start + len(unplaced.written)
    first = max(0, place - _REACH)
    for ending in _END.finditer(text, first, place):
        first = ending.end()
    ending_after = _END.search(text, after, after + _REACH)
    last = ending_after.start() if ending_after else min(len(text), after + _REACH)
    shown = text[first:last]
    return first + len(shown) - len(shown.lstrip()), last - len(shown) + len(shown.rstrip())


def _rests_on(finding: Finding, start: int, end: int) -> bool:
    return any(piece.start < end and start < piece.end for piece in finding.evidence)


def _shown(written: str) -> str:
    """Return the name of a level in capitals, nothing of other words of the report."""
    name = "".join(written.split()).upper()
    return name if re.fullmatch(r"[A-Z]{1,2}-?\d{1,2}\W?[A-Z]{0,2}-?\d{0,2}", name) else "a level"
