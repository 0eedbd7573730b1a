"""The files of an embedded store: private, free of leftovers, and on the disk when it counts."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

__all__ = [
    "make_private",
    "private_creation",
    "replace_private_file",
    "sweep_leftovers",
    "sync_logs",
    "sync_path",
]

#: Write-ahead logs of RocksDB.
_LOG = re.compile(r"\d+\.log")
#: What a killed bulk load leaves, and the notes of earlier openings; neither is ever read again.
_LEFTOVER = re.compile(r"bulk-.*\.sst|LOG\.old\.\d+")


@contextmanager
def private_creation() -> Iterator[None]:
    """Let files and folders that are created meanwhile be the owner's alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def make_private(directory: Path) -> None:
    """Take all rights on a folder and the files in it from everyone but the owner.

    The folder is what keeps others out; files that the engine makes in the background follow
    at the next call, so that they stay private when they are copied elsewhere.

    Raises OSError when they are not ours.
    """
    if directory.stat().st_mode & 0o777 != 0o700:
        directory.chmod(0o700)
    with os.scandir(directory) as entries:
        for entry in entries:
            try:
                if entry.stat(follow_symlinks=False).st_mode & 0o077:
                    Path(entry.path).chmod(0o600, follow_symlinks=True)
            except FileNotFoundError:  # the engine deletes files in the background
                continue


def sweep_leftovers(directory: Path) -> None:
    """Delete files that nothing reads any more; call it only while holding the store's lock."""
    for path in directory.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            path.unlink(missing_ok=True)


def sync_logs(directory: Path) -> bool:
    """Put every write-ahead log on the disk; return False when there is none to be found.

    All of them, as the engine starts a new one when it likes and syncs none (measured).
    """
    found = False
    for path in directory.iterdir():
        if _LOG.fullmatch(path.name):
            try:
                sync_path(path)
            except FileNotFoundError:  # its content is in a synced table by now
                continue
            found = True
    sync_path(directory)
    return found


def replace_private_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, wholly or not at all, for its owner alone, and sync.

    Raises StoreError when it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with private_creation(), draft.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        sync_path(path.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written; check space and rights") from error


def sync_path(path: Path) -> None:
    """Put a file or folder on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
