"""Reports that did not pass, and why: a file beside the store, without a word of theirs."""

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.errors import StoreDamaged
from kg.store.engine_files import replace_private_file

__all__ = ["SetAside", "SetAsideRecord"]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A report that was not stored; `report` is its IRI, which says nothing about it."""

    report: URIRef
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAsideRecord:
    """The reports that are set aside now, one JSON object a line in the file at `path`."""

    path: Path

    def entries(self) -> tuple[SetAside, ...]:
        """Return them, sorted by report.

        Raises StoreDamaged when the file is not what this class writes.
        """
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreDamaged(f"{self.path} cannot be read; move it away") from error
        return tuple(self._entry(line) for line in lines)

    def update(self, failed: Iterable[SetAside], *, passed: Container[URIRef]) -> None:
        """Note the reports that failed and forget those that passed; writes only a change.

        Raises StoreError when the file cannot be written.
        """
        before = {entry.report: entry for entry in self.entries()}
        after = {report: entry for report, entry in before.items() if report not in passed}
        after |= {entry.report: entry for entry in failed}
        if after != before:
            self._write([after[report] for report in sorted(after)])

    def _entry(self, line: str) -> SetAside:
        try:
            values = json.loads(line)
            return SetAside(URIRef(values["report"]), tuple(map(str, values["reasons"])))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(f"{self.path} has a broken line; move it away") from error

    def _write(self, entries: Iterable[SetAside]) -> None:
        values = ({"report": one.report, "reasons": one.reasons} for one in entries)
        replace_private_file(self.path, "".join(json.dumps(one) + "\n" for one in values))
