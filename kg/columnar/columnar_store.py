"""The snapshot as a store that answers cohort queries and takes nothing in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
from rdflib import XSD, BNode, Literal, URIRef

from kg.columnar.aggregates import UNCOUNTABLE
from kg.columnar.algebra import parsed
from kg.columnar.connections import connected
from kg.columnar.kinds import Kind
from kg.columnar.relations import Relations, read_numbers
from kg.columnar.select_query import Plan, ask_sql, select_plan
from kg.columnar.snapshot_files import FORMAT, newest_snapshot
from kg.errors import InvalidQuery, NotColumnar, ReadOnlyStore, StoreDamaged, UnknownStore
from kg.store.interface import Store, Table
from kg.store.query_guard import refuse_unsafe
from kg.triples.terms import Term, Triple, decimal_literal

__all__ = ["ColumnarStore"]

#: Plans of queries that are kept, for those that come again.
_KEPT = 256


class ColumnarStore(Store):
    """The newest snapshot in a folder, read-only; the `Store` interface says what it does.

    A query that it does not answer as the embedded engine would raises NotColumnar with the
    reason. Raises UnknownStore when there is no snapshot, StoreDamaged when it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        found = newest_snapshot(folder)
        if found is None:
            raise UnknownStore(f"no columnar snapshot in {str(folder)!r}; make one first")
        self.sequence = found.sequence
        self._plans: dict[str, Plan] = {}
        with _translated_errors():
            self._connection: duckdb.DuckDBPyConnection | None = connected(
                found.path, read_only=True
            )
            facts = dict(self._connection.execute("SELECT name, value FROM facts").fetchall())
            is_known = facts.get("format") == FORMAT
            self._misfit = str(facts["misfit"]) if is_known else "it is of another version"
            self._relations = Relations.of(self._connection, read_numbers(self._connection))

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query."""
        return self.run(self.plan(sparql))

    def plan(self, sparql: str) -> Plan:
        """Return how a SELECT query would be answered; `sql` is there to look at."""
        known = self._plans.get(sparql)
        if known is None:
            known = select_plan(self._parsed(sparql, "SelectQuery"), self._relations)
            if len(self._plans) >= _KEPT:
                self._plans.clear()
            self._plans[sparql] = known
        return known

    def run(self, plan: Plan) -> Table:
        """Return the answer that a plan gives."""
        return _table(plan, self._rows(plan.sql))

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query."""
        query = self._parsed(sparql, "AskQuery")
        ((answer,),) = self._rows(ask_sql(query, self._relations))
        return bool(answer)

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Raise NotColumnar: triples are made by the embedded engine."""
        raise NotColumnar("a query for triples")

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Raise ReadOnlyStore."""
        raise ReadOnlyStore("a columnar snapshot takes nothing in; add reports to its store")

    def has_graph(self, graph: URIRef) -> bool:
        """Raise NotColumnar: a snapshot has no graphs."""
        raise NotColumnar("a graph")

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Raise NotColumnar: a snapshot has no graphs."""
        raise NotColumnar("a graph")

    def graphs(self) -> tuple[URIRef, ...]:
        """Raise NotColumnar: a snapshot has no graphs."""
        raise NotColumnar("a graph")

    def quad_count(self) -> int:
        """Raise NotColumnar: a snapshot has no graphs."""
        raise NotColumnar("a graph")

    def close(self) -> None:
        """Let go of the file; a closed store answers nothing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _parsed(self, sparql: str, form: str) -> Any:  # noqa: ANN401
        refuse_unsafe(sparql)
        if self._misfit:
            raise NotColumnar(self._misfit)
        query = parsed(sparql)
        if query.algebra.name != form:
            raise InvalidQuery(f"expected a query of another form than {query.algebra.name}")
        return query

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self._connection is None:
            raise ReadOnlyStore("the columnar snapshot is closed; open it again")
        with _translated_errors():
            return self._connection.cursor().execute(sql).fetchall()


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except duckdb.IOException as error:
        raise StoreDamaged(
            "the columnar snapshot cannot be read; delete its folder to have it made anew"
        ) from error
    except duckdb.Error as error:
        reason = "an aggregate over an unbound value" if UNCOUNTABLE in str(error) else "an error"
        raise NotColumnar(f"{reason} while it ran") from error


def _table(plan: Plan, rows: list[tuple[Any, ...]]) -> Table:
    """Return rows of SQL as rows of RDF terms."""
    if plan.is_distinct:
        rows = list(dict.fromkeys(rows))
        end = None if plan.limit is None else plan.offset + plan.limit
        rows = rows[plan.offset : end]
    columns: list[list[Term | None]] = []
    place = 0
    cells = list(zip(*rows, strict=True)) if rows else []
    for _, kind in plan.columns:
        if not rows:
            columns.append([])
        elif kind is Kind.LANGUAGE_STRING:
            columns.append(list(map(_text_in, cells[place], cells[place + 1])))
        elif kind is Kind.NOTHING:
            columns.append([None] * len(rows))
        else:
            make = _TERMS[kind]
            columns.append([None if cell is None else make(cell) for cell in cells[place]])
        place += 2 if kind is Kind.LANGUAGE_STRING else 1
    names = tuple(name for name, _ in plan.columns)
    return Table(names, tuple(zip(*columns, strict=True)) if columns else ((),) * len(rows))


@lru_cache(maxsize=65_536)
def _text_in(text: str | None, language: str | None) -> Term | None:
    return None if text is None else Literal(text, lang=language)


@lru_cache(maxsize=65_536)
def _node(text: str) -> Term:
    return BNode(text[2:]) if text.startswith("_:") else URIRef(text)


@lru_cache(maxsize=65_536)
def _string(text: str) -> Term:
    return Literal(text)


@lru_cache(maxsize=65_536)
def _integer(number: int | Decimal) -> Term:
    return Literal(str(int(number)), datatype=XSD.integer, normalize=False)


@lru_cache(maxsize=65_536)
def _day(day: date) -> Term:
    return Literal(day.isoformat(), datatype=XSD.date, normalize=False)


def _truth(value: bool) -> Term:
    return Literal("true" if value else "false", datatype=XSD.boolean, normalize=False)


def _decimal(number: Decimal) -> Term:
    return decimal_literal(number)


_TERMS: Mapping[Kind, Callable[[Any], Term]] = MappingProxyType(
    {
        Kind.IRI: _node,
        Kind.STRING: _string,
        Kind.INTEGER: _integer,
        Kind.DECIMAL: _decimal,
        Kind.DATE: _day,
        Kind.BOOLEAN: _truth,
    }
)
