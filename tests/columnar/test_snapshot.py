"""A snapshot shows its store at one commit, whatever happened before and whoever reads it."""

import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from rdflib import RDF, URIRef

from kg.columnar.columnar_store import ColumnarStore
from kg.columnar.kinds import Kind
from kg.columnar.schema import DERIVED, LINKS, TABLES
from kg.columnar.snapshot import refresh_snapshot
from kg.columnar.snapshot_files import newest_snapshot
from kg.columnar.spool import Spool
from kg.errors import NotColumnar, ReadOnlyStore, StoreDamaged, UnknownStore
from kg.vocabulary.namespaces import DATA, SPINE
from tests.columnar.conftest import Commits

Graphs = Mapping[URIRef, bytes]
COUNT = "PREFIX s: <https://w3id.org/spinekg/spine#> SELECT (COUNT(*) AS ?n) { ?f a s:Finding }"


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, sorted, with names in place of the dictionary's numbers.

    The nodes of derived facts are only a dictionary too, from which nothing is removed.
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        names = dict(connection.execute("SELECT number, iri FROM terms").fetchall())
        found = {}
        for (name, said), columns in _columns(connection).items():
            shown = ", ".join(column for column, _ in columns)
            rows = connection.execute(f"SELECT {shown} FROM {name}").fetchall()
            kinds = [kind for _, kind in columns]
            found[said] = sorted(
                (
                    tuple(
                        names.get(cell, cell) if kind is Kind.IRI else cell
                        for kind, cell in zip(kinds, row, strict=True)
                    )
                    for row in rows
                ),
                key=repr,
            )
        return {said: rows for said, rows in found.items() if rows}


def _columns(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], list[tuple[str, Kind]]]:
    """Return the columns of each table and their kinds, by its name and what it is about."""
    found = {
        (table.name, table.name): [
            ("local", Kind.STRING),
            *((one.name, one.kind) for one in table.columns),
        ]
        for table in TABLES.values()
        if table.name != DERIVED
    }
    found |= {(one.name, one.name): [("subject", Kind.IRI), ("object", one.kind)] for one in LINKS}
    said = connection.execute("SELECT name, property, kind FROM relations").fetchall()
    for name, property, kind in said:
        found[name, property] = [("subject", Kind.IRI), ("object", Kind(kind))]
    return found


def with_other_level(lines: bytes) -> bytes:
    """Return the graph of a report that was read anew, with other levels."""
    return re.sub(rb"spine#T(\d+)>", rb"spine#L1>", lines)


