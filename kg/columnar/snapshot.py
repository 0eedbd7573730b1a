"""The columnar snapshot of a store: one file of DuckDB, replaced as a whole when it is refreshed.

The name of the file is the sequence of the commit that it shows. A refresh copies the file of an
earlier commit, takes the rows of changed reports out of the copy and puts the new ones in, and
renames it: readers of the old file go on undisturbed, and a killed refresh leaves nothing but a
draft that the next one deletes.
"""

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol

import duckdb
import pyoxigraph
from rdflib import URIRef

from kg.columnar.background_terms import background_properties
from kg.columnar.connections import connected
from kg.columnar.numbers import local_part, node_number
from kg.columnar.relations import read_numbers
from kg.columnar.rows import Rows
from kg.columnar.snapshot_files import FORMAT, SnapshotFile, newest_snapshot
from kg.columnar.tables import (
    create_tables,
    insert_rows,
    remove_reports,
    replace_background,
)
from kg.errors import NotColumnar, StoreError, StoreFull
from kg.store.engine_files import private_creation, sync_path

__all__ = ["Source", "refresh_snapshot"]

#: Reports whose rows are gathered before they are written.
_TOGETHER = 2_000
_REPORT = "report/"
OnProgress = Callable[[int, int | None], None]


class Source(Protocol):
    """What a snapshot is made of: a store at one commit."""

    @property
    def sequence(self) -> int:
        """Return the number of the commit."""
        ...

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs."""
        ...

    def engine_quads(self, graph: URIRef) -> Iterator[pyoxigraph.Quad]:
        """Yield what a graph says."""
        ...

    def changed_graphs(self, after: int) -> frozenset[URIRef] | None:
        """Return the report graphs that changed after a commit, None when that is not known."""
        ...


def refresh_snapshot(
    folder: Path, source: Source, on_progress: OnProgress | None = None
) -> SnapshotFile:
    """Bring the snapshot in a folder up to the commit of the store, and return it.

    Only reports that changed since the last one are read. A report that does not fit the tables
    makes the snapshot answer nothing, and say why. Raises StoreError or a kind of it when the
    files cannot be written.
    """
    with _translated_errors(), private_creation():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder):
            before = newest_snapshot(folder)
            if before is not None and before.sequence == source.sequence:
                return before
            return _refreshed(folder, source, before, on_progress)


def _refreshed(
    folder: Path, source: Source, before: SnapshotFile | None, on_progress: OnProgress | None
) -> SnapshotFile:
    for path in folder.glob(".draft-*"):
        path.unlink(missing_ok=True)
    draft = folder / f".draft-{secrets.token_hex(8)}"
    try:
        usable = before if before and _is_usable(before.path) else None
        changed = source.changed_graphs(usable.sequence) if usable else None
        if usable and changed is not None:
            shutil.copyfile(usable.path, draft)
        _write(draft, source, changed, on_progress)
        draft.chmod(0o600)
        sync_path(draft)
        made = SnapshotFile(folder / f"{source.sequence}.duckdb", source.sequence)
        draft.replace(made.path)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
    for path in folder.glob("*.duckdb"):
        if path != made.path:
            path.unlink(missing_ok=True)
    sync_path(folder)
    return made


def _write(
    path: Path,
    source: Source,
    changed: frozenset[URIRef] | None,
    on_progress: OnProgress | None,
) -> None:
    """Write the store's findings into a file: all of them, or those that changed since."""
    graphs = source.graphs()
    reports = [graph for graph in graphs if _report_number(graph) is not None]
    others = [graph for graph in graphs if _report_number(graph) is None]
    with connected(path, read_only=False) as connection:
        connection.begin()
        if changed is None:
            create_tables(connection)
        else:
            gone = [number for one in changed if (number := _report_number(one)) is not None]
            remove_reports(connection, gone)
            reports = sorted(changed.intersection(reports))
        misfit = _fill(connection, source, reports, others, on_progress)
        facts = {"format": FORMAT, "sequence": str(source.sequence), "misfit": misfit}
        connection.execute("DELETE FROM facts")
        for name, value in facts.items():
            connection.execute("INSERT INTO facts VALUES (?, ?)", [name, value])
        connection.commit()
        connection.execute("CHECKPOINT")


def _fill(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    reports: list[URIRef],
    others: list[URIRef],
    on_progress: OnProgress | None,
) -> str:
    """Insert reports and what is beside them; return why it cannot be done, or nothing."""
    numbers = read_numbers(connection)
    try:
        done = 0
        for group in _groups(reports):
            rows = Rows(numbers)
            for graph in group:
                rows.add(source.engine_quads(graph))
            insert_rows(connection, rows)
            done += len(group)
            if on_progress is not None:
                on_progress(done, len(reports))
        quads = (quad for graph in others for quad in source.engine_quads(graph))
        replace_background(connection, background_properties(quads, numbers), numbers)
    except NotColumnar as error:
        return error.reason
    return ""


def _groups(reports: list[URIRef]) -> Iterator[list[URIRef]]:
    remaining = iter(reports)
    while group := list(islice(remaining, _TOGETHER)):
        yield group


def _report_number(graph: URIRef) -> int | None:
    local = local_part(str(graph))
    return node_number(local) if local is not None and local.startswith(_REPORT) else None


def _is_usable(path: Path) -> bool:
    """Say whether a snapshot can be carried on: it is of this format and every report fitted."""
    try:
        with connected(path, read_only=True) as connection:
            facts: Iterable[tuple[str, str]] = connection.execute(
                "SELECT name, value FROM facts"
            ).fetchall()
    except duckdb.Error:
        return False
    found = dict(facts)
    return found.get("format") == FORMAT and found.get("misfit") == ""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process refresh at a time; another waits until it has."""
    with (folder / ".refreshing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError("the snapshot needs more memory than there is") from error
    except (OSError, duckdb.Error) as error:
        if "No space left" in str(error):
            raise StoreFull("no space is left for the columnar snapshot; free some") from error
        raise StoreError(
            "the columnar snapshot cannot be written; check the rights on its folder, or delete "
            "the folder to have it made anew"
        ) from error
