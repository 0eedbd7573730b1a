"""What lies in the folder of a store, and how to tell such a folder from others."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.store.identity import KEY_FILE

__all__ = [
    "BACKUPS_FILE",
    "DECISIONS_FILE",
    "ENGINE_FOLDER",
    "SET_ASIDE_FILE",
    "SNAPSHOT_FOLDER",
    "SOURCES_FILE",
    "STORE_ENTRIES",
    "StoreFiles",
    "holds_store",
]

ENGINE_FOLDER = "oxigraph"
SET_ASIDE_FILE = "set_aside.jsonl"
SOURCES_FILE = "sources.jsonl"
BACKUPS_FILE = "backups.jsonl"
DECISIONS_FILE = "lesion_decisions.json"
SNAPSHOT_FOLDER = "columnar"


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """The places of an embedded store, all beside the folder of the engine."""

    engine: Path

    @property
    def ledger(self) -> Path:
        """Return the file of the ledger."""
        return self._beside("ledger.jsonl")

    @property
    def checkpoints(self) -> Path:
        """Return the folder of what readers read."""
        return self._beside("checkpoints")

    @property
    def rebuilt(self) -> Path:
        """Return the folder of an engine that was rebuilt and is to take the old one's place."""
        return self._beside("rebuilt")

    @property
    def old(self) -> Path:
        """Return the folder of an engine whose place was taken."""
        return self._beside("old")

    @property
    def lock(self) -> Path:
        """Return the file that says whether an engine is just being put in place."""
        return self._beside("lock")

    @contextmanager
    def opening_or_swapping(self, kind: int) -> Iterator[None]:
        """Keep openings (LOCK_SH) and putting another engine in place (LOCK_EX) apart."""
        self.lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, kind)
            yield
        finally:
            os.close(descriptor)

    def recover(self) -> None:
        """Finish what a process did not that was killed while it put a rebuilt engine in place."""
        if self.rebuilt.is_dir() and not self.engine.exists():
            with suppress(FileNotFoundError):  # another process does the same
                self.rebuilt.rename(self.engine)
        if self.old.is_dir() and self.engine.exists():
            with suppress(FileNotFoundError):
                shutil.rmtree(self.old)

    def _beside(self, kind: str) -> Path:
        return self.engine.with_name(f"{self.engine.name}.{kind}")


_OWN = StoreFiles(Path(ENGINE_FOLDER))
#: Names in the folder that are the store's own; reports may lie beside them.
STORE_ENTRIES = frozenset(
    {
        BACKUPS_FILE,
        DECISIONS_FILE,
        ENGINE_FOLDER,
        KEY_FILE,
        SET_ASIDE_FILE,
        SNAPSHOT_FOLDER,
        SOURCES_FILE,
        *(path.name for path in (_OWN.ledger, _OWN.checkpoints, _OWN.lock, _OWN.rebuilt, _OWN.old)),
    }
)


def holds_store(folder: Path) -> bool:
    """Say whether the engine's files lie in a folder."""
    return (folder / ENGINE_FOLDER / "CURRENT").exists()
