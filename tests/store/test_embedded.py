"""The store on disk: private, locked, synced, repaired of leftovers, and honest when it fails."""

import errno
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Literal, URIRef

from kg.errors import KgError, StoreDamaged, StoreError, StoreLocked
from kg.store import committing_engine
from kg.store.background import BackgroundGraph
from kg.store.embedded import EmbeddedStore
from kg.store.engine_files import sync_logs
from kg.store.interface import Triple
from kg.vocabulary.namespaces import CLOSURE_GRAPH, DATA, ONTOLOGY, SPINE

Background = tuple[BackgroundGraph, ...]
GRAPH = DATA["report/a"]


def triples(count: int, text: str = "v") -> list[Triple]:
    return [(GRAPH, SPINE.grade, Literal(f"{text}{number}")) for number in range(count)]


def test_what_was_stored_is_there_after_closing(tmp_path: Path, background: Background) -> None:
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        store.replace_graph(GRAPH, triples(10))
        quads = list(store.quads())
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        assert list(store.quads()) == quads


def test_all_files_are_the_owners_alone(tmp_path: Path, background: Background) -> None:
    directory = tmp_path / "new" / "store"
    before = os.umask(0o022)
    try:
        with EmbeddedStore(directory, background=background) as store:
            store.replace_graph(GRAPH, triples(10))
            assert directory.stat().st_mode & 0o777 == 0o700
        assert modes(directory) == {0o600}
        assert directory.stat().st_mode & 0o777 == 0o700
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_files_that_others_could_read_are_closed_to_them(
    tmp_path: Path, background: Background
) -> None:
    directory = tmp_path / "store"
    EmbeddedStore(directory, background=background).close()
    directory.chmod(0o755)
    for path in directory.iterdir():
        path.chmod(0o644)
    with EmbeddedStore(directory, background=background):
        assert directory.stat().st_mode & 0o777 == 0o700
    assert modes(directory) == {0o600}


def modes(directory: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in directory.iterdir()}


def test_leftovers_of_killed_loads_are_swept(tmp_path: Path, background: Background) -> None:
    directory = tmp_path / "store"
    EmbeddedStore(directory, background=background).close()
    leftover = directory / "bulk-0123abcd.sst"
    leftover.write_text("Jane Roe", encoding="utf-8")
    with EmbeddedStore(directory, background=background):
        assert not leftover.exists()
        assert not list(directory.glob("LOG.old.*"))


def test_a_second_opening_is_refused_with_advice(tmp_path: Path, background: Background) -> None:
    with (
        EmbeddedStore(tmp_path / "store", background=background),
        pytest.raises(StoreLocked, match="another process"),
    ):
        EmbeddedStore(tmp_path / "store", background=background)
    EmbeddedStore(tmp_path / "store", background=background).close()


def test_another_process_is_refused_while_the_store_is_open(
    tmp_path: Path, background: Background
) -> None:
    program = f"""
        from pathlib import Path
        from kg.errors import StoreLocked
        from kg.store.embedded import EmbeddedStore
        try:
            EmbeddedStore(Path({str(tmp_path / "store")!r}), background=())
        except StoreLocked:
            print("locked")
    """
    with EmbeddedStore(tmp_path / "store", background=background):
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
    assert done.stdout == "locked\n"


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="is not a folder"):
        EmbeddedStore(tmp_path / "store", background=())


@pytest.mark.parametrize("damage", ["truncate", "delete"])
def test_damaged_files_are_reported(tmp_path: Path, background: Background, damage: str) -> None:
    directory = tmp_path / "store"
    EmbeddedStore(directory, background=background).close()
    for path in directory.glob("MANIFEST-*"):
        path.unlink() if damage == "delete" else os.truncate(path, 40)
    with pytest.raises(StoreDamaged, match="damaged") as caught:
        EmbeddedStore(directory, background=background)
    assert "MANIFEST" not in str(caught.value)


