"""A sentence with what the reader recognised in it marked, and the reasons of its findings."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from kg.cli.consoles import harmless
from kg.findings.finding import Finding
from kg.findings.qualities import Status
from kg.reading.explanation import ExplainedFinding, ExplainedSentence, Mark, MarkKind
from kg.reasoning.computed_grades import ComputedGrade
from kg.workspace.inference import InferredClass

__all__ = [
    "LEGEND",
    "explained_sentence",
    "graded",
    "inferred",
    "reasons",
    "scopes",
    "supported",
]

_STYLES = {
    MarkKind.FINDING: "bold red",
    MarkKind.CUE: "bold magenta",
    MarkKind.LEVEL: "cyan",
    MarkKind.DEGREE: "yellow",
    MarkKind.SIDE: "yellow",
    MarkKind.CHANGE: "yellow",
}
_BRACKETS = {
    MarkKind.FINDING: "<>",
    MarkKind.CUE: "[]",
    MarkKind.LEVEL: "{}",
    MarkKind.DEGREE: "()",
    MarkKind.SIDE: "()",
    MarkKind.CHANGE: "()",
}
#: What the brackets mean where there are no colours.
LEGEND = "<finding>  [cue]  {level}  (degree, side or change)"
_COLOURS = {Status.PRESENT: "red", Status.POSSIBLE: "yellow", Status.ABSENT: "green"}


def explained_sentence(text: str, sentence: ExplainedSentence, *, in_colour: bool) -> Text:
    """Return a sentence on lines of its own, marked by colours or else by brackets."""
    words = harmless(text)[sentence.start : sentence.end].replace("\n", " ")
    marked = Text("\n") + Text(words)
    if in_colour:
        for mark in sentence.marks:
            first, last = mark.start - sentence.start + 1, mark.end - sentence.start + 1
            marked.stylize(_STYLES[mark.kind], first, last)
        return marked
    return Text("\n" + _bracketed(words, sentence))


def _bracketed(words: str, sentence: ExplainedSentence) -> str:
    """Return the words with brackets; of marks that cross, that of a finding is kept."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    kept: list[Mark] = []
    for mark in sorted(set(sentence.marks), key=lambda mark: (mark.kind != "finding", mark.start)):
        if not any(_cross(mark, other) for other in kept):
            kept.append(mark)
    for mark in sorted(kept, key=lambda mark: (mark.start, -mark.end)):
        brackets = _BRACKETS[mark.kind]
        left, right = brackets[0], brackets[1]
        opening.setdefault(mark.start - sentence.start, []).append(left)
        closing.setdefault(mark.end - sentence.start, []).insert(0, right)
    pieces: list[str] = []
    for place in range(len(words) + 1):
        pieces.extend(closing.get(place, ()))
        pieces.extend(opening.get(place, ()))
        pieces.append(words[place : place + 1])
    return "".join(pieces)


def _cross(one: Mark, other: Mark) -> bool:
    first, second = sorted((one, other), key=lambda mark: (mark.start, -mark.end))
    return first.start < second.start < first.end < second.end


def scopes(text: str, sentence: ExplainedSentence) -> Iterator[Text]:
    """Yield for each cue on status what it acts on."""
    for scope in sentence.scopes:
        cue, reach = (
            " ".join(harmless(text[first:last]).split())
            for first, last in ((scope.cue_start, scope.cue_end), (scope.start, scope.end))
        )
        yield Text(f'"{cue}" ({scope.effect}) acts on "{reach}"', style="dim")


def reasons(sentence: ExplainedSentence) -> Iterator[tuple[int, Text]]:
    """Yield for each finding of a sentence what it is and why it was read so, with the indent.

    Findings that differ only in their level stand together.
    """
    together: dict[tuple[object, ...], list[ExplainedFinding]] = {}
    for one in sentence.findings:
        finding = one.finding
        same = (finding.type, finding.status, finding.side, finding.severity, one.decisions[0])
        together.setdefault(same, []).append(one)
    for group in together.values():
        yield from _reasons(group)


def supported(finding: Finding) -> Text:
    """Return a finding of the report with the number of sentences that support it."""
    count = len(finding.evidence)
    headline = _headline(finding, finding.level or "no level")
    return headline.append(f" ({count} sentence{'' if count == 1 else 's'})", style="dim")


def inferred(one: InferredClass) -> Iterator[tuple[int, Text]]:
    """Yield a defined class of a finding, what it means, and the findings that make it so."""
    yield 2, Text(f"{_named(one.finding)} is also a {one.name}", style="bold")
    yield 4, Text(f"definition: {one.meaning}")
    for finding in one.because:
        yield 4, Text(f"because: {_named(finding)} is stated", style="dim")


def graded(grade: ComputedGrade, findings: Iterable[Finding]) -> Iterator[tuple[int, Text]]:
    """Yield a computed grade, what is missing for it, and the findings that it rests on."""
    if grade.scale.categories:
        value = f"{grade.lowest} to {grade.highest}"
    else:
        value = " or ".join(grade.scores[0].options)
    yield 2, Text(f"{grade.scale.name} at {grade.level}: {value}", style="bold")
    for score in grade.scores:
        for rule in score.rules:
            options = f"{score.options[0]} to {score.options[-1]}"
            options = score.options[0] if len(score.options) == 1 else options
            yield 4, Text(f"{score.component.label} {options}: {rule.label} ({rule.source})")
    if grade.missing:
        missing = ", ".join(score.component.label for score in grade.missing)
        yield 4, Text(f"missing: {missing}")
    for finding in findings:
        yield 4, Text(f"because: {finding.status.value} {_named(finding)} is stated", style="dim")


def _named(finding: Finding) -> str:
    return f"{finding.type} at {finding.level or 'no level'}"


def _headline(finding: Finding, levels: str) -> Text:
    side = f" {finding.side.value}" if finding.side else ""
    degree = f" {finding.severity.value}" if finding.severity else ""
    headline = Text()
    headline.append(finding.status.value, style=_COLOURS[finding.status])
    return headline.append(f" {finding.type} at {levels}{side}{degree}", style="bold")


def _reasons(group: list[ExplainedFinding]) -> Iterator[tuple[int, Text]]:
    first = group[0]
    finding = first.finding
    levels = ", ".join(one.finding.level or "no level" for one in group)
    yield 2, _headline(finding, levels)
    for decision in first.decisions:
        words = f'"{harmless(decision.words)}": ' if decision.words else ""
        value = "" if decision.about == "finding" else f" {decision.value}"
        if decision.about == "level":
            value = ""
        line = Text(f"{decision.about}{value}: {words}{decision.because}")
        yield 4, line.append(f" ({decision.rule})", style="dim")
