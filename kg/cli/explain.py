"""spinekg explain: the report with its findings, cues and scopes marked, and why it was read so."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from kg.cli.consoles import harmless, output, say
from kg.cli.explained_text import (
    LEGEND,
    explained_sentence,
    graded,
    inferred,
    reasons,
    scopes,
    supported,
)
from kg.cli.failures import REFUSED
from kg.cli.options import Paths, refuse_if_all_missing
from kg.errors import UnreadableInput
from kg.findings.json_form import reading_to_json
from kg.findings.report import Reading, Report
from kg.reading.explanation import ExplainedSentence, Explanation
from kg.reading.explanation import explain as explain_report
from kg.workspace.extraction import reports_of, rule_reader
from kg.workspace.inference import inferred_classes, inferred_grades

__all__ = ["ExplanationFormat", "explain"]


class ExplanationFormat(StrEnum):
    """How an explanation is written."""

    TEXT = "text"
    JSON = "json"


def explain(
    paths: Paths,
    identifier: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Only the report with this identifier."),
    ] = None,
    layout: Annotated[
        ExplanationFormat,
        typer.Option("--format", help="text, or json: one line a report, with all offsets."),
    ] = ExplanationFormat.TEXT,
) -> None:
    """Print reports sentence by sentence: what was read from each, and by which rule and words.

    Below it stands what follows by definitions of the ontology and published scales. Nothing is
    stored. The report's own text is printed: mind who sees it. As json, each report
    has what extract gives, its text, its sentences (marks, scopes, decisions on each finding)
    and the skipped sections.
    """
    refuse_if_all_missing(paths)
    refused: list[UnreadableInput] = []
    reader = rule_reader()
    found = False
    for report in _wanted(reports_of(paths), identifier, refused):
        found = True
        explanation = explain_report(report, reader)
        if layout is ExplanationFormat.JSON:
            typer.echo(json.dumps(_record(explanation), ensure_ascii=False))
        else:
            _print(explanation)
    for item in refused:
        say(str(item), lead="refused:")
    if identifier is not None and not found:
        raise typer.BadParameter(f"no report has the identifier {identifier!r}")
    if refused:
        raise typer.Exit(REFUSED)


def _wanted(
    items: Iterable[Report | UnreadableInput],
    identifier: str | None,
    refused: list[UnreadableInput],
) -> Iterator[Report]:
    for item in items:
        if isinstance(item, UnreadableInput):
            refused.append(item)
        elif identifier is None or item.identifier == identifier:
            yield item


def _print(explanation: Explanation) -> None:
    console = output()
    report = explanation.reading.report
    in_colour = console.color_system is not None
    console.print(Text(f"report {harmless(report.identifier)}", style="bold"))
    if not in_colour:
        console.print(Text(LEGEND, style="dim"))
    section = None
    for sentence in explanation.sentences:
        if sentence.section is not section:
            section = sentence.section
            console.print(Text(f"\n{section.value}", style="bold underline"))
        _print_indented(console, 0, explained_sentence(report.text, sentence, in_colour=in_colour))
        _print_reasons(report.text, sentence)
    for section, because in dict.fromkeys(
        (one.section, one.because) for one in explanation.skipped
    ):
        console.print(Text(f"\n{section.value}: not read, {because}", style="dim"))
    states = len(explanation.reading.findings)
    console.print(Text(f"\n{states} finding{'' if states == 1 else 's'} in all"))
    for finding in explanation.reading.findings:
        _print_indented(console, 2, supported(finding))
    _print_inferred(explanation.reading)
    console.print()
    for warning in explanation.reading.warnings:
        console.print(Text(f"warning: {harmless(warning)}", style="yellow"))


def _print_inferred(reading: Reading) -> None:
    """Print what nobody states and follows: defined classes and grades, with the reasons."""
    console = output()
    lines = [line for one in inferred_classes(reading) for line in inferred(one)]
    lines += [line for one, findings in inferred_grades(reading) for line in graded(one, findings)]
    if lines:
        console.print(Text("\nwhat follows (computed, not medical advice)"))
        for indent, line in lines:
            _print_indented(console, indent, line)


def _print_reasons(text: str, sentence: ExplainedSentence) -> None:
    console = output()
    for line in scopes(text, sentence):
        _print_indented(console, 2, line)
    for indent, line in reasons(sentence):
        _print_indented(console, indent, line)


def _print_indented(console: Console, indent: int, text: Text) -> None:
    """Print a text, wrapped and indented, with no spaces at the ends of its lines."""
    for line in text.wrap(console, max(console.width - indent, 20)):
        line.rstrip()
        console.print(Text(" " * indent) + line)


def _record(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON values; offsets count in the text of the report."""
    return {
        **reading_to_json(explanation.reading),
        "text": explanation.reading.report.text,
        "sentences": [_sentence(sentence) for sentence in explanation.sentences],
        "skipped": [asdict(section) for section in explanation.skipped],
        "inferred": list(_inferred(explanation.reading)),
    }


def _inferred(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield what follows; findings by their positions in the list of them."""
    places = {finding.key: place for place, finding in enumerate(reading.findings)}
    for one in inferred_classes(reading):
        because = [places[finding.key] for finding in one.because]
        yield {"class": one.name, "finding": because[0], "because": because}
    for grade, findings in inferred_grades(reading):
        yield {
            "grade": grade.scale.name,
            "level": grade.level,
            "parts": {score.component.label: list(score.options) for score in grade.scores},
            "missing": [score.component.label for score in grade.missing],
            "because": [places[finding.key] for finding in findings],
        }


def _sentence(sentence: ExplainedSentence) -> dict[str, Any]:
    return {
        "section": sentence.section.value,
        "start": sentence.start,
        "end": sentence.end,
        "marks": [asdict(mark) for mark in sentence.marks],
        "scopes": [asdict(scope) for scope in sentence.scopes],
        "findings": [[asdict(decision) for decision in one.decisions] for one in sentence.findings],
    }
