"""Where the snapshots of a store lie. Imported without the extra `columnar`, so without DuckDB."""

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FORMAT", "SnapshotFile", "newest_snapshot"]

#: Of the tables; a snapshot of another version is made anew.
FORMAT = "3"
_FILE = re.compile(r"(\d+)\.duckdb")


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A snapshot on the disk."""

    path: Path
    sequence: int


def newest_snapshot(folder: Path) -> SnapshotFile | None:
    """Return the newest snapshot in a folder, None when there is none."""
    if not folder.is_dir():
        return None
    found = [
        SnapshotFile(path, int(match[1]))
        for path in folder.iterdir()
        if (match := _FILE.fullmatch(path.name))
    ]
    return max(found, key=lambda one: one.sequence, default=None)
