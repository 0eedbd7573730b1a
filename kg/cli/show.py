"""spinekg show: all that is known of one patient, report or finding."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.consoles import output, say
from kg.cli.marked_text import marked_text
from kg.cli.options import AnswerFormat, opened
from kg.cli.tables import print_json, print_rows
from kg.cli.timeline import print_timeline
from kg.exports.charts import write_chart
from kg.exports.timelines import lesion_timeline
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.json_form import Json, reading_to_json
from kg.findings.qualities import Temporality
from kg.findings.report import Reading
from kg.reasoning.lesion_courses import LesionHistory
from kg.vocabulary.namespaces import DATA
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace import Workspace
from kg.workspace.plain_values import PlainValue

__all__ = ["Subject", "show"]


#: Columns of the CSV form.
_COLUMNS = (
    "report",
    "date",
    "number",
    "finding",
    "status",
    "level",
    "structure",
    "severity",
    "side",
    "grade",
    "size",
    "change",
    "time",
    "id",
)


class Subject(StrEnum):
    """What can be shown."""

    PATIENT = "patient"
    REPORT = "report"
    FINDING = "finding"


def show(  # noqa: PLR0913 (one parameter for each word and option)
    context: typer.Context,
    subject: Annotated[Subject, typer.Argument(help="What to show.")],
    identifier: Annotated[
        str,
        typer.Argument(metavar="ID", help="The source's identifier; for a finding REPORT#NUMBER."),
    ],
    layout: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write it.")
    ] = AnswerFormat.TABLE,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="A patient's lesions from study to study.")
    ] = False,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the timeline as .png or .svg.")
    ] = None,
) -> None:
    """Show a patient's findings over time, a report with its findings marked, or one finding.

    In a report's text, marked sentences carry the numbers of the findings that rest on them.
    """
    if (timeline or picture) and subject is not Subject.PATIENT:
        raise typer.BadParameter("--timeline and --picture are for patients")
    with opened(context) as workspace:
        if timeline or picture:
            history = workspace.lesions(identifier)
            if picture is not None:
                _draw(history, picture)
            if timeline:
                print_timeline(history, layout)
        elif subject is Subject.PATIENT:
            _print_readings(workspace, workspace.stored.patient(identifier), layout)
        elif subject is Subject.REPORT:
            reading = workspace.stored.report(identifier)
            _print_readings(workspace, [reading], layout, with_text=True)
        else:
            _print_finding(workspace, *workspace.stored.finding(identifier), layout=layout)


def _draw(history: LesionHistory, picture: Path) -> None:
    write_chart(lesion_timeline(history), picture)
    say(f"drawn: {picture}")


def _print_readings(
    workspace: Workspace,
    readings: Sequence[Reading],
    layout: AnswerFormat,
    *,
    with_text: bool = False,
) -> None:
    if layout is AnswerFormat.JSON:
        print_json([_record(workspace, one) for one in readings])
    elif layout is AnswerFormat.CSV:
        print_rows(_COLUMNS, [row for one in readings for row in _rows(workspace, one)], layout)
    else:
        for one in readings:
            _print_heading(one)
            if with_text:
                _print_text(one)
            _print_findings(one)


def _print_heading(reading: Reading) -> None:
    report = reading.report
    facts = (report.identifier, report.patient, report.study_date, report.title)
    output().print(" · ".join(str(fact) for fact in facts if fact), style="bold")


def _print_text(reading: Reading) -> None:
    console = output()
    text = marked_text(reading, in_colour=console.color_system is not None)
    console.print(text, soft_wrap=not console.is_terminal)
    for warning in reading.warnings:
        console.print(f"warning: {warning}", style="yellow")


def _record(workspace: Workspace, reading: Reading) -> dict[str, Json]:
    """Return the published JSON form, the text, and the findings' IRIs in their order."""
    return {
        **reading_to_json(reading),
        "text": reading.report.text,
        "finding_ids": [_short(workspace, reading, one) for one in reading.findings],
    }


def _rows(workspace: Workspace, reading: Reading) -> list[dict[str, PlainValue]]:
    return [
        {
            "report": reading.report.identifier,
            "date": reading.report.study_date,
            "number": number,
            **_qualities(finding),
            "id": _short(workspace, reading, finding),
        }
        for number, finding in enumerate(reading.findings, start=1)
    ]


def _qualities(finding: Finding) -> dict[str, PlainValue]:
    return {
        "finding": _label(finding.type),
        "status": finding.status.value,
        "level": finding.level,
        "structure": _label(finding.structure) if finding.structure else None,
        "severity": finding.severity.value if finding.severity else None,
        "side": finding.side.value if finding.side else None,
        "grade": finding.grade,
        "size": ", ".join(size.text for size in finding.measurements) or None,
        "change": finding.change.value if finding.change else None,
        "time": finding.temporality.value,
    }


def _print_findings(reading: Reading) -> None:
    """Print one line a finding: the qualities that few findings have share a column."""
    rows: list[dict[str, PlainValue]] = []
    for number, finding in enumerate(reading.findings, start=1):
        qualities = _qualities(finding)
        rows.append(
            {
                "no": number,
                "status": qualities["status"],
                "finding": qualities["finding"],
                "level": _place(finding.level),
                "more": _more(qualities),
            }
        )
    print_rows(("no", "status", "finding", "level", "more"), rows, AnswerFormat.TABLE)


def _more(qualities: dict[str, PlainValue]) -> str | None:
    names = ("severity", "side", "grade", "size", "change", "structure", "time")
    values = [str(qualities[name]) for name in names if qualities[name]]
    return ", ".join(value for value in values if value != Temporality.CURRENT) or None


def _print_finding(
    workspace: Workspace, reading: Reading, finding: Finding, *, layout: AnswerFormat
) -> None:
    facts: dict[str, PlainValue] = {
        "id": _short(workspace, reading, finding),
        **_qualities(finding),
        "report": reading.report.identifier,
        "patient": reading.report.patient,
        "date": reading.report.study_date,
        "read by": reading.extractor,
        "part of": _names(reading, [finding.part_of] if finding.part_of else []),
        "causes": _names(reading, finding.causes),
    }
    if layout is AnswerFormat.JSON:
        print_json({**facts, "evidence": [asdict(piece) for piece in finding.evidence]})
        return
    facts |= {
        f"evidence {number}": _written(piece) for number, piece in enumerate(finding.evidence, 1)
    }
    rows = [{"what": name, "value": value} for name, value in facts.items() if value is not None]
    print_rows(("what", "value"), rows, layout)


def _written(piece: Evidence) -> str:
    cue = f", status from {piece.cue!r}" if piece.cue else ""
    where = f"{piece.section.value}, {piece.start} to {piece.end}, rule {piece.rule}{cue}"
    return f"“{piece.quote}” ({where})"


def _names(reading: Reading, keys: Sequence[tuple[str, ...]]) -> str | None:
    named = [
        " ".join(filter(None, (_label(one.type), one.level and f"at {one.level}")))
        for one in reading.findings
        if one.key in keys
    ]
    return ", ".join(named) or None


def _label(name: str) -> str:
    vocabulary = load_vocabulary()
    term = vocabulary.findings.get(name) or vocabulary.structures.get(name)
    return term.label if term else name


def _place(name: str | None) -> str | None:
    level_set = load_vocabulary().level_sets.get(name or "")
    return level_set.label if level_set else name


def _short(workspace: Workspace, reading: Reading, finding: Finding) -> str:
    return workspace.stored.finding_node(reading, finding).removeprefix(str(DATA))
