"""spinekg extract: what reports say, without a store."""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from kg.adapters.handed_in_records import FindingsFormat
from kg.cli.add import Jobs
from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
from kg.cli.findings_option import (
    FindingsFile,
    FindingsLayout,
    findings_of,
    tell_what_was_refused,
)
from kg.cli.options import Paths, expected_reports, refuse_if_all_missing, settings_of
from kg.errors import UnreadableInput
from kg.exports.brief import brief_record
from kg.findings.json_form import reading_to_json
from kg.findings.report import Reading
from kg.store.ingest import OnProgress
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.extraction import extract as extract_readings
from kg.workspace.extraction import passing_key, write_turtle

__all__ = ["ReadingFormat", "extract"]


class ReadingFormat(StrEnum):
    """How readings are written."""

    BRIEF = "brief"
    JSON = "json"
    TURTLE = "turtle"


def extract(  # noqa: PLR0913 (one parameter for each option)
    context: typer.Context,
    paths: Paths,
    layout: Annotated[
        ReadingFormat,
        typer.Option("--format", help="brief and json: one line a report; turtle: linked data."),
    ] = ReadingFormat.JSON,
    jobs: Jobs = None,
    findings: FindingsFile = None,
    findings_layout: FindingsLayout = FindingsFormat.SPINEKG,
) -> None:
    """Print the findings of reports without storing anything.

    As turtle, nodes have the same IRIs from run to run when the store exists or SPINEKG_KEY is
    set, because both hold the key from which IRIs are made.
    """
    refuse_if_all_missing(paths)
    given = findings_of(findings, findings_layout)
    refused: list[UnreadableInput] = []
    with counting("reading reports", expected_reports(paths)) as show:
        reader = given.reader if given else None
        found = extract_readings(*paths, on_refused=refused.append, jobs=jobs, reader=reader)
        readings = _counted(found, show)
        if layout is ReadingFormat.TURTLE:
            key = passing_key(settings_of(context).store)
            write_turtle(readings, sys.stdout.buffer, key=key)
        else:
            for reading in readings:
                typer.echo(json.dumps(_record(reading, layout), ensure_ascii=False))
    for item in refused:
        say(str(item), lead="refused:")
    if tell_what_was_refused(given) or refused:
        raise typer.Exit(REFUSED)


def _record(reading: Reading, layout: ReadingFormat) -> object:
    if layout is ReadingFormat.BRIEF:
        return brief_record(reading, load_vocabulary())
    return reading_to_json(reading)


def _counted(readings: Iterable[Reading], show: OnProgress) -> Iterator[Reading]:
    for count, reading in enumerate(readings, start=1):
        yield reading
        show(count, None)
