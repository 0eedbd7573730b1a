"""Where the reports of a store came from and where its backups went: its way back."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.errors import StoreDamaged, StoreError
from kg.store.engine_files import private_creation

__all__ = ["PlaceKind", "PlaceRecord"]


class PlaceKind(StrEnum):
    """What is at a place."""

    REPORTS = "reports"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """The places in the file at `path`, one JSON object a line, each once."""

    path: Path

    def places(self, kind: PlaceKind) -> tuple[Path, ...]:
        """Return the places of a kind, the first known first.

        Raises StoreDamaged when the file is not what this class writes.
        """
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            records = [json.loads(line) for line in lines]
            return tuple(Path(one["path"]) for one in records if one["kind"] == kind)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(f"{self.path} cannot be read; move it away") from error

    def add(self, kind: PlaceKind, places: Iterable[Path]) -> None:
        """Note places, made absolute, that are not noted yet; raises StoreError."""
        known = set(self.places(kind))
        new = [place for place in dict.fromkeys(map(Path.absolute, places)) if place not in known]
        if not new:
            return
        try:
            with private_creation(), self.path.open("a", encoding="utf-8") as stream:
                for place in new:
                    stream.write(json.dumps({"kind": kind, "path": str(place)}) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written; check space and rights") from error
