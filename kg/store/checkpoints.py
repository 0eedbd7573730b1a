"""Checkpoints: the store at one commit, in files of its own that share their bytes with it.

Whoever reads opens the newest and neither waits for the writer nor is seen by it; to read the
writer's own files while it writes is undefined in Oxigraph. One takes 10 to 20 milliseconds to
make, whatever the size of the store.
"""

import fcntl
import os
import re
import shutil
import time
from pathlib import Path

import pyoxigraph

from kg.store.engine_files import make_private, private_creation

__all__ = ["Checkpoints", "Lease"]

#: Seconds between two checkpoints of a writer at work.
_INTERVAL = 1.0
_NAME = re.compile(r"\d+")


class Lease:
    """The right to read a checkpoint, for as long as it is not let go."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self.sequence = int(folder.name)
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let the checkpoint be deleted."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Checkpoints:
    """The checkpoints of a store in a folder; only the writer of the store makes them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made_at = 0.0

    def newest(self) -> int:
        """Return the commit that the newest checkpoint shows, 0 when there is none."""
        return max(self._all(), default=0)

    def lease(self) -> Lease | None:
        """Return the right to read the newest checkpoint, None when there is none."""
        while sequence := self.newest():
            folder = self._folder / str(sequence)
            with private_creation():
                descriptor = os.open(self._lock_of(sequence), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if (folder / "CURRENT").exists():
                return Lease(folder, descriptor)
            os.close(descriptor)  # it was deleted in between
        return None

    def make_now_and_then(self, engine: pyoxigraph.Store, sequence: int) -> None:
        """Make a checkpoint, unless one was made within the last second."""
        if time.monotonic() - self._made_at >= _INTERVAL:
            self.make(engine, sequence)

    def make(self, engine: pyoxigraph.Store, sequence: int) -> None:
        """Make a checkpoint of a commit unless there is one; delete those that nobody reads."""
        if sequence and sequence not in self._all():
            with private_creation():
                self._folder.mkdir(mode=0o700, exist_ok=True)
                draft = self._folder / f".draft-{sequence}"
                shutil.rmtree(draft, ignore_errors=True)
                engine.backup(str(draft))
            make_private(draft)
            draft.rename(self._folder / str(sequence))
        self._made_at = time.monotonic()
        self.sweep(keep=sequence)

    def sweep(self, *, keep: int) -> None:
        """Delete all checkpoints but one, drafts of killed writers too, unless somebody reads."""
        if not self._folder.is_dir():
            return
        for sequence in self._all() - {keep}:
            descriptor = os.open(self._lock_of(sequence), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            else:
                shutil.rmtree(self._folder / str(sequence))
                self._lock_of(sequence).unlink(missing_ok=True)
            finally:
                os.close(descriptor)
        for draft in self._folder.glob(".draft-*"):
            shutil.rmtree(draft, ignore_errors=True)

    def _all(self) -> set[int]:
        if not self._folder.is_dir():
            return set()
        return {int(path.name) for path in self._folder.iterdir() if _NAME.fullmatch(path.name)}

    def _lock_of(self, sequence: int) -> Path:
        return self._folder / f"{sequence}.lease"
