"""The reference store: rdflib in memory, slow and simple, to compare the others with."""

import warnings
from collections.abc import Iterable, Mapping
from typing import cast

import pyoxigraph
from pyparsing import ParseException
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.sparql.parser import expandUnicodeEscapes
from rdflib.query import Result

from kg.errors import InvalidQuery, QueryError, StoreError
from kg.store.background import BackgroundGraph, shipped_graphs
from kg.store.engine_errors import invalid_query, translated_query_errors
from kg.store.interface import Store, Table
from kg.store.query_guard import refuse_unsafe
from kg.store.terms import from_engine_triple, to_engine_triple
from kg.triples.terms import Term, Triple, canonical, sorted_triples

__all__ = ["MemoryStore"]


class MemoryStore(Store):
    """A store that lasts as long as the process; the `Store` interface says what it does."""

    def __init__(self, *, background: tuple[BackgroundGraph, ...] | None = None) -> None:
        self._dataset: Dataset | None = Dataset(default_union=True)
        for graph in shipped_graphs() if background is None else background:
            self.replace_graph(graph.name, map(from_engine_triple, graph.triples()))

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Replace graphs one after the other; return those that changed."""
        return frozenset({name for name, triples in graphs.items() if self._replace(name, triples)})

    def has_graph(self, graph: URIRef) -> bool:
        """Say whether the graph holds a triple."""
        return len(self._graph(graph)) > 0

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Return the triples of one graph, sorted."""
        return _triples(self._graph(graph))

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""
        contexts = (URIRef(graph.identifier) for graph in self._open.graphs())
        return tuple(sorted(name for name in contexts if self.has_graph(name)))

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query over all graphs."""
        result = self._query(sparql, "SELECT")
        variables = result.vars or []
        rows = [[binding.get(name) for name in variables] for binding in result.bindings]
        return Table(
            tuple(str(name) for name in variables),
            tuple(
                tuple(None if cell is None else _canonical(cell) for cell in row) for row in rows
            ),
        )

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query over all graphs."""
        return bool(self._query(sparql, "ASK").askAnswer)

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query over all graphs, sorted."""
        return _triples(self._query(sparql, "CONSTRUCT", "DESCRIBE").graph or Graph())

    def quad_count(self) -> int:
        """Return how many quads there are."""
        return sum(len(self._graph(graph)) for graph in self.graphs())

    def close(self) -> None:
        """Let go of the triples; a closed store answers nothing."""
        self._dataset = None

    @property
    def _open(self) -> Dataset:
        if self._dataset is None:
            raise StoreError("the store is closed; open another")
        return self._dataset

    def _graph(self, name: URIRef) -> Graph:
        # Not Dataset.graph, which would make the graph when it is not there.
        return self._open.get_context(name)

    def _replace(self, name: URIRef, triples: Iterable[Triple]) -> bool:
        wanted = {_checked(triple) for triple in triples}
        graph = self._graph(name)
        stored = set(_triples(graph))
        for triple in stored - wanted:
            graph.remove(triple)
        for triple in wanted - stored:
            graph.add(triple)
        return wanted != stored

    def _query(self, sparql: str, *forms: str) -> Result:
        _check_query(sparql)
        dataset = self._open
        with warnings.catch_warnings():
            # rdflib 7.6 warns of a property of its own Dataset that its queries still use.
            warnings.filterwarnings("ignore", "Dataset", DeprecationWarning)
            try:
                result = dataset.query(sparql)
                if result.type == "SELECT":
                    list(result.bindings)  # evaluated now and kept, not when they are looked at
            except ParseException as error:
                raise InvalidQuery("rdflib cannot parse the query in memory") from error
            except Exception as error:  # of any kind: it trips over some valid queries
                raise QueryError(
                    "rdflib cannot run this query in memory; ask a store in a folder"
                ) from error
        if result.type not in forms:
            raise InvalidQuery(f"expected a {' or '.join(forms)} query")
        return result


def _check_query(sparql: str) -> None:
    # Both engines take and refuse the same texts: rdflib's own parser is only asked afterwards.
    refuse_unsafe(sparql)
    # rdflib reads \u0022 as a quotation mark before it parses, and so may see other clauses.
    refuse_unsafe(expandUnicodeEscapes(sparql))
    with translated_query_errors("in memory"):
        try:
            pyoxigraph.Store().query(sparql)
        except SyntaxError as error:
            raise invalid_query(error) from error


def _checked(triple: Triple) -> Triple:
    return from_engine_triple(_as_triple(triple))


def _as_triple(triple: Triple) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(*to_engine_triple(triple))


def _canonical(term: object) -> Term:
    return canonical(cast("Term", term))


def _triples(graph: Graph) -> tuple[Triple, ...]:
    return sorted_triples(cast("Iterable[Triple]", graph))
