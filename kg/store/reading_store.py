"""A store that is only read: at its last commit, while another process may write to it."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.errors import ReadOnlyStore, StoreDamaged, StoreLocked, UnknownStore
from kg.store.background import BackgroundGraph, shipped_graphs
from kg.store.checkpoints import Checkpoints, Lease
from kg.store.commit_records import changed_since, content_note, recorded
from kg.store.embedded import EmbeddedStore
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_reading import EngineReading
from kg.store.ledger import Ledger, last_commit
from kg.store.store_folder import StoreFiles
from kg.triples.terms import Triple

__all__ = ["ReadingStore", "open_reader"]

#: Seconds that the first reader of a new store waits for the writer's first checkpoint.
_PATIENCE = 10.0
_PAUSE = 0.02


def open_reader(
    directory: Path, *, background: tuple[BackgroundGraph, ...] | None = None
) -> "ReadingStore":
    """Return a store at its last commit, or, while another process writes, a second before.

    It never waits for a writer, but for the first checkpoint of a new store. When there is no
    writer and no checkpoint of the last commit, the store is opened for writing for a moment,
    which checks it, and brings in the `background` of this version; that raises what EmbeddedStore
    raises. Raises UnknownStore when there is no store.
    """
    files = StoreFiles(directory)
    if not directory.is_dir() and not files.rebuilt.is_dir():
        raise UnknownStore(f"no store in {str(directory)!r}; add reports to make one")
    wanted = shipped_graphs() if background is None else background
    deadline = time.monotonic() + _PATIENCE
    is_damaged = False
    try:
        found = _newest(files)
    except StoreDamaged:  # of the checkpoint, and maybe of nothing else
        found, is_damaged = None, True
    if found is not None:
        if found.is_last and found.holds(wanted):
            return found
        found.close()
    return _made_anew(files, background, deadline, is_damaged=is_damaged)


def _made_anew(
    files: StoreFiles,
    background: tuple[BackgroundGraph, ...] | None,
    deadline: float,
    *,
    is_damaged: bool,
) -> "ReadingStore":
    """Return the store by a checkpoint that is made now, or the newest one of its writer."""
    while True:
        is_written = False
        try:
            with EmbeddedStore(files.engine, background=background) as store:
                if is_damaged:
                    store.discard_checkpoints()
        except StoreLocked:
            is_written = True
        found = _newest(files)
        if found is not None:
            return found
        if not is_written or time.monotonic() >= deadline:
            raise StoreLocked(
                f"the store {files.engine} is being made by another process; "
                f"try again when it is done"
            )
        time.sleep(_PAUSE)


def _newest(files: StoreFiles) -> "ReadingStore | None":
    with translated_store_errors(str(files.engine)):
        lease = Checkpoints(files.checkpoints).lease()
    return None if lease is None else ReadingStore(files, lease)


class ReadingStore(EngineReading):
    """A checkpoint of a store; nothing goes in. `sequence` is the commit that it shows."""

    def __init__(self, files: StoreFiles, lease: Lease) -> None:
        self._files, self._lease = files, lease
        self._name = str(files.engine)
        self.sequence = lease.sequence
        try:
            with translated_store_errors(self._name):
                self._engine = pyoxigraph.Store.read_only(str(lease.folder))
                commit = recorded(self._engine, self.sequence)
                last = last_commit(files.ledger)
        except BaseException:
            lease.release()
            raise
        #: Whether nothing was committed since, and the ledger says the same of it.
        self.is_last = commit is not None and commit == last

    @property
    def folder(self) -> Path:
        """Return where the files of the checkpoint are."""
        return self._lease.folder

    def holds(self, background: tuple[BackgroundGraph, ...]) -> bool:
        """Say whether the graphs beside the reports have the content of their files."""
        with translated_store_errors(self._name):
            return all(content_note(graph) in self._open for graph in background)

    def changed_graphs(self, after: int) -> frozenset[URIRef]:
        """Return the graphs that changed after a commit."""
        with translated_store_errors(self._name):
            return changed_since(Ledger(self._files.ledger), after)

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Raise ReadOnlyStore."""
        raise ReadOnlyStore("this store was opened to read; open it to write")

    def close(self) -> None:
        """Let go of the checkpoint; a closed store answers nothing."""
        self._engine = None
        self._lease.release()
