"""spinekg extract: what reports say, without a store."""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.add import Jobs
from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
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


def extract(
    context: typer.Context,
    paths: Paths,
    layout: Annotated[
        ReadingFormat,
        typer.Option("--format", help="brief and json: one line a report; turtle: linked data."),
    ] = ReadingFormat.JSON,
    jobs: Jobs = None,
) -> None:
    """Print the findings of reports without storing anything.

    As turtle, nodes have the same IRIs from run to run when the store exists or SPINEKG_KEY is
    set, because both hold the key from which IRIs are made.
    """
    refuse_if_all_missing(paths)
    refused: list[UnreadableInput] = []
    with counting("reading reports", expected_reports(paths)) as show:
        readings = _counted(extract_readings(*paths, on_refused=refused.append, jobs=jobs), show)
        if layout is ReadingFormat.TURTLE:
            key = passing_key(settings_of(context).store)
            write_turtle(readings, sys.stdout.buffer, key=key)
        else:
            for reading in readings:
                typer.echo(json.dumps(_record(reading, layout), ensure_ascii=False))
    for item in refused:
        say(str(item), lead="refused:")
    if refused:
        raise typer.Exit(REFUSED)


def _record(reading: Reading, layout: ReadingFormat) -> object:
    if layout is ReadingFormat.BRIEF:
        return brief_record(reading, load_vocabulary())
    return reading_to_json(reading)


def _counted(readings: Iterable[Reading], show: OnProgress) -> Iterator[Reading]:
    for count, reading in enumerate(readings, start=1):
        yield reading
        show(count, None)
