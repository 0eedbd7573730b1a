"""The default store: Oxigraph on disk, one process at a time, synced before it says yes."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.store.background import BackgroundGraph, shipped_graphs
from kg.store.commit_records import (
    commit_quad,
    content_note,
    content_of,
    content_of_lines,
)
from kg.store.committing_engine import CommittingEngine
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_reading import graph_name
from kg.store.graph_update import GraphUpdate, quads_of, reload_update
from kg.store.ledger import Commit
from kg.store.terms import (
    EngineTriple,
    from_n_triples,
    to_engine_triple,
)
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import STORE_GRAPH

__all__ = ["EmbeddedStore"]

#: Bytes of N-Quads from which on they are sorted into tables of their own and not logged first:
#: as atomic as a transaction, some three times as fast, and slower for less (measured).
_BULK = 4_000_000


class EmbeddedStore(CommittingEngine):
    """A store in a folder, made when it is not there; the `Store` interface says what it does.

    Each call that changes something is one transaction of the engine, which is synced and then
    noted in the ledger before the call returns: `sequence` is the number of the last. What the
    ledger says is compared with what the engine has at each opening.

    `background` are the graphs to hold beside the reports, by default the ontology and its
    closure; one whose files have changed is loaded again at opening. With `wait_seconds`, opening
    waits that long for another process to let go of the store.

    Raises StoreLocked when another process (or another opening in this one) has the folder,
    StoreDamaged when its files cannot be read or lack what was committed, StoreError when they are
    not ours.
    """

    def __init__(
        self,
        directory: Path,
        *,
        background: tuple[BackgroundGraph, ...] | None = None,
        wait_seconds: float = 0,
    ) -> None:
        super().__init__(directory, wait_seconds=wait_seconds)
        for graph in shipped_graphs() if background is None else background:
            self._refresh(graph)

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Replace graphs, all in one transaction; return those that changed."""
        # All terms first: one that cannot be stored must not leave half of the graphs behind.
        contents = {
            graph_name(graph): frozenset(map(to_engine_triple, triples))
            for graph, triples in graphs.items()
        }
        # One lock over reading and writing: Oxigraph on disk loses updates of two threads.
        with self._lock:
            self._recover()
            return self._replace(contents)

    def modify_graph(
        self, graph: URIRef, change: Callable[[tuple[Triple, ...]], Iterable[Triple]]
    ) -> bool:
        """Replace a graph by what `change` makes of it; no other change comes in between.

        Returns False when it stays as it is.
        """
        with self._lock:
            return self.replace_graph(graph, change(self.graph_triples(graph)))

    def replace_contents(self, contents: Mapping[URIRef, bytes]) -> frozenset[URIRef]:
        """Replace graphs with N-Triples as Oxigraph writes them; new ones stay what they are."""
        with self._lock:
            self._recover()
            new = {one: lines for one, lines in contents.items() if not self.has_graph(one)}
            changed = self._load({graph: lines for graph, lines in new.items() if lines})
            known = {
                graph_name(graph): frozenset(
                    (one.subject, one.predicate, one.object) for one in from_n_triples(lines)
                )
                for graph, lines in contents.items()
                if graph not in new
            }
            return changed | self._replace(known)

    def _replace(
        self, contents: Mapping[pyoxigraph.NamedNode, frozenset[EngineTriple]]
    ) -> frozenset[URIRef]:
        with translated_store_errors(self._name):
            updates = self._updates(contents)
        if not updates:
            return frozenset()
        commit = self._commit_of(
            {URIRef(one.graph.value): content_of(contents[one.graph]) for one in updates},
            sum(len(one.added) - len(one.removed) for one in updates),
        )

        def write(engine: pyoxigraph.Store) -> None:
            if any(update.removed for update in updates):
                steps = [update.sparql() for update in updates]
                engine.update(" ;\n".join([*steps, _insertion(commit)]))
            else:
                added = [quad for update in updates for quad in update.quads()]
                engine.extend([*added, commit_quad(commit)])

        self._write(write, commit)
        return frozenset(commit.contents)

    def _load(self, contents: Mapping[URIRef, bytes]) -> frozenset[URIRef]:
        if not contents:
            return frozenset()
        found = {graph: content_of_lines(lines) for graph, lines in contents.items()}
        commit = self._commit_of(found, sum(content.triples for content in found.values()))
        quads = b"".join(quads_of(graph_name(graph), lines) for graph, lines in contents.items())
        quads += f"{commit_quad(commit)} .\n".encode()
        n_quads = pyoxigraph.RdfFormat.N_QUADS
        if len(quads) >= _BULK:
            # No checkpoint in between: one waits for the engine to sort what it was given.
            self._write(lambda engine: engine.bulk_load(quads, format=n_quads), commit, shows=False)
        else:
            self._write(lambda engine: engine.load(quads, format=n_quads), commit)
        return frozenset(contents)

    def _updates(
        self, contents: Mapping[pyoxigraph.NamedNode, frozenset[EngineTriple]]
    ) -> list[GraphUpdate]:
        """Return what has to change, graph by graph, none for a graph that stays as it is."""
        stored = {graph: self._triples(graph) for graph in contents}
        removed = {graph: stored[graph] - triples for graph, triples in contents.items()}
        added = {graph: triples - stored[graph] for graph, triples in contents.items()}
        arriving = frozenset().union(*added.values()) if added else frozenset()
        updates = []
        for graph, triples in contents.items():
            if removed[graph] or added[graph]:
                orphaned = frozenset(
                    triple
                    for triple in removed[graph] - arriving
                    if not self._stays(triple, removed)
                )
                updates.append(
                    GraphUpdate(graph, removed[graph], orphaned, added[graph], not triples)
                )
        return updates

    def _stays(
        self,
        triple: EngineTriple,
        removed: Mapping[pyoxigraph.NamedNode, frozenset[EngineTriple]],
    ) -> bool:
        """Say whether a graph keeps a triple that others give up."""
        for quad in self._open.quads_for_pattern(*triple, None):
            graph = quad.graph_name
            if isinstance(graph, pyoxigraph.NamedNode) and triple not in removed.get(graph, ()):
                return True
        return False

    def _refresh(self, graph: BackgroundGraph) -> None:
        """Load a graph beside the reports, and note which content it has, unless it is there."""
        name, notes = graph_name(graph.name), graph_name(URIRef(STORE_GRAPH))
        with self._lock, translated_store_errors(self._name):
            noted = content_note(graph)
            if noted in self._open:
                return
            note = (noted.subject, noted.predicate, noted.object)
            triples = frozenset((one.subject, one.predicate, one.object) for one in graph.triples())
            kept = frozenset(triple for triple in self._triples(notes) if triple[:2] != note[:2])
            (update,) = self._updates({notes: kept | {note}})
            stored = self._triples(name)
            commit = self._commit_of(
                {graph.name: content_of(triples), URIRef(STORE_GRAPH): content_of(kept | {note})},
                len(triples) - len(stored) + len(update.added) - len(update.removed),
            )
            # One update, so that the note is there when the content is, and only then.
            steps = (reload_update(name, graph.triples()), update.sparql(), _insertion(commit))
            self._write(lambda engine: engine.update(" ;\n".join(steps)), commit)

    def _triples(self, graph: pyoxigraph.NamedNode) -> frozenset[EngineTriple]:
        quads = self._open.quads_for_pattern(None, None, None, graph)
        return frozenset((quad.subject, quad.predicate, quad.object) for quad in quads)


def _insertion(commit: Commit) -> str:
    quad = commit_quad(commit)
    triple = f"{quad.subject} {quad.predicate} {quad.object}"
    return f"INSERT DATA {{ GRAPH {quad.graph_name} {{ {triple} }} }}"
