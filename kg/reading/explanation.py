"""Why a report was read as it was: its marks, what each cue acts on, and the rule of each decision.

An explanation is made from the trace of the very run that made the findings; it decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.findings.finding import Finding
from kg.findings.qualities import Section
from kg.findings.report import Reading, Report
from kg.reading.cues import CueKind
from kg.reading.layout import lay_out
from kg.reading.marks import Marks
from kg.reading.reader import ReadSentence, RuleReader
from kg.reading.rules import RULES
from kg.reading.sections import find_sections
from kg.reading.statements import Statement

__all__ = [
    "CueScope",
    "Decision",
    "ExplainedFinding",
    "ExplainedSentence",
    "Explanation",
    "Mark",
    "MarkKind",
    "SkippedSection",
    "explain",
]


class MarkKind(StrEnum):
    """What a marked stretch of a sentence is to the reader."""

    FINDING = "finding"
    CUE = "cue"
    LEVEL = "level"
    DEGREE = "degree"
    SIDE = "side"
    CHANGE = "change"


#: Cues that quality and change are read from; all others are marked as cues.
_QUALITIES = {
    CueKind.DEGREE: MarkKind.DEGREE,
    CueKind.SIDE: MarkKind.SIDE,
    CueKind.CHANGE: MarkKind.CHANGE,
}
#: Cues that only part clauses are not marked: every "with" would be.
_UNMARKED = {CueKind.CLAUSE_BREAK, CueKind.DEPENDENT_BREAK}


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of the report's text that the reader recognised; offsets in the whole text."""

    kind: MarkKind
    start: int
    end: int
    respelled: bool = False


@dataclass(frozen=True, slots=True)
class CueScope:
    """What a cue acts on: both stretches by their offsets, and what it does ("absent before")."""

    effect: str
    cue_start: int
    cue_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on a finding: about what, what was decided, the words, the rule and its text."""

    about: str
    value: str
    words: str | None
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """A finding as its sentence states it, with the decisions that made it so."""

    finding: Finding
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """One sentence: where it stands, its marks in order, its scopes, what was read from it."""

    section: Section
    start: int
    end: int
    marks: tuple[Mark, ...]
    scopes: tuple[CueScope, ...]
    findings: tuple[ExplainedFinding, ...]


@dataclass(frozen=True, slots=True)
class SkippedSection:
    """A section that was not read, by its offsets in the whole text, and why."""

    section: Section
    start: int
    end: int
    because: str = "such a section states no findings"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a report says, each finding once, and why its sentences were read so.

    Sections that state no findings (history, technique) are in `skipped`.
    """

    reading: Reading
    sentences: tuple[ExplainedSentence, ...]
    skipped: tuple[SkippedSection, ...] = ()


def explain(report: Report, reader: RuleReader) -> Explanation:
    """Return why `reader` reads the report as it does."""
    sentences = tuple(_sentence(read) for read in reader.trace(report))
    return Explanation(reader.read(report), sentences, tuple(_skipped(report)))


def _skipped(report: Report) -> Iterator[SkippedSection]:
    layout = lay_out(report.text)
    for span in find_sections(layout.text):
        if not span.section.states_findings and layout.text[span.start : span.end].strip():
            yield SkippedSection(span.section, *layout.original(span.start, span.end))


def _sentence(read: ReadSentence) -> ExplainedSentence:
    marks = read.marks
    return ExplainedSentence(
        section=read.occurrence.section,
        start=read.occurrence.start,
        end=read.occurrence.end,
        marks=tuple(
            sorted(_marks(marks, read.statements), key=lambda mark: (mark.start, -mark.end))
        ),
        scopes=tuple(
            CueScope(
                scope.kind.value,
                *marks.quote(scope.cue_first, scope.cue_last),
                *marks.quote(scope.first, scope.last),
            )
            for scope in read.scopes
        ),
        findings=tuple(
            ExplainedFinding(finding := stated.settled(), tuple(_decisions(finding)))
            for statement in read.statements
            for stated in statement.findings
        ),
    )


def _marks(marks: Marks, statements: list[Statement]) -> Iterator[Mark]:
    for statement in statements:
        first, last = statement.mention.first, statement.mention.last
        respelled = not marks.respelled.isdisjoint(range(first, last + 1))
        yield Mark(MarkKind.FINDING, *marks.quote(first, last), respelled)
    for cue in marks.cues:
        for kind in dict.fromkeys(
            _QUALITIES.get(kind, MarkKind.CUE)  # type: ignore[call-overload]
            for kind in cue.kinds
            if kind not in _UNMARKED
        ):
            yield Mark(kind, *marks.quote(cue.first, cue.last))
    for group in marks.levels:
        yield Mark(MarkKind.LEVEL, *marks.quote(group.first, group.last))


def _decisions(finding: Finding) -> Iterator[Decision]:
    """Yield what was decided on a finding, from the evidence that its sentence gives."""
    piece = finding.evidence[0]
    side = finding.side.value if finding.side else ""
    degree = finding.severity.value if finding.severity else ""
    for about, value, words, rule in (
        ("finding", finding.type, None, piece.rule),
        ("status", finding.status.value, piece.cue, piece.status_rule),
        ("level", finding.level or "none", piece.place, piece.level_rule),
        ("side", side, piece.side, piece.side_rule),
        ("severity", degree, piece.degree, piece.severity_rule),
    ):
        if rule is not None:
            yield Decision(about, value, words, rule, RULES.get(rule, ""))