def test_what_is_appended_is_what_would_be_made_anew(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    chance = random.Random(20240107)
    names = list(demo_graphs)
    commits.commit({name: demo_graphs[name] for name in names[:60]})
    refresh_snapshot(tmp_path / "kept", commits)
    for _ in range(6):
        for _ in range(chance.randint(1, 3)):
            changes = {}
            for name in chance.sample(names, 12):
                lines = demo_graphs[name]
                changes[name] = chance.choice([b"", lines, lines, with_other_level(lines)])
            commits.commit(changes)
        kept = refresh_snapshot(tmp_path / "kept", commits)
        anew = refresh_snapshot(tmp_path / f"anew-{commits.sequence}", commits)
        assert tables(kept.path) == tables(anew.path)
        assert kept.sequence == commits.sequence


def test_only_what_changed_is_read(tmp_path: Path, commits: Commits, demo_graphs: Graphs) -> None:
    commits.commit(demo_graphs)
    refresh_snapshot(tmp_path, commits)
    commits.read.clear()
    changed = next(iter(demo_graphs))
    commits.commit({changed: with_other_level(demo_graphs[changed])})
    refresh_snapshot(tmp_path, commits)
    assert commits.read == [changed]


def test_a_fresh_snapshot_is_left_alone(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit(demo_graphs)
    made = refresh_snapshot(tmp_path, commits)
    before = made.path.stat()
    assert refresh_snapshot(tmp_path, commits) == made
    assert made.path.stat() == before


def test_patients_go_with_their_last_report(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit(demo_graphs)
    assert tables(refresh_snapshot(tmp_path, commits).path)["patients"]
    commits.commit(dict.fromkeys(demo_graphs, b""))
    nothing = tables(refresh_snapshot(tmp_path / "nothing", commits).path)
    assert not {table.name for table in TABLES.values()} & nothing.keys()
    assert tables(refresh_snapshot(tmp_path, commits).path) == nothing


def test_a_report_that_fits_no_column_is_never_answered_about(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    graph = next(iter(demo_graphs))
    strange = (
        b"<" + str(graph).encode() + b"> <https://example.org/strange> <https://example.org/x> .\n"
    )
    commits.commit({**demo_graphs, graph: demo_graphs[graph] + strange})
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store, pytest.raises(NotColumnar, match="strange"):
        store.select(COUNT)
    commits.commit({graph: demo_graphs[graph]})
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store:
        assert int(str(store.select(COUNT).rows[0][0])) > 0


def test_who_reads_goes_on_while_the_snapshot_is_replaced(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit(demo_graphs)
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as old:
        before = old.select(COUNT)
        commits.commit(dict.fromkeys(list(demo_graphs)[:100], b""))
        refresh_snapshot(tmp_path, commits)
        assert old.select(COUNT) == before
        with ColumnarStore(tmp_path) as new:
            assert new.select(COUNT) != before
            assert (old.sequence, new.sequence) == (1, 2)


def test_files_are_the_owners_alone(tmp_path: Path, commits: Commits, demo_graphs: Graphs) -> None:
    folder = tmp_path / "columnar"
    commits.commit(demo_graphs)
    refresh_snapshot(folder, commits)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_damaged_file_is_named_as_one(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit(demo_graphs)
    path = refresh_snapshot(tmp_path, commits).path
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreDamaged, match="made anew"):
        ColumnarStore(tmp_path)
    commits.commit({})
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store:
        assert store.sequence == 2


def test_nothing_goes_in_and_nothing_is_there_before(tmp_path: Path, commits: Commits) -> None:
    with pytest.raises(UnknownStore):
        ColumnarStore(tmp_path)
    commits.commit({})
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store, pytest.raises(ReadOnlyStore):
        store.remove_graph(URIRef("https://example.org/graph"))


REFRESHER = """
import sys
from pathlib import Path
from kg.columnar.kinds import Kind
from kg.columnar.schema import DERIVED, LINKS, TABLES
from kg.columnar.snapshot import refresh_snapshot
from kg.vocabulary.namespaces import DATA, SPINE
from tests.columnar.conftest import Commits
from tests.conformance.corpora import Corpus, contents

if __name__ == "__main__":
    commits = Commits()
    for sequence in range(1000):
        commits.commit(contents(Corpus.WHOLE))
        commits.sequence = int(sys.argv[2]) + sequence
        refresh_snapshot(Path(sys.argv[1]), commits)
        print(commits.sequence, flush=True)
"""


@pytest.mark.slow
def test_a_killed_refresh_leaves_the_snapshot_before_it(tmp_path: Path) -> None:
    chance = random.Random(20240108)
    script = tmp_path / "refresher.py"
    script.write_text(REFRESHER, encoding="utf-8")
    folder, first = tmp_path / "columnar", 1
    counts = set()
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, str(script), str(folder), str(first)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        ) as process:
            assert process.stdout is not None
            told = int(process.stdout.readline())
            time.sleep(chance.uniform(0, 0.8))
            process.send_signal(signal.SIGKILL)
            told = max([told, *map(int, process.stdout.read().split())])
        found = newest_snapshot(folder)
        assert found is not None
        assert found.sequence >= told
        with ColumnarStore(folder) as store:
            counts.add(str(store.select(COUNT).rows[0][0]))
        first = found.sequence + 1
    assert len(counts) == 1


def test_graphs_that_were_just_stored_are_not_read_from_the_store(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit(demo_graphs)
    spool = Spool()
    kept = dict(list(demo_graphs.items())[10:])
    spool.keep(dict.fromkeys(kept, b""))
    spool.keep(kept)
    spooled = refresh_snapshot(tmp_path / "spooled", spool.before(commits))
    assert set(commits.read) == demo_graphs.keys() - kept.keys()
    read = refresh_snapshot(tmp_path / "read", commits)
    assert tables(spooled.path) == tables(read.path)


CLASSES = "PREFIX s: <https://w3id.org/spinekg/spine#> SELECT ?finding {{ {pattern} }}"
T12 = "?finding a s:PresentFinding ; s:atLevel s:T12"


def derived_class(finding: str, name: str) -> dict[URIRef, bytes]:
    """Return the graph of derived facts that says that a finding is an instance of a class."""
    line = f"<{finding}> <{RDF.type}> <{SPINE[name]}> .\n"
    return {DATA["derived/of-a-patient"]: line.encode()}


def test_a_derived_class_of_a_finding_counts_beside_those_of_its_report(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit({name: lines for name, lines in demo_graphs.items() if "/report/" in name})
    refresh_snapshot(tmp_path, commits)
    present = CLASSES.format(pattern=T12)
    with ColumnarStore(tmp_path) as store:
        before = store.select(present).rows
    finding = str(before[0][0])
    commits.commit(derived_class(finding, "OfADefinedClass"))
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store:
        for pattern in ("?finding a s:OfADefinedClass", T12 + " ; a s:OfADefinedClass"):
            assert [str(one) for (one,) in store.select(CLASSES.format(pattern=pattern)).rows] == [
                finding
            ]
        assert sorted(store.select(present).rows) == sorted(before)
        classes = store.select(f"SELECT ?class {{ <{finding}> a ?class }}").rows
    assert len(classes) == len(set(classes))
    assert (SPINE.OfADefinedClass,) in classes


def test_a_derived_class_that_the_report_says_as_well_would_count_twice(
    tmp_path: Path, commits: Commits, demo_graphs: Graphs
) -> None:
    commits.commit(demo_graphs)
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store:
        finding = str(store.select(CLASSES.format(pattern="?finding a s:Finding")).rows[0][0])
    commits.commit(derived_class(finding, "Finding"))
    refresh_snapshot(tmp_path, commits)
    with ColumnarStore(tmp_path) as store, pytest.raises(NotColumnar, match="derived class"):
        store.select(COUNT)
