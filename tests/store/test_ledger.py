"""The ledger notices what was lost, and readers see whole commits while another process writes."""

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import ReadOnlyStore, StoreDamaged, StoreLocked, UnknownStore
from kg.store.background import BackgroundGraph
from kg.store.embedded import EmbeddedStore
from kg.store.ledger import Ledger, last_commit
from kg.store.reading_store import open_reader
from kg.store.store_folder import StoreFiles
from kg.triples.terms import Triple

Background = tuple[BackgroundGraph, ...]
ROOT = "https://example.org"


def graph(number: int) -> URIRef:
    return URIRef(f"{ROOT}/report/{number}")


def triples(number: int, size: int = 20) -> set[Triple]:
    return {
        (URIRef(f"{ROOT}/{number}/{n}"), URIRef(f"{ROOT}/p"), Literal(f"{number} {n}"))
        for n in range(size)
    }


def filled(directory: Path, background: Background, commits: int = 10) -> StoreFiles:
    with EmbeddedStore(directory, background=background) as store:
        for number in range(commits):
            store.replace_graph(graph(number), triples(number))
    return StoreFiles(directory)


def test_each_commit_is_one_line_that_follows_from_the_one_before(
    tmp_path: Path, background: Background
) -> None:
    files = filled(tmp_path / "store", background)
    commits = list(Ledger(files.ledger).commits())
    assert [commit.sequence for commit in commits] == list(range(1, len(commits) + 1))
    assert all(later.previous == earlier.digest for earlier, later in pairwise(commits))
    assert last_commit(files.ledger) == commits[-1]
    with open_reader(files.engine, background=background) as store:
        assert store.quad_count() == commits[-1].quads
        assert store.sequence == commits[-1].sequence
        assert {graph(n) for n in range(10)} <= store.changed_graphs(0)
        assert store.changed_graphs(commits[-2].sequence) == {graph(9)}


def test_several_graphs_are_one_commit_and_what_does_not_change_is_none(
    tmp_path: Path, background: Background
) -> None:
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        before = store.sequence
        store.replace_graphs({graph(n): triples(n) for n in range(5)})
        assert store.sequence == before + 1
        store.replace_graphs({graph(n): triples(n) for n in range(5)})
        assert store.sequence == before + 1


def test_a_triple_that_two_graphs_give_up_at_once_is_gone(
    tmp_path: Path, background: Background
) -> None:
    shared: Triple = (URIRef(f"{ROOT}/s"), URIRef(f"{ROOT}/p"), Literal("shared"))
    count = f"SELECT (COUNT(*) AS ?n) {{ <{ROOT}/s> ?p ?o }}"
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        store.replace_graphs({graph(n): {shared, *triples(n)} for n in range(3)})
        store.replace_graphs({graph(0): triples(0), graph(1): triples(1)})
        assert str(store.select(count).rows[0][0]) == "1"
        # One gives it up while another takes it.
        store.replace_graphs({graph(2): triples(2), graph(0): {shared, *triples(0)}})
        assert str(store.select(count).rows[0][0]) == "1"
        store.replace_graphs({graph(0): triples(0), graph(2): triples(7)})
        assert str(store.select(count).rows[0][0]) == "0"


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(bytes(content))


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [flipped, halved, Path.unlink])
def test_a_damaged_log_is_named_with_the_reports_that_it_held(
    tmp_path: Path, background: Background, damage: Callable[[Path], None]
) -> None:
    """Oxigraph alone opens such a store without a word."""
    directory = tmp_path / "store"
    script = (
        "import os, sys; from pathlib import Path; from rdflib import Literal, URIRef\n"
        "from kg.store.embedded import EmbeddedStore\n"
        "store = EmbeddedStore(Path(sys.argv[1]), background=())\n"
        "for n in range(30):\n"
        f"    node = URIRef('{ROOT}/report/%d' % n)\n"
        "    store.replace_graph(node, {(node, node, Literal('x' * 2000 + str(n)))})\n"
        "os._exit(0)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(directory)], check=True, cwd=Path(__file__).parents[2]
    )
    (log,) = [path for path in directory.glob("*.log") if path.stat().st_size > 10_000]
    damage(log)
    with pytest.raises(StoreDamaged, match="report/"):
        EmbeddedStore(directory, background=())
    shutil.rmtree(StoreFiles(directory).checkpoints, ignore_errors=True)
    with pytest.raises(StoreDamaged, match="spinekg restore"):
        open_reader(directory, background=())


