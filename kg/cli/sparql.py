"""spinekg sparql: any query, on the whole store."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rdflib import URIRef, Variable
from rdflib.query import Result

from kg.cli.options import AnswerFormat, opened
from kg.cli.tables import print_json, print_rows
from kg.errors import UnreadableInput
from kg.exports.formats import RdfFormat, write_quads
from kg.store.interface import Table
from kg.triples.terms import Term
from kg.vocabulary.namespaces import DATASET_GRAPH, PREFIXES

__all__ = ["sparql"]


def sparql(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="A file with a query; - is standard input.")
    ],
    layout: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write the rows of a SELECT query.")
    ] = AnswerFormat.TABLE,
) -> None:
    """Run a SPARQL query over all graphs at once: reports, ontology, closure.

    SELECT gives rows (json: as in the W3C recommendation), ASK true or false, CONSTRUCT and
    DESCRIBE Turtle. Queries that would change the store or leave this machine are refused.
    """
    text = _query_text(source)
    with opened(context) as workspace:
        answer = workspace.sparql(text)
    if isinstance(answer, bool):
        typer.echo(str(answer).lower())
    elif isinstance(answer, Table):
        _print_rows(answer, layout)
    else:
        quads = ((*triple, URIRef(DATASET_GRAPH)) for triple in answer)
        write_quads(quads, sys.stdout.buffer, rdf_format=RdfFormat.TURTLE)


def _query_text(source: str) -> str:
    if source != "-" and not Path(source).is_file():
        raise typer.BadParameter(f"no such file: {source!r}")
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableInput(source, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(source, f"not UTF-8 at byte {error.start}") from error


def _print_rows(table: Table, layout: AnswerFormat) -> None:
    if layout is AnswerFormat.JSON:
        print_json(json.loads(_w3c_json(table)))
        return
    shown = _short if layout is AnswerFormat.TABLE else _in_full
    rows = [dict(zip(table.columns, map(shown, row), strict=True)) for row in table.rows]
    print_rows(table.columns, rows, layout)


def _w3c_json(table: Table) -> bytes:
    result = Result("SELECT")
    result.vars = [Variable(name) for name in table.columns]
    result.bindings = [
        {
            Variable(name): cell
            for name, cell in zip(table.columns, row, strict=True)
            if cell is not None
        }
        for row in table.rows
    ]
    return result.serialize(format="json") or b"{}"


def _in_full(term: Term | None) -> str | None:
    return None if term is None else str(term)


def _short(term: Term | None) -> str | None:
    """Return an IRI with its prefix, a literal as its text."""
    if isinstance(term, URIRef):
        for prefix, namespace in PREFIXES.items():
            if term.startswith(namespace):
                return f"{prefix}:{term.removeprefix(namespace)}"
    return _in_full(term)
