"""RDF terms as the plain values of other programs, and answers as data frames."""

import importlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rdflib import Literal

from kg.errors import InvalidValue, MissingExtra
from kg.store.interface import Table
from kg.triples.terms import Term
from kg.vocabulary.namespaces import SPINE

__all__ = ["FRAME_LIBRARIES", "PlainValue", "data_frame", "plain_rows", "plain_value"]

PlainValue = str | int | float | bool | Decimal | date | None

FRAME_LIBRARIES = ("pandas", "polars")


def plain_value(term: Term | None) -> PlainValue:
    """Return a term of the ontology as its name, another IRI in full, a literal as its value.

    >>> plain_value(SPINE["L4-L5"])
    'L4-L5'
    """
    if isinstance(term, Literal):
        value = term.value
        return value if isinstance(value, str | int | float | Decimal | date) else str(term)
    return None if term is None else str(term).removeprefix(str(SPINE))


def plain_rows(table: Table) -> list[dict[str, PlainValue]]:
    """Return the rows of a table, each by column."""
    return [dict(zip(table.columns, map(plain_value, row), strict=True)) for row in table.rows]


def data_frame(table: Table, library: str = "pandas") -> Any:  # noqa: ANN401 (either library's)
    """Return a table as a data frame of pandas or polars, with plain values.

    Raises InvalidValue for another library, MissingExtra when it is not installed.
    """
    if library not in FRAME_LIBRARIES:
        raise InvalidValue(
            f"no data frames of {library!r}; expected {' or '.join(FRAME_LIBRARIES)}"
        )
    try:
        module = importlib.import_module(library)
    except ImportError as error:
        raise MissingExtra("frames") from error
    rows = plain_rows(table)
    columns: Mapping[str, list[PlainValue]] = {
        name: [row[name] for row in rows] for name in table.columns
    }
    return module.DataFrame(columns)
