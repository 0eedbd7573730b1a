"""Files that are written as a whole or not at all, for their owner alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import UnwritableOutput

__all__ = ["whole_file"]


@contextmanager
def whole_file(destination: Path) -> Iterator[BinaryIO]:
    """Give a file to write to; it takes the place of `destination` when the block ends well.

    The file is the owner's alone (mode 0600) and on the disk before it is renamed.
    Raises UnwritableOutput when the folder is missing, full or not ours.
    """
    partial: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=destination.parent, prefix=f".{destination.name}.")
        partial = Path(name)
        with os.fdopen(descriptor, "wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        partial.replace(destination)
    except OSError as error:
        raise UnwritableOutput(
            str(destination), f"cannot be written ({error.strerror or 'input or output error'})"
        ) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)
