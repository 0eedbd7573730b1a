"""Literals as the cells of columns: only what comes out as it went in."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph
from rdflib import XSD

from kg.columnar.kinds import Kind

__all__ = ["DECIMAL_PLACES", "Cell", "literal_cell", "literal_kind"]

#: Digits after the point that a decimal column keeps.
DECIMAL_PLACES = 6
_LARGEST_DECIMAL = Decimal(10) ** 12
_LARGEST_INTEGER = 1 << 62

Cell = int | str | bool | date | Decimal | None


def literal_kind(literal: pyoxigraph.Literal) -> Kind | None:
    """Return the kind of column that may hold a literal, None when there is none."""
    if literal.language:
        return Kind.LANGUAGE_STRING
    return _KINDS.get(literal.datatype.value)


def literal_cell(literal: pyoxigraph.Literal, kind: Kind) -> Cell:
    """Return the cell of a literal; raises ValueError when a column of the kind cannot hold it."""
    if literal_kind(literal) is not kind:
        raise ValueError(kind)
    try:
        return _CELLS[kind](literal.value)
    except InvalidOperation as error:
        raise ValueError(kind) from error


def _integer(text: str) -> int:
    number = int(text)
    if str(number) != text or abs(number) > _LARGEST_INTEGER:
        raise ValueError
    return number


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number) >= _LARGEST_DECIMAL or number != round(number, DECIMAL_PLACES):
        raise ValueError
    return number


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError
    return day


def _truth(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError
    return text == "true"


_KINDS: Mapping[str, Kind] = {
    str(XSD.string): Kind.STRING,
    str(XSD.integer): Kind.INTEGER,
    str(XSD.decimal): Kind.DECIMAL,
    str(XSD.date): Kind.DATE,
    str(XSD.boolean): Kind.BOOLEAN,
}
_CELLS: Mapping[Kind, Callable[[str], Cell]] = {
    Kind.STRING: str,
    Kind.LANGUAGE_STRING: str,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _day,
    Kind.BOOLEAN: _truth,
}
