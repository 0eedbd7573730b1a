"""Rows on standard output: as a table for reading, as JSON or CSV for other programs."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable

from kg.cli.consoles import output
from kg.cli.options import AnswerFormat
from kg.workspace.plain_values import PlainValue

__all__ = ["print_json", "print_rows", "safe_cell"]

Row = Mapping[str, PlainValue]
#: How a cell begins that a spreadsheet would run as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Columns up to this width are never folded: levels, dates and words of status stay whole.
_NARROW = 12


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


def safe_cell(value: PlainValue) -> str:
    """Return the text of a CSV cell; one that a spreadsheet would run gets an apostrophe.

    >>> safe_cell("=1+1"), safe_cell(-3)
    ("'=1+1", '-3')
    """
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def _print_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[name]) for name in columns] for row in rows)
    sys.stdout.write(text.getvalue())


def _print_table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        cells = [_shown(row[name]) for row in rows]
        width = max(map(len, (name, *cells)))
        is_narrow = width <= _NARROW
        table.add_column(
            name.replace("_", " "),
            no_wrap=is_narrow,
            min_width=width if is_narrow else None,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(_shown(row[name]) for name in columns))
    output().print(table)


def _shown(value: PlainValue) -> str:
    return "" if value is None else " ".join(str(value).split())
