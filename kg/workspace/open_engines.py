"""The engines of a workspace: opened when they are first needed, closed together."""

from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.errors import MissingExtra, StoreDamaged
from kg.store.embedded import EmbeddedStore
from kg.store.ingest import OnProgress
from kg.store.reading_store import ReadingStore, open_reader
from kg.store.store_folder import ENGINE_FOLDER, SNAPSHOT_FOLDER, StoreFiles
from kg.vocabulary.namespaces import DATA
from kg.workspace.engines import ChoosingStore, Engine, OnChoice

if TYPE_CHECKING:
    from kg.columnar.columnar_store import ColumnarStore
    from kg.columnar.spool import Spool

__all__ = ["SNAPSHOT_FROM", "OpenEngines"]

#: Reports from which on a snapshot is made by itself: with fewer, the store answers in a moment.
SNAPSHOT_FROM = 1_000
_EXTRA = "columnar"


class OpenEngines:
    """The store in a folder as it is opened: to write, to read, and its snapshot."""

    def __init__(self, directory: Path, engine: Engine, on_choice: OnChoice | None) -> None:
        self._engine_folder = directory / ENGINE_FOLDER
        self._snapshot_folder = directory / SNAPSHOT_FOLDER
        self._writer: EmbeddedStore | None = None
        self._reader: ReadingStore | None = None
        self._snapshot: ColumnarStore | None = None
        self._spool: Spool | None = None
        self._wanted, self._on_choice = engine, on_choice

    @property
    def is_made(self) -> bool:
        """Say whether there is a store in the folder."""
        return self._engine_folder.is_dir() or StoreFiles(self._engine_folder).rebuilt.is_dir()

    @cached_property
    def store(self) -> ChoosingStore:
        """Return the store that gives each query to the engine that fits it."""
        return ChoosingStore(
            self._reading,
            lambda: self.writer,
            self._fresh_snapshot,
            wanted=self._wanted,
            on_choice=self._on_choice,
        )

    @property
    def writer(self) -> EmbeddedStore:
        """Return the store, opened to write; whatever is read from then on is read from it."""
        if self._writer is None:
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            self._writer = EmbeddedStore(self._engine_folder)
        return self._writer

    def keep(self, contents: Mapping[URIRef, bytes]) -> None:
        """Keep graphs that were stored for the snapshot that will be refreshed with them."""
        if self._makes_snapshots:
            from kg.columnar.spool import Spool

            self._spool = self._spool or Spool()
            self._spool.keep(contents)

    def show_changes(self) -> None:
        """Let other processes see what was written, and bring the snapshot up to date.

        It is made when there is none and there are many reports.
        """
        self.writer.checkpoint()
        if not self._makes_snapshots:
            return
        if self._has_snapshot() or self._report_count() >= SNAPSHOT_FROM:
            self.make_snapshot(None)
        self._spool = None

    def make_snapshot(self, on_progress: OnProgress | None) -> int:
        """Make or refresh the snapshot and return the commit that it shows."""
        try:
            from kg.columnar.snapshot import refresh_snapshot
        except ImportError as error:
            raise MissingExtra(_EXTRA) from error
        if self._snapshot is not None:
            self._snapshot.close()
            self._snapshot = None
        source = self._reading() if self._spool is None else self._spool.before(self._reading())
        made = refresh_snapshot(self._snapshot_folder, source, on_progress)
        return made.sequence

    def close(self) -> None:
        """Let go of all files."""
        for opened in (self._snapshot, self._reader, self._writer):
            if opened is not None:
                opened.close()
        self._snapshot = self._reader = self._writer = None

    def _reading(self) -> EmbeddedStore | ReadingStore:
        if self._writer is not None:
            return self._writer
        if self._reader is None:
            if not self.is_made:
                return self.writer
            self._reader = open_reader(self._engine_folder)
        return self._reader

    @property
    def _makes_snapshots(self) -> bool:
        return find_spec("duckdb") is not None and find_spec("pyarrow") is not None

    def _report_count(self) -> int:
        return sum(1 for graph in self.writer.graphs() if graph.startswith(DATA["report/"]))

    def _has_snapshot(self) -> bool:
        from kg.columnar.snapshot_files import newest_snapshot

        return newest_snapshot(self._snapshot_folder) is not None

    def _fresh_snapshot(self) -> "ColumnarStore | str":
        """Return the snapshot when it shows the last commit, else why there is none that does."""
        if not self._has_snapshot():
            return "there is no columnar snapshot; make one with `spinekg snapshot`"
        if self._snapshot is None:
            try:
                from kg.columnar.columnar_store import ColumnarStore
            except ImportError:
                return f"the extra {_EXTRA!r} is not installed"
            try:
                self._snapshot = ColumnarStore(self._snapshot_folder)
            except StoreDamaged as error:
                return str(error)
        last = self._reading().sequence
        if self._snapshot.sequence != last:
            shown = self._snapshot.sequence
            self._snapshot.close()
            self._snapshot = None
            return f"the snapshot shows commit {shown} and the store is at {last}"
        return self._snapshot
