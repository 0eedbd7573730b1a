"""Reports from records: lines of JSON and rows of CSV, each checked, none repeated in an error."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from kg.errors import InvalidValue, UnreadableInput
from kg.findings.report import Report
from kg.store.bounded_lines import MAXIMUM_LINE_LENGTH, Line, bounded_lines

__all__ = ["REQUIRED_COLUMNS", "csv_reports", "json_reports", "made_report"]

REQUIRED_COLUMNS = ("id", "text")
COLUMNS = (*REQUIRED_COLUMNS, "patient", "date", "title")
#: What a column may be called to be named in a message; a first row of data must not be.
_COLUMN_NAME = re.compile(r"[A-Za-z][\w .-]{0,30}")
_SHOWN_COLUMNS = 12


def made_report(record: Mapping[str, object], place: str) -> Report:
    """Return the report of a record with "id", "text" and, if known, "patient", "date", "title".

    Other keys are ignored. Raises UnreadableInput when a value is missing or cannot be.
    """
    identifier, text = _value(record, "id", place), _value(record, "text", place)
    if identifier is None or text is None:
        missing = "id" if identifier is None else "text"
        raise UnreadableInput(place, f"{missing!r} is missing or empty")
    try:
        return Report(
            identifier.strip(),
            text,
            patient=_stripped(_value(record, "patient", place)),
            study_date=_date(_stripped(_value(record, "date", place)), place),
            title=_stripped(_value(record, "title", place)),
            place=place,
        )
    except InvalidValue as error:
        raise UnreadableInput(place, str(error)) from error


def json_reports(stream: BinaryIO, name: str) -> Iterator[Report | UnreadableInput]:
    """Yield the reports of a stream with one JSON object a line."""
    for line in bounded_lines(stream, name):
        if isinstance(line, UnreadableInput):
            yield line
        elif line.text.strip():
            try:
                yield made_report(_json_object(line), line.place)
            except UnreadableInput as error:
                yield error


def csv_reports(stream: BinaryIO, name: str) -> Iterator[Report | UnreadableInput]:
    """Yield the reports of a stream of comma-separated rows, the first of which names columns."""
    lines = _CsvLines(stream, name)
    rows = _csv_rows(lines)
    header = next(rows, None)
    if not isinstance(header, list):
        if header is not None:
            yield header
        return
    columns = [column.strip().lower() for column in header]
    if set(REQUIRED_COLUMNS) - set(columns):
        yield UnreadableInput(name, _missing_columns(columns))
        return
    for row in rows:
        if isinstance(row, UnreadableInput):
            yield row
            continue
        try:
            yield made_report(_csv_record(columns, row, lines.row_place), lines.row_place)
        except UnreadableInput as error:
            yield error


class _CsvLines:
    """The lines of a file for `csv`; an unreadable one is raised, and the next goes on."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._lines = bounded_lines(stream, name)
        self._name = name
        self._number = 0
        self._first_of_row = 1

    def __iter__(self) -> "_CsvLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._number += 1
        if isinstance(line, UnreadableInput):
            raise line
        return line.text

    def start_row(self) -> None:
        """Take the next line as the first of a row."""
        self._first_of_row = self._number + 1

    @property
    def row_place(self) -> str:
        """Return the place of the row that was started last."""
        return f"{self._name}:{self._first_of_row}"

    @property
    def is_within_row(self) -> bool:
        """Say whether the row that was started last has more than one line."""
        return self._number > self._first_of_row


def _csv_rows(lines: _CsvLines) -> Iterator[list[str] | UnreadableInput]:
    # The limit belongs to the whole process, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), MAXIMUM_LINE_LENGTH))
    reader = csv.reader(lines, strict=True)
    while True:
        lines.start_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except UnreadableInput as error:
            yield error
        except csv.Error as error:
            yield UnreadableInput(lines.row_place, f"not a row of CSV: {error}")
        else:
            if row:
                yield row
            continue
        if lines.is_within_row:
            # What follows is the middle of a text: read as rows, it would make up reports.
            yield UnreadableInput(
                lines.row_place, "the row does not end; the rest of the file is not read"
            )
            return


def _csv_record(columns: list[str], row: list[str], place: str) -> Mapping[str, str]:
    if len(row) != len(columns):
        raise UnreadableInput(
            place, f"the row has {len(row)} values, but there are {len(columns)} columns"
        )
    return dict(zip(columns, row, strict=True))


def _missing_columns(columns: list[str]) -> str:
    missing = [name for name in REQUIRED_COLUMNS if name not in columns]
    return (
        f"no column {' and '.join(repr(name) for name in missing)}; found {_found(columns)}; "
        f"expected {', '.join(COLUMNS)}, separated by commas, of which the last three may lack"
    )


def _found(columns: list[str]) -> str:
    """Return the names of columns; a first line without any known name may be data, not names."""
    if not set(columns) & set(COLUMNS):
        return f"a first line of {len(columns)} values, none of which is a known column"
    shown = [name for name in columns if _COLUMN_NAME.fullmatch(name)][:_SHOWN_COLUMNS]
    others = len(columns) - len(shown)
    return ", ".join([*shown, *([f"{others} not shown"] if others else [])])


def _json_object(line: Line) -> Mapping[str, object]:
    try:
        value = json.loads(line.text)
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            line.place, f"broken JSON at column {error.colno}: {error.msg}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(
            line.place, "JSON with a number or a nesting beyond limits"
        ) from error
    if not isinstance(value, dict):
        raise UnreadableInput(line.place, 'expected a JSON object with "id" and "text"')
    return value


def _value(record: Mapping[str, object], name: str, place: str) -> str | None:
    value = record.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and name != "text":
        value = str(value)
    if not isinstance(value, str):
        raise UnreadableInput(place, f"{name!r} is not text but {type(value).__name__}")
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise UnreadableInput(place, f"{name!r} holds characters that are no text")
    return value


def _stripped(value: str | None) -> str | None:
    return value if value is None else value.strip()


def _date(value: str | None, place: str) -> date | None:
    if value is None:
        return None
    try:
        if len(value) == len("2024-01-31"):
            return date.fromisoformat(value)
    except ValueError as error:
        raise UnreadableInput(place, "'date' is no day written as 2024-03-31") from error
    raise UnreadableInput(place, "'date' is not written as YYYY-MM-DD")
