"""spinekg export: the findings as linked data, or as a table."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.consoles import say
from kg.cli.options import opened

__all__ = ["ExportFormat", "export"]


class ExportFormat(StrEnum):
    """The RDF formats by their names, and a table with one row a finding."""

    TURTLE = "turtle"
    TRIG = "trig"
    N_QUADS = "nquads"
    RDF_XML = "rdfxml"
    JSON_LD = "jsonld"
    CSV = "csv"


def export(  # noqa: PLR0913 (one for each option)
    context: typer.Context,
    layout: Annotated[
        ExportFormat, typer.Option("--format", help="An RDF syntax, or csv: one row a finding.")
    ] = ExportFormat.TURTLE,
    destination: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to; - is standard output.")
    ] = "-",
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Write report text and quotes too.")
    ] = False,
    with_identifiers: Annotated[
        bool,
        typer.Option("--with-identifiers", help="Write the source's identifiers and full dates."),
    ] = False,
    with_ontology: Annotated[
        bool, typer.Option("--with-ontology", help="Write the ontology and its closure too (RDF).")
    ] = False,
) -> None:
    """Write all findings as linked data, with a description of the data set, or as a table.

    Report text, quotes, identifiers of the source and exact dates stay behind unless asked for;
    the result is pseudonymous, which is not the same as anonymous.
    """
    target = sys.stdout.buffer if destination == "-" else Path(destination)
    with opened(context) as workspace:
        if layout is ExportFormat.CSV:
            rows = workspace.export_table(
                target, with_text=with_text, with_identifiers=with_identifiers
            )
            said = f"{rows} findings written"
        else:
            summary = workspace.export(
                target,
                format=layout,
                with_text=with_text,
                with_identifiers=with_identifiers,
                include_ontology=with_ontology,
            )
            left = sum(summary.dropped.values())
            said = f"{summary.triples} triples written, {left} left behind"
    say(said, lead="export:", style="green")