def test_an_edited_ledger_is_refused(tmp_path: Path, background: Background) -> None:
    files = filled(tmp_path / "store", background)
    lines = files.ledger.read_text().splitlines()
    for number, line in enumerate(lines):
        record = json.loads(line)
        record["quads"] += 1
        edited = [*lines[:number], json.dumps(record, separators=(",", ":")), *lines[number + 1 :]]
        files.ledger.write_text("\n".join(edited) + "\n")
        with pytest.raises(StoreDamaged, match=f"line {number + 1} is not what was written"):
            EmbeddedStore(files.engine, background=background)
    files.ledger.write_text("\n".join([*lines[:3], *lines[4:]]) + "\n")
    with pytest.raises(StoreDamaged, match="line 4 does not follow"):
        EmbeddedStore(files.engine, background=background)
    files.ledger.unlink()
    with pytest.raises(StoreDamaged, match="the ledger of the store"):
        EmbeddedStore(files.engine, background=background)


def test_lines_that_a_killed_process_did_not_write_are_made_up_for(
    tmp_path: Path, background: Background
) -> None:
    files = filled(tmp_path / "store", background)
    whole = files.ledger.read_bytes()
    lines = whole.splitlines(keepends=True)
    for left in (b"".join(lines[:-1]), b"".join(lines[:-3]), whole[:-7]):
        files.ledger.write_bytes(left)
        with EmbeddedStore(files.engine, background=background) as store:
            assert store.sequence == len(lines)
        assert files.ledger.read_bytes() == whole


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_write_that_is_interrupted_before_its_line_is_made_up_for(
    tmp_path: Path, background: Background, monkeypatch: pytest.MonkeyPatch, is_closed: bool
) -> None:
    """Ctrl-C in a notebook ends the call and not the process."""
    files = filled(tmp_path / "store", background, commits=2)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with EmbeddedStore(files.engine, background=background) as store:
        before = store.sequence
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "append", stop)
            with pytest.raises(KeyboardInterrupt):
                store.replace_graph(graph(50), triples(50))
        if not is_closed:
            store.replace_graph(graph(51), triples(51))
    with EmbeddedStore(files.engine, background=background) as store:
        assert store.sequence == before + (1 if is_closed else 2)
        assert set(store.graph_triples(graph(50))) == triples(50)
        assert store.has_graph(graph(51)) is not is_closed


