"""spinekg query: a question of the catalogue."""

from collections.abc import Sequence
from typing import Annotated

import typer

from kg.asking.catalogue import CatalogueQuery, load_catalogue
from kg.cli.options import AnswerFormat, opened
from kg.cli.tables import print_rows
from kg.errors import InvalidParameter
from kg.workspace.plain_values import PlainValue, plain_rows

__all__ = ["query", "read_parameters"]


def query(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="The name of the query; see --list.",
            autocompletion=lambda: list(load_catalogue().names),
        ),
    ] = None,
    layout: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write the answer.")
    ] = AnswerFormat.TABLE,
    list_them: Annotated[
        bool, typer.Option("--list", help="List the queries, or the parameters of NAME.")
    ] = False,
    show_sparql: Annotated[
        bool, typer.Option("--show-sparql", help="Print the query's SPARQL; run nothing.")
    ] = False,
) -> None:
    """Run a query of the catalogue; its parameters are options: --PARAM VALUE.

    A parameter that is given several times takes any of its values.
    """
    catalogue = load_catalogue()
    if name is None and not list_them:
        raise typer.BadParameter("name a query, or list them with --list")
    if name is None:
        _print_queries([catalogue.query(one) for one in catalogue.names], layout)
    elif list_them:
        _print_parameters(catalogue.query(name), layout)
    elif show_sparql:
        typer.echo(catalogue.query(name).text.strip())
    else:
        catalogue.query(name)  # an unknown name is wrong even where there is no store
        with opened(context) as workspace:
            table = workspace.query(name, **read_parameters(context.args))
        print_rows(table.columns, plain_rows(table), layout)


def read_parameters(words: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of `--name value` and `--name=value`, by name, in their order.

    Raises InvalidParameter for a word that belongs to none.

    >>> read_parameters(["--level-set", "LumbarSpine", "--status=absent"])
    {'level_set': ['LumbarSpine'], 'status': ['absent']}
    """
    values: dict[str, list[str]] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, has_value, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise InvalidParameter(f"{word!r} is no parameter; write --PARAM VALUE")
        if not has_value:
            if not rest:
                raise InvalidParameter(f"--{name} has no value; write --{name} VALUE")
            value = rest.pop(0)
        values.setdefault(name.replace("-", "_"), []).append(value)
    return values


def _print_queries(queries: Sequence[CatalogueQuery], layout: AnswerFormat) -> None:
    if layout is AnswerFormat.TABLE:
        for one in queries:
            typer.echo(f"{one.name}\n    {one.question}\n    {_parameters(one)}".rstrip())
        return
    rows: list[dict[str, PlainValue]] = [
        {"name": one.name, "question": one.question, "parameters": _parameters(one)}
        for one in queries
    ]
    print_rows(("name", "question", "parameters"), rows, layout)


def _parameters(query: CatalogueQuery) -> str:
    """Return the parameters as options, those in brackets that may be left out."""
    return " ".join(
        f"--{one.name} VALUE" if one.is_required else f"[--{one.name} VALUE]"
        for one in query.parameters
    )


def _print_parameters(query: CatalogueQuery, layout: AnswerFormat) -> None:
    if layout is AnswerFormat.TABLE:
        typer.echo(query.summary)
        for one in query.parameters:
            written = f", {'such as' if one.is_required else 'default'} {one.written}"
            kind = f"{one.kind.value}{written if one.written else ''}"
            typer.echo(f"  --{one.name} VALUE ({kind})\n      {one.description}")
        return
    rows: list[dict[str, PlainValue]] = [
        {
            "parameter": one.name,
            "kind": one.kind.value,
            "required": one.is_required,
            "written": one.written,
            "description": one.description,
        }
        for one in query.parameters
    ]
    print_rows(("parameter", "kind", "required", "written", "description"), rows, layout)
