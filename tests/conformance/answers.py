"""Answers in one form, whatever the engine: multisets of rows whose terms are written one way."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from rdflib import XSD, Literal

from kg.store.interface import Store, Table
from kg.triples.terms import Term, canonical
from kg.workspace.query_form import query_form

__all__ = ["Answer", "answered", "answers_of"]

Row = tuple[str, ...]
#: Datatypes of whole numbers that engines put in place of one another.
_INTEGERS = {XSD.int, XSD.integer, XSD.long, XSD.nonNegativeInteger}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says: columns, and rows in the order in which they came."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def differences(self, other: "Answer", *, is_ordered: bool) -> str:
        """Return how another answer differs, for somebody who has to find out why; or nothing."""
        if self.columns != other.columns:
            return f"columns {other.columns} instead of {self.columns}"
        mine, others = Counter(self.rows), Counter(other.rows)
        if mine != others:
            missing, extra = list((mine - others).elements()), list((others - mine).elements())
            return (
                f"{len(missing)} of {len(self.rows)} rows missing, such as {missing[:2]}; "
                f"{len(extra)} too many, such as {extra[:2]}"
            )
        if is_ordered and self.rows != other.rows:
            place = next(i for i, row in enumerate(self.rows) if row != other.rows[i])
            return f"row {place} is {other.rows[place]} instead of {self.rows[place]}"
        return ""


def answered(store: Store, sparql: str) -> Answer:
    """Return what a store says to a query, whatever its form."""
    match query_form(sparql):
        case "select":
            return answers_of(store.select(sparql))
        case "ask":
            return Answer(("",), ((str(store.ask(sparql)),),))
    triples = store.construct(sparql)
    return Answer(("", "", ""), tuple(tuple(map(_written, triple)) for triple in triples))


def answers_of(table: Table) -> Answer:
    """Return a table in the one form."""
    return Answer(table.columns, tuple(tuple(map(_written, row)) for row in table.rows))


def _written(term: Term | None) -> str:
    """Return a term as N-Triples would, but that language tags and numbers have one writing."""
    if term is None:
        return "-"
    if not isinstance(term, Literal):
        return term.n3()
    if term.language:
        return f"{str(term)!r}@{term.language.lower()}"
    one = canonical(term)
    assert isinstance(one, Literal)
    if one.datatype in _INTEGERS:
        return f"{Decimal(str(one))}"
    return f"{str(one)!r}^^{one.datatype or XSD.string}"
