"""spinekg as it comes, and its snapshot alone, behind the calls of the benchmark."""

import time
from itertools import islice
from pathlib import Path

from store_engine import Engine, Row, batches, bytes_of
from store_files import CorpusFiles
from store_questions import Question

import kg.workspace.engines
from kg.columnar.columnar_store import ColumnarStore
from kg.columnar.snapshot import refresh_snapshot
from kg.columnar.spool import Spool
from kg.store.embedded import EmbeddedStore
from kg.store.reading_store import open_reader
from kg.store.store_folder import StoreFiles
from kg.workspace.engines import ChoosingStore

__all__ = ["DefaultSetup", "SnapshotAlone"]

_COMMITS_BETWEEN_OPENINGS = 10


class DefaultSetup(Engine):
    """The embedded store with its columnar snapshot, as a workspace uses them."""

    is_kept = True
    wanted = kg.workspace.engines.Engine.AUTO

    def __init__(self, folder: Path) -> None:
        self._files = StoreFiles(folder / "oxigraph")
        self._snapshot_folder = folder / "columnar"

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Store the reports in large batches, each one commit, then make the snapshot."""
        taken, spool = 0.0, Spool()
        remaining = batches(corpus)
        while some := list(islice(remaining, _COMMITS_BETWEEN_OPENINGS)):
            started = time.perf_counter()
            # The logs of the engine, larger than its tables, go when it is opened again.
            with EmbeddedStore(self._files.engine) as store:
                for batch in some:
                    store.replace_contents(batch)
                    spool.keep(batch)
            taken += time.perf_counter() - started
        started = time.perf_counter()
        with open_reader(self._files.engine) as reader:
            refresh_snapshot(self._snapshot_folder, spool.before(reader))
        return {"store": taken, "snapshot": time.perf_counter() - started}

    def open(self) -> None:
        """Open the last checkpoint of the store, and the snapshot of it."""
        self._store = open_reader(self._files.engine)
        self._snapshot = ColumnarStore(self._snapshot_folder)
        assert self._snapshot.sequence == self._store.sequence
        self._both = ChoosingStore(
            embedded=lambda: self._store,
            writer=lambda: self._store,
            snapshot=lambda: self._snapshot,
            wanted=self.wanted,
        )

    def ask(self, question: Question) -> list[Row]:
        """Answer with the engine that fits."""
        return list(self._both.select(question.sparql).rows)

    def close(self) -> None:
        """Close both."""
        self._snapshot.close()
        self._store.close()

    def disk(self) -> dict[str, int]:
        """Return the bytes of the store and of the snapshot."""
        return {
            # Most files of a checkpoint are those of the store, under a second name.
            "store": bytes_of(self._files.engine, self._files.checkpoints, self._files.ledger),
            "snapshot": bytes_of(self._snapshot_folder),
        }


class SnapshotAlone(DefaultSetup):
    """The columnar snapshot without the store behind it, to see what it takes by itself."""

    wanted = kg.workspace.engines.Engine.COLUMNAR

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Do nothing: it is what the default setup has made."""
        return {}

    def open(self) -> None:
        """Open the snapshot."""
        self._snapshot = ColumnarStore(self._snapshot_folder)

    def ask(self, question: Question) -> list[Row]:
        """Answer with the snapshot."""
        return list(self._snapshot.select(question.sparql).rows)

    def close(self) -> None:
        """Close it."""
        self._snapshot.close()

    def disk(self) -> dict[str, int]:
        """Return the bytes of the snapshot."""
        return {"snapshot": bytes_of(self._snapshot_folder)}
