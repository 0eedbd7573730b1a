"""What can be read from Oxigraph on disk, by the one who writes to it and by all others."""

from collections.abc import Iterator

import pyoxigraph
from rdflib import URIRef

from kg.errors import InvalidQuery, StoreError
from kg.store.engine_errors import translated_query_errors, translated_store_errors
from kg.store.interface import Store, Table
from kg.store.query_guard import refuse_unsafe
from kg.store.terms import EngineTriple, from_engine, from_engine_triple, to_engine
from kg.triples.terms import Triple, sorted_triples
from kg.vocabulary.namespaces import COMMITS_GRAPH

__all__ = ["EngineReading", "graph_name"]

_Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


class EngineReading(Store):
    """The reading half of a store whose engine is open as `_engine`, in files called `_name`."""

    _engine: pyoxigraph.Store | None
    _name: str

    def has_graph(self, graph: URIRef) -> bool:
        """Say whether the graph holds a triple."""
        with translated_store_errors(self._name):
            return next(self.engine_quads(graph), None) is not None

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Return the triples of one graph, sorted."""
        with translated_store_errors(self._name):
            quads = list(self.engine_quads(graph))
        return sorted_triples(map(from_engine_triple, quads))

    def engine_quads(self, graph: URIRef) -> Iterator[pyoxigraph.Quad]:
        """Yield the triples of one graph as the engine has them, in its order."""
        return self._open.quads_for_pattern(None, None, None, graph_name(graph))

    def all_quads(self) -> Iterator[pyoxigraph.Quad]:
        """Yield every quad of the engine, those of its default graph and of its commits too."""
        return self._open.quads_for_pattern(None, None, None, None)

    def is_seen(self, triple: EngineTriple) -> bool:
        """Say whether queries see a triple."""
        return pyoxigraph.Quad(*triple) in self._open

    def is_in_a_graph(self, triple: EngineTriple) -> bool:
        """Say whether a graph with a name holds a triple."""
        quads = self._open.quads_for_pattern(*triple, None)
        return any(isinstance(quad.graph_name, pyoxigraph.NamedNode) for quad in quads)

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted; that of the commits is not one of them."""
        with translated_store_errors(self._name):
            names = [URIRef(name.value) for name in self._open.named_graphs()]
        return tuple(sorted(name for name in names if str(name) != COMMITS_GRAPH))

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query over all graphs."""
        with translated_query_errors(self._name):
            results = self._query(sparql)
            if not isinstance(results, pyoxigraph.QuerySolutions):
                del results  # the error would keep it, and only this thread may let it go
                raise InvalidQuery("expected a SELECT query")
            columns = tuple(variable.value for variable in results.variables)
            rows = [[solution[name] for name in columns] for solution in results]
        return Table(
            columns,
            tuple(
                tuple(None if cell is None else from_engine(cell) for cell in row) for row in rows
            ),
        )

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query over all graphs."""
        with translated_query_errors(self._name):
            results = self._query(sparql)
            if not isinstance(results, pyoxigraph.QueryBoolean):
                del results  # the error would keep it, and only this thread may let it go
                raise InvalidQuery("expected an ASK query")
            return bool(results)

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query over all graphs, sorted."""
        with translated_query_errors(self._name):
            results = self._query(sparql)
            if not isinstance(results, pyoxigraph.QueryTriples):
                del results  # the error would keep it, and only this thread may let it go
                raise InvalidQuery("expected a CONSTRUCT or DESCRIBE query")
            found = list(results)
        return sorted_triples(map(from_engine_triple, found))

    def quad_count(self) -> int:
        """Return how many quads there are in the graphs that `graphs` names."""
        table = self.select(
            "SELECT (COUNT(*) AS ?count) WHERE "
            f"{{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(?graph != <{COMMITS_GRAPH}>) }}"
        )
        return int(str(table.rows[0][0]))

    @property
    def _open(self) -> pyoxigraph.Store:
        if self._engine is None:
            raise StoreError(f"the store {self._name} is closed; open it again")
        return self._engine

    def _query(self, sparql: str) -> _Results:
        refuse_unsafe(sparql)
        return self._open.query(sparql)


def graph_name(graph: URIRef) -> pyoxigraph.NamedNode:
    """Return the engine's name of a graph; raises StoreError when it is none."""
    name = to_engine(graph)
    if not isinstance(name, pyoxigraph.NamedNode):
        raise StoreError("a graph is named by an IRI")
    return name
