"""Questions on the demonstration reports, with the rows that reading the reports by eye gives.

A file of `tests/cases/demo` begins with `# query NAME key=value …`; below it stand the columns that
are compared, which may be fewer than the query returns, and all rows, in any order.
"""

import csv
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.asking.catalogue import load_catalogue
from kg.demo.corpus import demo_corpus
from kg.workspace import Workspace, open_workspace

FILES = sorted((Path(__file__).parents[1] / "cases" / "demo").glob("*.csv"))

#: What no demonstration report gives reason for: an answer with rows would be wrong.
NOTHING = {"impossible_statements", "studies_with_unusual_numbering"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("demo") / "store") as opened:
        opened.add_reports([one.report for one in demo_corpus()])
        yield opened


def read(path: Path) -> tuple[str, dict[str, list[str]], list[str], list[list[str]]]:
    """Return the query, its parameters, the columns and the rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        mark, kind, name, *words = shlex.split(file.readline(), comments=False)
        assert (mark, kind) == ("#", "query"), f"{path.name}: begin with '# query NAME'"
        columns, *rows = csv.reader(file)
    values: dict[str, list[str]] = {}
    for word in words:
        key, _, value = word.partition("=")
        values.setdefault(key, []).append(value)
    return name, values, columns, rows


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_question_has_the_rows_that_the_reports_give(path: Path, workspace: Workspace) -> None:
    name, values, columns, rows = read(path)
    table = workspace.query(name, **values)
    places = [table.columns.index(column) for column in columns]
    found = Counter(
        tuple("" if row[place] is None else str(row[place]) for place in places)
        for row in table.rows
    )
    assert found == Counter(map(tuple, rows))


def test_every_file_asks_a_query_and_expects_rows_but_where_there_are_none() -> None:
    assert FILES
    for path in FILES:
        name, _, columns, rows = read(path)
        assert name in load_catalogue().names
        assert columns
        assert bool(rows) is (name not in NOTHING), path.name
        assert all(len(row) == len(columns) for row in rows), path.name
