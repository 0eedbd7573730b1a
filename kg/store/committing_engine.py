"""Oxigraph on disk as its one writer has it: each transaction synced, then noted in the ledger."""

import fcntl
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.errors import StoreError, StoreLocked
from kg.store.checkpoints import Checkpoints
from kg.store.commit_records import changed_since, commit_quad, content_of, reconcile
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_files import make_private, private_creation, sweep_leftovers, sync_logs
from kg.store.engine_reading import EngineReading
from kg.store.ledger import Commit, Content, Ledger
from kg.store.store_folder import StoreFiles

__all__ = ["CommittingEngine"]

#: Seconds between two tries to become the one who writes.
_PAUSE = 0.02


class CommittingEngine(EngineReading):
    """The half of the embedded store that opens its files and commits transactions to them.

    A transaction is synced, then noted in the ledger, before it is acknowledged; what a failure or
    an interruption left undone between the two is made up for before the next one.
    """

    def __init__(self, directory: Path, *, wait_seconds: float = 0) -> None:
        self._files = StoreFiles(directory)
        self._name = str(directory)
        self._lock = threading.RLock()
        self._engine: pyoxigraph.Store | None = None
        self._is_failed = self._is_interrupted = False
        self._open_engine(wait_seconds)

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
        self._ledger.begin()
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
