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
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import duckdb
import pyoxigraph
from rdflib import URIRef

from kg.columnar.connections import connected
from kg.columnar.numbers import local_part, node_number
from kg.columnar.relations import read_numbers
from kg.columnar.rows import Rows
from kg.columnar.snapshot_files import FORMAT, SnapshotFile, newest_snapshot
from kg.columnar.statement_tables import insert_derived, relate, remove_derived, write_ontology
from kg.columnar.statements import Gathered
from kg.columnar.tables import create_tables, insert_rows, remove_reports, write_terms
from kg.errors import NotColumnar, StoreError, StoreFull
from kg.store.engine_files import private_creation, sync_path

__all__ = ["Source", "refresh_snapshot"]

#: Reports whose rows are gathered before they are written.
_TOGETHER = 2_000
_REPORT, _DERIVED = "report/", "derived/"
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
        """Return the graphs that changed after a commit, None when that is not known."""
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
    with connected(path, read_only=False) as connection:
        connection.begin()
        if changed is None:
            create_tables(connection)
        else:
            remove_reports(connection, map(_number, _of_kind(changed, _REPORT)))
            remove_derived(connection, map(_number, _of_kind(changed, _DERIVED)))
        misfit = _fill(connection, source, _Graphs.of(graphs, changed), on_progress)
        facts = {"format": FORMAT, "sequence": str(source.sequence), "misfit": misfit}
        connection.execute("DELETE FROM facts")
        for name, value in facts.items():
            connection.execute("INSERT INTO facts VALUES (?, ?)", [name, value])
        connection.commit()
        connection.execute("CHECKPOINT")


@dataclass(frozen=True, slots=True)
class _Graphs:
    """The graphs to be read: those of reports and of derived facts that changed, all others."""

    reports: list[URIRef]
    derived: list[URIRef]
    others: list[URIRef]

    @classmethod
    def of(cls, graphs: Iterable[URIRef], changed: frozenset[URIRef] | None) -> "_Graphs":
        listed = list(graphs)
        reports, derived = _of_kind(listed, _REPORT), _of_kind(listed, _DERIVED)
        others = sorted(set(listed).difference(reports, derived))
        if changed is not None:
            reports, derived = (sorted(changed.intersection(one)) for one in (reports, derived))
        return cls(reports, derived, others)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    graphs: _Graphs,
    on_progress: OnProgress | None,
) -> str:
    """Insert reports and what is beside them; return why it cannot be done, or nothing."""
    numbers = read_numbers(connection)
    done, total = 0, len(graphs.reports) + len(graphs.derived)
    try:
        for group in _groups(graphs.reports):
            rows = Rows(numbers)
            for graph in group:
                rows.add(source.engine_quads(graph))
            insert_rows(connection, rows)
            done = _tell(on_progress, done + len(group), total)
        for group in _groups(graphs.derived):
            gathered = Gathered(numbers)
            for graph in group:
                gathered.add(source.engine_quads(graph), _number(graph))
            insert_derived(connection, gathered)
            done = _tell(on_progress, done + len(group), total)
        gathered = Gathered(numbers)
        for graph in graphs.others:
            gathered.add(source.engine_quads(graph))
        write_ontology(connection, gathered)
        write_terms(connection, numbers)
        relate(connection, numbers)
    except NotColumnar as error:
        return error.reason
    return ""


def _tell(on_progress: OnProgress | None, done: int, total: int) -> int:
    if on_progress is not None:
        on_progress(done, total)
    return done


def _groups(graphs: list[URIRef]) -> Iterator[list[URIRef]]:
    remaining = iter(graphs)
    while group := list(islice(remaining, _TOGETHER)):
        yield group


def _of_kind(graphs: Iterable[URIRef], path: str) -> list[URIRef]:
    """Return the graphs whose names start with a path of the data."""
    return [one for one in graphs if (local_part(str(one)) or "").startswith(path)]


def _number(graph: URIRef) -> int:
    return node_number(local_part(str(graph)) or "")


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
