"""Files that are written as a whole or not at all, for their owner alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import UnwritableOutput
from kg.store.store_folder import ENGINE_FOLDER, STORE_ENTRIES, holds_store

__all__ = ["whole_file"]


@contextmanager
def whole_file(destination: Path) -> Iterator[BinaryIO]:
    """Give a file to write to; it takes the place of `destination` when the block ends well.

    The file is the owner's alone (mode 0600) and on the disk before it is renamed.
    A link is followed to the file it names. A device or a pipe is written to as it is. Raises
    UnwritableOutput when the folder is missing, full or not ours, or is the folder of a store.
    """
    name, destination = str(destination), destination.resolve()
    if _is_inside_store(destination):
        raise UnwritableOutput(name, "lies inside a store; choose another place")
    if destination.exists() and not destination.is_file():
        with _written_through(destination, name) as output:
            yield output
        return
    partial: Path | None = None
    try:
        descriptor, written = tempfile.mkstemp(
            dir=destination.parent, prefix=f".{destination.name}."
        )
        partial = Path(written)
        with os.fdopen(descriptor, "wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        partial.replace(destination)
    except OSError as error:
        raise UnwritableOutput(
            name, f"cannot be written ({error.strerror or 'input or output error'})"
        ) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


@contextmanager
def _written_through(destination: Path, name: str) -> Iterator[BinaryIO]:
    """Give a device or a pipe to write to; it is never replaced."""
    try:
        with destination.open("wb") as output:
            yield output
    except OSError as error:
        raise UnwritableOutput(
            name, f"cannot be written ({error.strerror or 'input or output error'})"
        ) from error


def _is_inside_store(destination: Path) -> bool:
    """Say whether a file would lie among those of a store: its engine's, its key, its records."""
    folder = destination.parent
    in_engine = folder.name == ENGINE_FOLDER and holds_store(folder.parent)
    return in_engine or (holds_store(folder) and destination.name in STORE_ENTRIES)
