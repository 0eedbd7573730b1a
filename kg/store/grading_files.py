"""Files that hold tables of gradings, as reports with the findings that they state."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.adapters.grading_scheme import GradingScheme, grading_scheme
from kg.adapters.grading_tables import TableRow, table_readings
from kg.errors import RefusedFindings, UnreadableInput
from kg.findings.report import Reading, Report
from kg.store.bounded_lines import decoded, refuse_binary

__all__ = ["GradingFile", "GradingReader", "read_grading_file"]

#: Bytes; a table of a million studies.
_LARGEST = 512_000_000
_DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class GradingReader:
    """Gives each study of a table the findings that stand in its cells."""

    readings: Mapping[str, Reading]
    #: Of the file: no stored report has it, so that a table is taken again whenever it is added.
    extractor: str

    def read(self, report: Report) -> Reading:
        """Return the findings of a study; raises RefusedFindings when it is not of this table."""
        try:
            return self.readings[report.identifier]
        except KeyError:
            raise RefusedFindings(
                report.place or "a report", "is not a study of this table"
            ) from None


@dataclass(frozen=True, slots=True)
class GradingFile:
    """What a table of gradings holds: its studies as reports, and rows that cannot be taken."""

    reader: GradingReader
    refused: tuple[UnreadableInput, ...]

    def reports(self) -> tuple[Report | UnreadableInput, ...]:
        """Return the studies, then what was refused."""
        return (*(one.report for one in self.reader.readings.values()), *self.refused)


def read_grading_file(path: Path, kind: str) -> GradingFile:
    """Return what a file of comma-separated gradings holds, of the kind `kind` ("rsna2024").

    Raises InvalidValue for an unknown kind, UnreadableInput when the file as a whole cannot be
    read or has none of the columns of its kind.
    """
    scheme = grading_scheme(kind)
    content = _content(path)
    readings: dict[str, Reading] = {}
    refused: list[UnreadableInput] = []
    for item in table_readings(scheme, _rows(scheme, decoded(content, str(path)), str(path))):
        if isinstance(item, UnreadableInput):
            refused.append(item)
        else:
            readings[item.report.identifier] = item
    digest = sha256(content).hexdigest()[:_DIGEST_LENGTH]
    return GradingFile(GradingReader(readings, f"{scheme.extractor}+{digest}"), tuple(refused))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise UnreadableInput(str(path), f"cannot be read: {reason}") from error
    if len(content) > _LARGEST:
        raise UnreadableInput(str(path), f"longer than {_LARGEST} bytes; give it in parts")
    refuse_binary(content[:8_192], str(path))
    return content


def _rows(scheme: GradingScheme, text: str, name: str) -> Iterator[TableRow]:
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [column.strip() for column in next(lines, [])]
        _check_header(scheme, header, name)
        for row in lines:
            if row:
                place = f"{name}:{lines.line_num}"
                if len(row) != len(header):
                    raise UnreadableInput(
                        place, f"has {len(row)} cells for {len(header)} columns; mend the file"
                    )
                yield TableRow(place, dict(zip(header, row, strict=True)))
    except csv.Error as error:
        raise UnreadableInput(f"{name}:{lines.line_num}", "not a row of CSV") from error


def _check_header(scheme: GradingScheme, header: list[str], name: str) -> None:
    needed = [scheme.study, *([scheme.level_column] if scheme.level_column else [])]
    missing = [column for column in needed if column not in header]
    if missing:
        raise UnreadableInput(name, f"the columns {', '.join(map(repr, missing))} are missing")
    if not any(one.pattern.fullmatch(column) for one in scheme.columns for column in header):
        raise UnreadableInput(name, f"no column is one of a table {scheme.name!r}")
