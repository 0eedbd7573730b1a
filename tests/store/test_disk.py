"""What happens on a real disk: a sync before every acknowledgement, and no space left."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import StoreFull
from kg.store.embedded import EmbeddedStore
from kg.store.ledger import Ledger
from kg.store.reading_store import open_reader
from kg.store.store_folder import StoreFiles
from kg.store.verification import verify
from kg.triples.terms import Triple

ROOT = "https://example.org"
MEGABYTE = 1 << 20
#: Reports that cannot all have room on what is left of the disk.
MANY = 1_000


def graph(number: int) -> URIRef:
    return URIRef(f"{ROOT}/report/{number}")


def triples(number: int) -> set[Triple]:
    return {
        (URIRef(f"{ROOT}/{number}/{n}"), URIRef(f"{ROOT}/p"), Literal(f"{number} {n} " * 200))
        for n in range(50)
    }


WRITER = f"""
import os, sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store.embedded import EmbeddedStore
from kg.store.terms import to_engine_triple, to_n_triples

with EmbeddedStore(Path(sys.argv[1]), background=()) as store:
    for n in range(20):
        graph = URIRef("{ROOT}/report/%d" % (n % 10))
        triples = [(graph, graph, Literal("%d %d" % (n, m) * 50)) for m in range(20)]
        if n % 3 == 0:
            store.replace_contents({{graph: to_n_triples(triples)}})
        elif n % 7 == 6:
            store.remove_graph(graph)
        else:
            store.replace_graph(graph, triples)
        os.write(1, b"acknowledged\\n")
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_log_and_ledger_are_synced_before_every_acknowledgement(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    calls = "fsync,fdatasync,write,openat,pwrite64"
    done = subprocess.run(
        [
            *("strace", "-f", "-y", "-o", str(trace), "-e", f"trace={calls}"),
            *(sys.executable, "-c", WRITER, str(tmp_path / "store")),
        ],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
    )
    if b"Operation not permitted" in done.stderr:
        pytest.skip("this machine does not let strace look")
    assert done.returncode == 0, done.stderr
    synced: list[str] = []
    acknowledged = 0
    for line in trace.read_text(errors="replace").splitlines():
        if match := re.search(r"f(?:data)?sync\(\d+<([^>]*)>", line):
            synced.append(Path(match[1]).name)
        elif "write(1<" in line and "acknowledged" in line:
            acknowledged += 1
            assert any(name.endswith(".log") for name in synced), line
            assert synced[-1] == "store.ledger.jsonl" or "store.ledger.jsonl" in synced
            synced.clear()
    assert acknowledged == 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of 256 MB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", str(disk)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk of 256 MB")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_said_and_overcome_by_the_same_process(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    stored: set[int] = set()
    failures = 0
    with EmbeddedStore(small_disk / "store", background=()) as store:
        for round in range(4):
            free = shutil.disk_usage(small_disk).free
            with suppress(OSError):  # the engine may take some of it in the background meanwhile
                ballast.write_bytes(b"x" * max(0, free - 24 * MEGABYTE))
            for number in range(round * MANY, round * MANY + MANY):
                try:
                    store.replace_graph(graph(number), triples(number))
                except StoreFull:
                    failures += 1
                    break
                stored.add(number)
            ballast.unlink()
            # The same process goes on by itself as soon as there is space.
            store.replace_graph(graph(4 * MANY + round), {(graph(1), graph(1), Literal(round))})
            stored.add(4 * MANY + round)
            if round % 2:
                for number in sorted(stored)[: len(stored) // 2]:
                    store.remove_graph(graph(number))
                    stored.discard(number)
        assert failures
        held = {int(str(name).rpartition("/")[2]) for name in store.graphs()}
        # What was refused may be there, but then wholly.
        assert stored <= held
        assert all(
            set(store.graph_triples(graph(number))) == triples(number)
            for number in held
            if number < 4 * MANY
        )
    files = StoreFiles(small_disk / "store")
    with open_reader(files.engine, background=()) as reader:
        contents = Ledger(files.ledger).contents(until=reader.sequence)
        assert verify(reader, contents) == ()