def test_a_store_that_is_killed_within_its_first_commit_opens_again(
    tmp_path: Path, background: Background
) -> None:
    directory = tmp_path / "store"
    script = (
        "import os, sys; from pathlib import Path\n"
        "from kg.store.embedded import EmbeddedStore\n"
        "from kg.store.ledger import Ledger\n"
        "from rdflib import Literal, URIRef\n"
        "Ledger.append = lambda *_: os._exit(9)\n"
        "store = EmbeddedStore(Path(sys.argv[1]), background=())\n"
        f"node = URIRef('{graph(0)}')\n"
        "store.replace_graph(node, {(node, node, Literal('x'))})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(directory)], check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 9
    files = StoreFiles(directory)
    assert files.ledger.read_bytes() == b""
    with EmbeddedStore(directory, background=background) as store:
        store.replace_graph(graph(1), triples(1))
        assert len(set(store.graph_triples(graph(0)))) == 1
    assert {graph(0), graph(1)} <= Ledger(files.ledger).contents(until=store.sequence).keys()


def test_a_damaged_checkpoint_of_a_whole_store_is_made_anew(
    tmp_path: Path, background: Background
) -> None:
    files = filled(tmp_path / "store", background)
    (manifest,) = files.checkpoints.glob("*/MANIFEST-*")
    manifest.unlink()
    with open_reader(files.engine, background=background) as store:
        assert set(store.graph_triples(graph(3))) == triples(3)
        assert store.is_last


def test_a_store_without_a_ledger_gets_one(tmp_path: Path, background: Background) -> None:
    import pyoxigraph

    directory = tmp_path / "store"
    engine = pyoxigraph.Store(str(directory))
    name = pyoxigraph.NamedNode(str(graph(1)))
    for n in range(3):
        triple = (name, name, pyoxigraph.Literal(str(n)))
        engine.extend([pyoxigraph.Quad(*triple, name), pyoxigraph.Quad(*triple)])
    del engine
    with EmbeddedStore(directory, background=background) as store:
        assert store.changed_graphs(0) >= {graph(1)}
        assert store.quad_count() == Ledger(StoreFiles(directory).ledger).last.quads  # type: ignore[union-attr]


WRITER = f"""
import sys, time
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store.embedded import EmbeddedStore

with EmbeddedStore(Path(sys.argv[1]), background=()) as store:
    print("open", flush=True)
    for round in range(10_000):
        store.replace_graphs({{
            URIRef("{ROOT}/report/%d" % n): {{
                (URIRef("{ROOT}/%d/%d" % (n, m)), URIRef("{ROOT}/p"), Literal(round))
                for m in range(5)
            }}
            for n in range(10)
        }})
"""


@pytest.mark.slow
def test_readers_see_whole_commits_while_another_process_writes(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        seen: list[int] = []
        torn: list[int] = []

        def read(until: float) -> None:
            while time.monotonic() < until:
                with open_reader(directory, background=()) as store:
                    rows = store.select(
                        f"SELECT ?o (COUNT(*) AS ?n) {{ ?s <{ROOT}/p> ?o }} GROUP BY ?o"
                    ).rows
                    torn.extend([1] * (len(rows) > 1 or any(str(row[1]) != "50" for row in rows)))
                    seen.append(store.sequence)
                time.sleep(0.02)

        readers = [threading.Thread(target=read, args=(time.monotonic() + 3.5,)) for _ in range(3)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        with pytest.raises(StoreLocked):
            EmbeddedStore(directory, background=())
        process.kill()
    assert not torn
    assert len(seen) > 20
    assert len(set(seen)) > 2
    with open_reader(directory, background=()) as store:
        assert store.sequence >= max(seen)
        assert store.is_last


def test_a_reader_takes_nothing_in_and_a_store_must_be_there(
    tmp_path: Path, background: Background
) -> None:
    with pytest.raises(UnknownStore):
        open_reader(tmp_path / "nothing", background=background)
    files = filled(tmp_path / "store", background)
    with open_reader(files.engine, background=background) as store, pytest.raises(ReadOnlyStore):
        store.remove_graph(graph(1))


def test_checkpoints_that_nobody_reads_are_deleted(tmp_path: Path, background: Background) -> None:
    files = filled(tmp_path / "store", background)
    reader = open_reader(files.engine, background=background)
    held = str(reader.sequence)
    with EmbeddedStore(files.engine, background=background) as store:
        store.replace_graph(graph(99), triples(99))
        store.checkpoint()
        assert {path.name for path in files.checkpoints.iterdir() if path.is_dir()} == {
            held,
            str(store.sequence),
        }
    assert len(reader.graph_triples(graph(3))) == 20
    assert not reader.has_graph(graph(99))
    reader.close()
    with EmbeddedStore(files.engine, background=background) as store:
        store.replace_graph(graph(98), triples(98))
    assert len([path for path in files.checkpoints.iterdir() if path.is_dir()]) == 1
    modes = {path.stat().st_mode & 0o777 for path in files.checkpoints.rglob("*") if path.is_file()}
    assert modes == {0o600}


COUNTER = f"""
import sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store.embedded import EmbeddedStore

COUNTER = URIRef("{ROOT}/counter")

def one_more(triples):
    return [(COUNTER, COUNTER, Literal(1 + max((int(str(o)) for _, _, o in triples), default=0)))]

if __name__ == "__main__":
    for _ in range(int(sys.argv[2])):
        with EmbeddedStore(Path(sys.argv[1]), background=(), wait_seconds=60) as store:
            store.modify_graph(COUNTER, one_more)
"""


@pytest.mark.slow
def test_no_change_of_threads_and_processes_is_lost(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    namespace: dict[str, object] = {"__name__": "counter"}
    exec(compile(COUNTER, "counter.py", "exec"), namespace)
    one_more, counter = namespace["one_more"], URIRef(f"{ROOT}/counter")
    assert callable(one_more)
    others = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTER, str(directory), "12"], cwd=Path(__file__).parents[2]
        )
        for _ in range(2)
    ]

    def work(store: EmbeddedStore) -> None:
        for _ in range(10):
            store.modify_graph(counter, one_more)

    for _ in range(3):
        with EmbeddedStore(directory, background=(), wait_seconds=60) as store:
            threads = [threading.Thread(target=work, args=(store,)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert [process.wait() for process in others] == [0, 0]
    with EmbeddedStore(directory, background=()) as store:
        ((_, _, value),) = store.graph_triples(counter)
        assert int(str(value)) == 3 * 8 * 10 + 2 * 12
