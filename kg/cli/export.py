"""spinekg export: the findings as linked data."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.consoles import say
from kg.cli.options import opened
from kg.exports.formats import RdfFormat

__all__ = ["export"]


def export(  # noqa: PLR0913 (one for each option)
    context: typer.Context,
    layout: Annotated[
        RdfFormat, typer.Option("--format", help="Which RDF syntax to write.")
    ] = RdfFormat.TURTLE,
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
        bool, typer.Option("--with-ontology", help="Write the ontology and its closure too.")
    ] = False,
) -> None:
    """Write all findings as linked data, with a description of the data set.

    Report text, quotes, identifiers of the source and exact dates stay behind unless asked for;
    the result is pseudonymous, which is not the same as anonymous.
    """
    target = sys.stdout.buffer if destination == "-" else Path(destination)
    with opened(context) as workspace:
        summary = workspace.export(
            target,
            format=layout,
            with_text=with_text,
            with_identifiers=with_identifiers,
            include_ontology=with_ontology,
        )
    left = sum(summary.dropped.values())
    say(f"{summary.triples} triples written, {left} left behind", lead="export:", style="green")