def test_a_write_is_synced_before_it_is_acknowledged(
    tmp_path: Path, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    with EmbeddedStore(tmp_path / "store", background=background) as store:
        monkeypatch.setattr(os, "fsync", noted)
        store.replace_graph(GRAPH, triples(3))
        logs = {path.name for path in (tmp_path / "store").glob("*.log")}
        assert logs
        assert set(synced) == {*logs, "store", "store.ledger.jsonl"}
        assert synced[-1] == "store.ledger.jsonl"
        synced.clear()
        store.replace_graph(GRAPH, triples(3))
        assert synced == []
        store.replace_graphs({DATA[f"report/{n}"]: triples(3) for n in range(20)})
        assert synced.count("store") == 1


def test_without_a_log_to_sync_everything_is_flushed(
    tmp_path: Path, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing_engine, "sync_logs", lambda directory: False)
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        tables = set((tmp_path / "store").glob("*.sst"))
        store.replace_graph(GRAPH, triples(3))
        assert set((tmp_path / "store").glob("*.sst")) - tables


def test_a_failed_sync_is_made_up_for_although_nothing_changed(
    tmp_path: Path, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        calls: list[Path] = []

        def failing(directory: Path) -> bool:
            calls.append(directory)
            if len(calls) == 1:
                raise OSError(errno.ENOSPC, "No space left on device")
            return sync_logs(directory)

        monkeypatch.setattr(committing_engine, "sync_logs", failing)
        with pytest.raises(StoreError, match="no space is left"):
            store.replace_graph(GRAPH, triples(3))
        assert store.replace_graph(GRAPH, triples(3)) is False
        assert len(calls) == 2


def test_two_threads_that_replace_one_graph_leave_one_content(
    tmp_path: Path, background: Background
) -> None:
    with EmbeddedStore(tmp_path / "store", background=background) as store:

        def write(text: str) -> None:
            for _ in range(40):
                store.replace_graph(GRAPH, triples(20, text))

        writers = [threading.Thread(target=write, args=(text,)) for text in "abcd"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        stored = set(store.graph_triples(GRAPH))
        assert stored in [set(triples(20, text)) for text in "abcd"]
        seen = store.select(f"SELECT ?o WHERE {{ <{GRAPH}> <{SPINE.grade}> ?o }}")
        assert {row[0] for row in seen.rows} == {value for _, _, value in stored}


def test_the_ontology_is_loaded_once_and_again_when_its_file_changes(
    tmp_path: Path, background: Background
) -> None:
    directory = tmp_path / "store"
    with EmbeddedStore(directory, background=background) as store:
        store.replace_graph(GRAPH, triples(5))
        before = list(store.quads())
    with EmbeddedStore(directory, background=background) as store:
        assert list(store.quads()) == before
    turtle = background[0].files[0]
    changed = turtle.read_text(encoding="utf-8").replace("DiscHerniation", "DiscProtrusion")
    turtle.write_text(changed, encoding="utf-8")
    with EmbeddedStore(directory, background=background) as store:
        subjects = {str(subject) for subject, *_ in store.graph_triples(URIRef(ONTOLOGY))}
        assert str(SPINE.DiscProtrusion) in subjects
        assert str(SPINE.DiscHerniation) not in subjects
        assert store.graph_triples(GRAPH) == tuple(sorted(triples(5)))
        assert len(list(store.quads())) == len(before)
        # Still in the closure, and so still seen; what was only in the ontology is not.
        assert store.ask(f"ASK {{ <{SPINE.DiscHerniation}> ?p ?o }}")
        assert not store.ask(f"ASK {{ <{SPINE.DiscHerniation}> a ?class }}")
        assert store.has_graph(URIRef(CLOSURE_GRAPH))


def test_the_default_graph_is_the_set_of_all_triples(
    tmp_path: Path, background: Background
) -> None:
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        store.replace_graph(GRAPH, triples(50))
        store.replace_graph(DATA["report/b"], triples(30))
        store.replace_graph(GRAPH, triples(10))
        store.remove_graph(DATA["report/b"])
        expected = {quad[:3] for quad in store.quads()}
    engine = pyoxigraph.Store(str(tmp_path / "store"))
    default = list(engine.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))
    assert len(default) == len(expected)


def _limit_file_size() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))


@pytest.mark.slow
def test_a_full_disk_is_said_and_leaves_whole_graphs(
    tmp_path: Path, background: Background
) -> None:
    program = f"""
        from pathlib import Path
        from rdflib import Literal, URIRef
        from kg.errors import KgError
        from kg.store.embedded import EmbeddedStore
        store = EmbeddedStore(Path({str(tmp_path / "store")!r}), background=())
        for number in range(200):
            graph = URIRef(f"https://example.org/{{number}}")
            content = [(graph, URIRef("https://example.org/p"), Literal(f"{{number}} {{n}} " * 9))
                       for n in range(100)]
            try:
                store.replace_graph(graph, content)
            except KgError as error:
                print(type(error).__name__, error)
                break
            print(number, flush=True)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=_limit_file_size,
    )
    *acknowledged, failure = done.stdout.splitlines()
    assert failure.startswith("StoreFull no space is left for the store")
    assert len(acknowledged) > 3
    with EmbeddedStore(tmp_path / "store", background=()) as store:
        sizes = {name: len(store.graph_triples(name)) for name in store.graphs()}
        assert set(sizes.values()) == {100}
        assert {URIRef(f"https://example.org/{number}") for number in acknowledged} <= set(sizes)
        assert store.replace_graph(GRAPH, triples(3)) is True


def test_no_error_of_the_engine_gets_out(tmp_path: Path, background: Background) -> None:
    with EmbeddedStore(tmp_path / "store", background=background) as store:
        queries = [
            "SELECT (1/0 AS ?x) WHERE {}",
            'SELECT (xsd:date("x") AS ?x) WHERE {}',
            "SELECT * WHERE { ?s ?p ?o } LIMIT 99999999999999999999999",
            'SELECT * WHERE { FILTER(REGEX("a", "(")) }',
            "SELECT * WHERE { << ?s ?p ?o >> ?q ?r }",
            "SELECT (TRIPLE(<a:b>, <a:c>, 1) AS ?t) WHERE {}",
            "\ud800",
        ]
        for query in queries:
            try:
                store.select(query)
            except KgError as error:
                assert str(error)
