"""Rows on standard output: as a table for reading, as JSON or CSV for other programs."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable

from kg.cli.consoles import harmless, output
from kg.cli.options import AnswerFormat
from kg.exports.tables import safe_cell
from kg.workspace.plain_values import PlainValue

__all__ = ["print_json", "print_rows"]

Row = Mapping[str, PlainValue]
#: Characters that a column has at least, when its cells need them: levels, dates, words of status
#: stay whole. And those between two columns.
_LEAST = 16
_GAP = 3


def print_rows(columns: Sequence[str], rows: Sequence[Row], layout: AnswerFormat) -> None:
    """Print rows in the given layout, in the order in which they come."""
    if layout is AnswerFormat.JSON:
        print_json(list(rows))
    elif layout is AnswerFormat.CSV:
        _print_csv(columns, rows)
    else:
        _print_table(columns, rows)


def print_json(value: object) -> None:
    """Print a value as JSON; dates and decimals as text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def _print_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    sys.stdout.write(text.getvalue())


def _cell(value: PlainValue) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    return "" if value is None else str(value)


def _print_table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a table, or one record after the other where a table would not fit."""
    cells = [[_shown(row[name]) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(_headings(columns), *cells, strict=True)]
    needed = sum(min(width, _LEAST) for width in widths) + _GAP * len(columns)
    console = output()
    if rows and needed > console.width:
        console.print(*(_record(columns, row, number) for number, row in enumerate(cells, 1)))
    else:
        console.print(_table(columns, cells, widths))


def _headings(columns: Sequence[str]) -> list[str]:
    return [name.replace("_", " ") for name in columns]


def _table(
    columns: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]
) -> RichTable:
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, width in zip(_headings(columns), widths, strict=True):
        table.add_column(heading, min_width=min(width, _LEAST), overflow="fold")
    for row in cells:
        table.add_row(*row)
    return table


def _record(columns: Sequence[str], row: Sequence[str], number: int) -> RichTable:
    """Return one row as lines of names and values, without the empty ones."""
    record = RichTable(box=None, pad_edge=False, title=f"── {number}", title_justify="left")
    record.show_header = False
    for heading, cell in zip(_headings(columns), row, strict=True):
        if cell:
            record.add_row(heading, cell)
    return record


def _shown(value: PlainValue) -> str:
    return "" if value is None else harmless(" ".join(str(value).split()))
