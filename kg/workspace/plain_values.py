"""RDF terms as the plain values of other programs, and answers as data frames."""

import importlib
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from rdflib import Literal

from kg.asking.answers import Answer, AnswerRow
from kg.errors import InvalidValue, MissingExtra
from kg.store.interface import Table
from kg.triples.terms import Term
from kg.vocabulary.namespaces import SPINE

__all__ = ["FRAME_LIBRARIES", "PlainValue", "columns_of", "data_frame", "plain_rows", "plain_value"]

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


def plain_rows(answer: Answer | Table) -> list[dict[str, PlainValue]]:
    """Return the rows of an answer, each by column; sentences are joined by " | "."""
    if isinstance(answer, Table):
        return [
            dict(zip(answer.columns, map(plain_value, row), strict=True)) for row in answer.rows
        ]
    return [{**asdict(row), "sentences": " | ".join(row.sentences)} for row in answer.rows]


def columns_of(answer: Answer | Table) -> tuple[str, ...]:
    """Return the names of the columns, which an answer has even without rows."""
    if isinstance(answer, Table):
        return answer.columns
    return tuple(field.name for field in fields(AnswerRow))


def data_frame(answer: Answer | Table, library: str = "pandas") -> Any:  # noqa: ANN401
    """Return an answer as a data frame of pandas or polars, with plain values.

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
    rows = plain_rows(answer)
    return module.DataFrame({name: [row[name] for row in rows] for name in columns_of(answer)})
