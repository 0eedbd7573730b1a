"""The default store: Oxigraph on disk, one process at a time, synced before it says yes."""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.errors import InvalidQuery, StoreError
from kg.store.background import CONTENT_DIGEST, BackgroundGraph, shipped_graphs
from kg.store.engine_errors import translated_query_errors, translated_store_errors
from kg.store.engine_files import make_private, private_creation, sweep_leftovers, sync_logs
from kg.store.graph_update import GraphUpdate, quads_of, reload_update
from kg.store.interface import Store, Table
from kg.store.query_guard import refuse_unsafe
from kg.store.terms import (
    EngineTriple,
    from_engine,
    from_engine_triple,
    from_n_triples,
    to_engine,
    to_engine_triple,
)
from kg.triples.terms import Triple, sorted_triples
from kg.vocabulary.namespaces import STORE_GRAPH

__all__ = ["EmbeddedStore"]

_DEFAULT_GRAPH = pyoxigraph.DefaultGraph()
_Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


class EmbeddedStore(Store):
    """A store in a folder, made when it is not there; the `Store` interface says what it does.

    `background` are the graphs to hold beside the reports, by default the ontology and its
    closure; one whose files have changed is loaded again at opening.

    Raises StoreLocked when another process (or another opening in this one) has the folder,
    StoreDamaged when its files cannot be read, StoreError when they are not ours.
    """

    def __init__(
        self, directory: Path, *, background: tuple[BackgroundGraph, ...] | None = None
    ) -> None:
        self._directory = directory
        self._name = str(directory)
        self._lock = threading.Lock()
        self._is_unsynced = False
        with translated_store_errors(self._name), private_creation():
            directory.mkdir(parents=True, exist_ok=True)
            make_private(directory)
            self._engine: pyoxigraph.Store | None = pyoxigraph.Store(self._name)
        with translated_store_errors(self._name):
            sweep_leftovers(directory)
            make_private(directory)
        for graph in shipped_graphs() if background is None else background:
            self._refresh(graph)

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Replace graphs, each in one transaction; sync once; return those that changed."""
        # All terms first: one that cannot be stored must not leave half of the graphs behind.
        contents = {
            _graph_name(graph): frozenset(map(to_engine_triple, triples))
            for graph, triples in graphs.items()
        }
        # One lock over reading and writing: Oxigraph on disk loses updates of two threads.
        with self._lock:
            changed = [
                graph for graph, triples in contents.items() if self._replace(graph, triples)
            ]
            self._sync()
        return frozenset(URIRef(graph.value) for graph in changed)

    def replace_contents(self, contents: Mapping[URIRef, bytes]) -> frozenset[URIRef]:
        """Replace graphs with N-Triples; a graph that is new never becomes Python terms."""
        with self._lock:
            changed = [
                graph for graph, lines in contents.items() if self._replace_content(graph, lines)
            ]
            self._sync()
        return frozenset(changed)

    def has_graph(self, graph: URIRef) -> bool:
        """Say whether the graph holds a triple."""
        with translated_store_errors(self._name):
            found = self._open.quads_for_pattern(None, None, None, _graph_name(graph))
            return next(found, None) is not None

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Return the triples of one graph, sorted."""
        with translated_store_errors(self._name):
            quads = list(self._open.quads_for_pattern(None, None, None, _graph_name(graph)))
        return sorted_triples(map(from_engine_triple, quads))

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""
        with translated_store_errors(self._name):
            names = [URIRef(name.value) for name in self._open.named_graphs()]
        return tuple(sorted(names))

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query over all graphs."""
        with translated_query_errors(self._name):
            results = self._query(sparql)
            if not isinstance(results, pyoxigraph.QuerySolutions):
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
                raise InvalidQuery("expected an ASK query")
            return bool(results)

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query over all graphs, sorted."""
        with translated_query_errors(self._name):
            results = self._query(sparql)
            if not isinstance(results, pyoxigraph.QueryTriples):
                raise InvalidQuery("expected a CONSTRUCT or DESCRIBE query")
            found = list(results)
        return sorted_triples(map(from_engine_triple, found))

    def quad_count(self) -> int:
        """Return how many quads there are."""
        table = self.select("SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } }")
        return int(str(table.rows[0][0]))

    def close(self) -> None:
        """Let go of the files; a closed store answers nothing."""
        if self._engine is not None:
            with translated_store_errors(self._name):
                self._engine = None
                make_private(self._directory)

    @property
    def _open(self) -> pyoxigraph.Store:
        if self._engine is None:
            raise StoreError(f"the store {self._name} is closed; open it again")
        return self._engine

    def _query(self, sparql: str) -> _Results:
        refuse_unsafe(sparql)
        return self._open.query(sparql)

    def _replace_content(self, graph: URIRef, lines: bytes) -> bool:
        name = _graph_name(graph)
        if self.has_graph(graph):
            triples = ((one.subject, one.predicate, one.object) for one in from_n_triples(lines))
            return self._replace(name, frozenset(triples))
        self._is_unsynced = True
        with translated_store_errors(self._name):
            self._open.load(quads_of(name, lines), format=pyoxigraph.RdfFormat.N_QUADS)
        return bool(lines)

    def _replace(self, graph: pyoxigraph.NamedNode, triples: frozenset[EngineTriple]) -> bool:
        update = self._update_to(graph, triples)
        if not update.removed and not update.added:
            return False
        self._is_unsynced = True
        with translated_store_errors(self._name):
            if update.removed:
                self._open.update(update.sparql())
            else:
                self._open.extend(update.quads())
        return True

    def _update_to(
        self, graph: pyoxigraph.NamedNode, triples: frozenset[EngineTriple]
    ) -> GraphUpdate:
        with translated_store_errors(self._name):
            quads = self._open.quads_for_pattern(None, None, None, graph)
            stored = frozenset((quad.subject, quad.predicate, quad.object) for quad in quads)
            removed = stored - triples
            orphaned = frozenset(
                triple for triple in removed if not self._is_elsewhere(triple, graph)
            )
        return GraphUpdate(graph, removed, orphaned, triples - stored, not triples)

    def _is_elsewhere(self, triple: EngineTriple, graph: pyoxigraph.NamedNode) -> bool:
        quads = self._open.quads_for_pattern(*triple, None)
        return any(quad.graph_name not in (graph, _DEFAULT_GRAPH) for quad in quads)

    def _sync(self) -> None:
        if self._is_unsynced:
            with translated_store_errors(self._name):
                if not sync_logs(self._directory):
                    self._open.flush()
                make_private(self._directory)
            self._is_unsynced = False

    def _refresh(self, graph: BackgroundGraph) -> None:
        name, digest = _graph_name(graph.name), pyoxigraph.Literal(graph.digest())
        note = (name, pyoxigraph.NamedNode(str(CONTENT_DIGEST)), digest)
        notes = pyoxigraph.NamedNode(STORE_GRAPH)
        with self._lock, translated_store_errors(self._name):
            if pyoxigraph.Quad(*note, notes) in self._open:
                return
            quads = self._open.quads_for_pattern(*note[:2], None, notes)
            old = frozenset((quad.subject, quad.predicate, quad.object) for quad in quads)
            noted = GraphUpdate(notes, old, old, frozenset({note}), empties_graph=False)
            # One update, so that the note is there when the content is, and only then.
            self._open.update(f"{reload_update(name, graph.triples())} ;\n{noted.sparql()}")
            self._is_unsynced = True
            self._sync()


def _graph_name(graph: URIRef) -> pyoxigraph.NamedNode:
    name = to_engine(graph)
    if not isinstance(name, pyoxigraph.NamedNode):
        raise StoreError("a graph is named by an IRI")
    return name
