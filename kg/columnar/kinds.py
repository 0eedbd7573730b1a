"""What a column or an expression holds, known before a query runs, and its SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.errors import NotColumnar

__all__ = ["NOTHING", "NUMBERS", "Kind", "Value", "agreed_kind", "quoted"]


class Kind(StrEnum):
    """The kinds of RDF terms that a column can hold; a column holds one of them only."""

    IRI = "iri"
    STRING = "string"
    LANGUAGE_STRING = "language string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    #: A quotient: exact enough to round, not to be shown.
    RATIO = "ratio"
    #: Of a variable that is never bound.
    NOTHING = "nothing"


NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RATIO})


@dataclass(frozen=True, slots=True)
class Value:
    """A variable or an expression: its SQL, which is NULL where it is unbound or an error.

    The SQL of an IRI is its number; `text` is the SQL of the IRI itself where that is at hand, and
    `tables` are those in which the number may be looked up. `language` is the SQL of the tag.
    """

    sql: str
    kind: Kind
    is_certain: bool = False
    tables: frozenset[str] = frozenset()
    text: str | None = None
    language: str | None = None
    is_constant: bool = False

    def uncertain(self) -> "Value":
        """Return the value as one that may be unbound."""
        return replace(self, is_certain=False)


#: What a variable stands for that nothing binds.
NOTHING = Value("NULL", Kind.NOTHING)


def quoted(text: str) -> str:
    """Return a string constant of SQL.

    >>> quoted("Schmorl's node")
    "'Schmorl''s node'"
    """
    return "'" + text.replace("'", "''") + "'"


def agreed_kind(values: Iterable[Value]) -> Kind:
    """Return the one kind of several values, those that hold nothing left out.

    Raises NotColumnar when there is more than one.
    """
    kinds = {value.kind for value in values} - {Kind.NOTHING}
    if len(kinds) > 1:
        raise NotColumnar(f"a column that holds {' and '.join(sorted(kinds))}")
    return kinds.pop() if kinds else Kind.NOTHING
