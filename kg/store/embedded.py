"""The default store: Oxigraph on disk, one process at a time, synced before it says yes."""

import fcntl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.errors import StoreError, StoreLocked
from kg.store.background import BackgroundGraph, shipped_graphs
from kg.store.checkpoints import Checkpoints
from kg.store.commit_records import (
    changed_since,
    commit_quad,
    content_note,
    content_of,
    content_of_lines,
    reconcile,
)
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_files import make_private, private_creation, sweep_leftovers, sync_logs
from kg.store.engine_reading import EngineReading, graph_name
from kg.store.graph_update import GraphUpdate, quads_of, reload_update
from kg.store.ledger import Commit, Content, Ledger
from kg.store.store_folder import StoreFiles
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
#: Seconds between two tries to become the one who writes.
_PAUSE = 0.02


class EmbeddedStore(EngineReading):
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
        self._files = StoreFiles(directory)
        self._name = str(directory)
        self._lock = threading.RLock()
        self._engine: pyoxigraph.Store | None = None
        self._is_failed = self._is_interrupted = False
        self._open_engine(wait_seconds)
        for graph in shipped_graphs() if background is None else background:
            self._refresh(graph)

    @property
    def sequence(self) -> int:
        """Return the number of the last commit."""
        return self._ledger.last.sequence if self._ledger.last else 0

    def last_commit(self) -> int:
        """Return the number of the last commit."""
        return self.sequence

    def changed_graphs(self, after: int) -> frozenset[URIRef]:
        """Return the graphs that changed after a commit."""
        with translated_store_errors(self._name):
            return changed_since(self._ledger, after)

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

    def close(self) -> None:
        """Let go of the files; a closed store answers nothing."""
        with self._lock:
            if self._engine is None:
                return
            if self._is_interrupted:
                self._recover()
            with translated_store_errors(self._name):
                if not self._is_failed:
                    self._checkpoints.make(self._engine, self.sequence)
                self._engine = None
                make_private(self._files.engine)

    def checkpoint(self) -> None:
        """Let readers see the last commit from now on."""
        with self._lock, translated_store_errors(self._name):
            self._checkpoints.make(self._open, self.sequence)
            make_private(self._files.engine)

    def discard_checkpoints(self) -> None:
        """Delete the checkpoints that nobody reads; closing makes one of the last commit anew."""
        with self._lock, translated_store_errors(self._name):
            self._checkpoints.sweep(keep=0)

    def _open_engine(self, wait_seconds: float) -> None:
        directory = self._files.engine
        deadline = time.monotonic() + wait_seconds
        while self._engine is None:
            try:
                with (
                    translated_store_errors(self._name),
                    private_creation(),
                    self._files.opening_or_swapping(fcntl.LOCK_SH),
                ):
                    self._files.recover()
                    directory.mkdir(parents=True, exist_ok=True)
                    make_private(directory)
                    self._engine = pyoxigraph.Store(self._name)
            except StoreLocked:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_PAUSE)
        try:
            with translated_store_errors(self._name):
                sweep_leftovers(directory)
                make_private(directory)
                self._checkpoints = Checkpoints(self._files.checkpoints)
                self._read_ledger()
                if self._ledger.last is None:
                    self._adopt()
        except StoreError:
            self._engine = None
            raise
        self._is_failed = False

    def _read_ledger(self) -> None:
        self._ledger = Ledger(self._files.ledger)
        reconcile(self._open, self._ledger, self._name)
        self._is_interrupted = False

    def _adopt(self) -> None:
        """Note what a store holds that was made before there were ledgers."""
        contents = {
            graph: content_of(
                (one.subject, one.predicate, one.object) for one in self.engine_quads(graph)
            )
            for graph in self.graphs()
        }
        if contents:
            quads = sum(content.triples for content in contents.values())
            commit = self._ledger.following(contents, quads=quads)
            self._open.extend([commit_quad(commit)])
            self._settle(commit)

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

    def _commit_of(self, contents: Mapping[URIRef, Content], added: int) -> Commit:
        before = self._ledger.last.quads if self._ledger.last else 0
        return self._ledger.following(contents, quads=before + added)

    def _write(
        self, write: Callable[[pyoxigraph.Store], None], commit: Commit, *, shows: bool = True
    ) -> None:
        """Do a transaction, sync it, note it."""
        try:
            with translated_store_errors(self._name):
                write(self._open)
                self._settle(commit, shows=shows)
        except StoreError:
            self._is_failed = True
            raise
        except BaseException:  # Ctrl-C, which notebooks survive
            self._is_interrupted = True
            raise

    def _recover(self) -> None:
        """Open the engine anew after a failure, and make up for what it left undone.

        A handle that once failed for lack of space fails for ever (measured, Oxigraph 0.5.13).
        """
        if self._is_failed:
            self._engine = None
            self._open_engine(0)
            with translated_store_errors(self._name):
                self._sync()
        elif self._is_interrupted:
            # The engine may have committed what the ledger lacks: a number is given only once.
            with translated_store_errors(self._name):
                self._read_ledger()

    def _sync(self) -> None:
        if not sync_logs(self._files.engine):
            self._open.flush()

    def _settle(self, commit: Commit, *, shows: bool = True) -> None:
        self._sync()
        self._ledger.append(commit)
        if shows:
            self._checkpoints.make_now_and_then(self._open, commit.sequence)
        make_private(self._files.engine)

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
