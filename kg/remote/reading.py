"""Questions to a server, each answered wholly or with an error."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

import pyoxigraph
from rdflib import URIRef

from kg.errors import InvalidQuery, RemoteTruncated
from kg.remote.addresses import shown_address
from kg.remote.answering_here import FetchedStore, fetched, is_plain
from kg.remote.answers import (
    GENID,
    is_suspicious,
    nodes_named,
    read_boolean,
    read_table,
)
from kg.remote.protocol import Protocol
from kg.remote.query_text import find_word, tokens
from kg.remote.rewriting import OVER_UNION, asked, construct_parts, described_parts
from kg.remote.server_limits import ServerLimits, limits_of
from kg.store.engine_errors import translated_query_errors
from kg.store.interface import Table
from kg.store.query_guard import refuse_unsafe
from kg.store.terms import from_engine_triple, to_engine
from kg.triples.terms import Term, Triple, sorted_triples

__all__ = ["RemoteReading"]

_NOWHERE: Mapping[str, str] = MappingProxyType({})
#: Resources that are described in one request.
_DESCRIBED_TOGETHER = 200


class RemoteReading:
    """Asks a server through a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self.shown = shown_address(protocol.addresses.query)

    @cached_property
    def server(self) -> str:
        """Return how the server names itself."""
        reply = self._protocol.query("ASK { }", _NOWHERE)
        read_boolean(reply, self.shown)
        return reply.headers.get("Server", "")

    @property
    def limits(self) -> ServerLimits:
        """Return what the server cannot do."""
        return limits_of(self.server)

    def rows(self, sparql: str) -> tuple[tuple[Term | None, ...], ...]:
        """Return the rows of a query of our own, which names its graphs itself."""
        return self._table(sparql, _NOWHERE).rows

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query over all graphs."""
        columns = self._checked(sparql, "SELECT", pyoxigraph.QuerySolutions)
        if self._is_answered_here(sparql):
            return self._fetched(sparql).select(sparql)
        table = self._over_union(sparql)
        # An answer without rows may come without columns, or in another order.
        if table.columns == columns:
            return table
        places = [table.columns.index(name) if name in table.columns else None for name in columns]
        return Table(
            columns,
            tuple(
                tuple(None if place is None else row[place] for place in places)
                for row in table.rows
            ),
        )

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query over all graphs."""
        self._checked(sparql, "ASK", pyoxigraph.QueryBoolean)
        if self._is_answered_here(sparql):
            return self._fetched(sparql).ask(sparql)
        question = asked(sparql)
        return read_boolean(self._protocol.query(question.sparql, question.parameters), self.shown)

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query over all graphs, sorted."""
        self._checked(sparql, "CONSTRUCT or DESCRIBE", pyoxigraph.QueryTriples)
        if find_word(tokens(sparql), "CONSTRUCT") is not None:
            return self._constructed(sparql)
        return self._described(sparql)

    def _checked(self, sparql: str, form: str, kind: type) -> tuple[str, ...]:
        """Return the columns of a query that may be asked; Oxigraph's parser is the judge."""
        refuse_unsafe(sparql)
        with translated_query_errors("in memory"):
            results = pyoxigraph.Store().query(sparql)
        if not isinstance(results, kind):
            del results  # the error would keep it, and only this thread may let it go
            raise InvalidQuery(f"expected a {form} query")
        if isinstance(results, pyoxigraph.QuerySolutions):
            return tuple(variable.value for variable in results.variables)
        return ()

    def _is_answered_here(self, sparql: str) -> bool:
        return bool(self.limits.wrong) and not is_plain(sparql)

    def _fetched(self, sparql: str) -> FetchedStore:
        return fetched(
            sparql,
            lambda text, in_graphs: self._table(text, _NOWHERE if in_graphs else OVER_UNION).rows,
        )

    def _over_union(self, sparql: str) -> Table:
        if self._is_answered_here(sparql):
            return self._fetched(sparql).select(sparql)
        question = asked(sparql)
        return self._table(question.sparql, question.parameters)

    def _table(self, sparql: str, parameters: Mapping[str, str]) -> Table:
        table = read_table(self._protocol.query(sparql, parameters), self.shown)
        found = tokens(sparql)
        # Sorted pages are cut without a word on Virtuoso: LIMIT 5000 OFFSET 20000 gave 500 rows.
        is_page = find_word(found, "OFFSET") is not None
        if is_page or is_suspicious(len(table.rows)):
            self._check_count(sparql, parameters, len(table.rows))
        return table

    def _check_count(self, sparql: str, parameters: Mapping[str, str], rows: int) -> None:
        """Raise RemoteTruncated unless the query has so many rows when they are only counted."""
        found = tokens(sparql)
        start = find_word(found, "SELECT")
        place = found[start].start if start is not None else 0
        # What comes after the last brace is kept: LIMIT belongs to the query that is counted.
        counting = f"{sparql[:place]}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {sparql[place:]}\n}} }}"
        counted = read_table(self._protocol.query(counting, parameters), self.shown)
        ((count,),) = counted.rows
        if str(count) != str(rows):
            raise RemoteTruncated(
                f"{self.shown} gave {rows} of {count} rows; ask for less, or raise its "
                f"limit of rows"
            )

    def _constructed(self, sparql: str) -> tuple[Triple, ...]:
        prologue, template, selection = construct_parts(sparql)
        table = self._over_union(selection)
        if not table.rows:
            return ()
        names = " ".join(f"?{name}" for name in table.columns)
        rows = " ".join(
            f"({' '.join('UNDEF' if cell is None else _written(cell) for cell in row)})"
            for row in set(table.rows)
        )
        made = pyoxigraph.Store().query(
            f"{prologue}CONSTRUCT {{ {template} }} WHERE {{ VALUES ({names}) {{ {rows} }} }}"
        )
        return _triples_of(made)

    def _described(self, sparql: str) -> tuple[Triple, ...]:
        prologue, names, rest = described_parts(sparql)
        if rest is None:
            found = pyoxigraph.Store().query(f"{prologue}SELECT ?r {{ VALUES ?r {{ {names} }} }}")
            assert isinstance(found, pyoxigraph.QuerySolutions)  # noqa: S101 (for the types)
            nodes = {str(row[0]) for row in found}
        else:
            variables = "*" if names.strip() == "*" else names
            table = self._over_union(f"{prologue}SELECT DISTINCT {variables} {rest}")
            cells = {_written(cell) for row in table.rows for cell in row if cell is not None}
            nodes = {cell for cell in cells if cell.startswith("<")}
        return sorted_triples(self._descriptions(nodes))

    def _descriptions(self, nodes: Iterable[str]) -> set[Triple]:
        """Return what is said of nodes, and of the nameless ones that are said of them."""
        triples: set[Triple] = set()
        known, new = set(nodes), sorted(nodes)
        while new:
            batch, new = new[:_DESCRIBED_TOGETHER], new[_DESCRIBED_TOGETHER:]
            table = self._over_union(
                f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(batch)} }} ?s ?p ?o }}"
            )
            for subject, name, value in table.rows:
                triples.add((subject, name, value))  # type: ignore[arg-type]
                written = _written(value) if value is not None else ""
                if written.startswith(f"<{GENID}") and written not in known:
                    known.add(written)
                    new.append(written)
        return triples


def _triples_of(results: object) -> tuple[Triple, ...]:
    assert isinstance(results, pyoxigraph.QueryTriples)  # noqa: S101 (for the types)
    return sorted_triples(nodes_named(from_engine_triple(one)) for one in results)


def _written(cell: Term) -> str:
    """Return a term as SPARQL text; a blank node by the name it has on the server."""
    engine = to_engine(cell)
    if isinstance(engine, pyoxigraph.BlankNode):
        return URIRef(GENID + engine.value).n3()
    return str(engine)
