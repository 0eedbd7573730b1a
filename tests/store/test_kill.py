"""A process that is killed while it writes leaves whole reports, and all that it acknowledged.

SPINEKG_KILLS says how often; 250 take about four minutes.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import URIRef

from kg.store.background import BackgroundGraph
from kg.store.embedded import EmbeddedStore
from kg.store.ledger import Ledger
from kg.store.reading_store import open_reader
from kg.store.store_folder import StoreFiles
from kg.store.verification import verify

KILLS = int(os.environ.get("SPINEKG_KILLS", "24"))

#: Writes the graphs of the reports 0, 1, 2, … as `content` gives them, in batches, over and over:
#: each round in its own way and with another content, every third round with none; prints a line
#: per batch once it is acknowledged.
WRITER = """
import sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store import embedded
from kg.store.background import BackgroundGraph
from kg.store.embedded import EmbeddedStore
from kg.store.terms import to_n_triples

def content(report, round):
    if round % 3 == 2:
        return set()
    graph = f"https://example.org/report/{report}"
    size = 40 + 7 * (report % 11) + 400 * (report % 13 == 0)
    return {
        (URIRef(f"{graph}/{n % 9}"), URIRef("https://example.org/p"), Literal(f"{round} {n}"))
        for n in range(size)
    } | {(URIRef("https://example.org/shared"), URIRef("https://example.org/p"), Literal("x"))}

if __name__ == "__main__":
    directory, first_round, *files = sys.argv[1:]
    background = tuple(
        BackgroundGraph(URIRef(f"https://example.org/{file}"), (Path(file),)) for file in files
    )
    store = EmbeddedStore(Path(directory), background=background)
    for round in range(int(first_round), int(first_round) + 1000):
        # As rows, as lines that are loaded, as lines that are loaded in bulk, and in place.
        way = round // 3 % 3
        embedded._BULK = 1 if way == 1 else 10**9
        for start in range(0, 60, 5):
            graphs = {
                URIRef(f"https://example.org/report/{n}"): content(n, round)
                for n in range(start, start + 5)
            }
            if way == 0:
                store.replace_graphs(graphs)
            else:
                store.replace_contents({g: to_n_triples(t) for g, t in graphs.items()})
            if start == 30:
                store.checkpoint()
            print(round, start, flush=True)
"""


@pytest.mark.slow
def test_kill_9_leaves_whole_reports_and_loses_nothing_acknowledged(
    tmp_path: Path, background: tuple[BackgroundGraph, ...]
) -> None:
    writer, directory = tmp_path / "writer.py", tmp_path / "store"
    writer.write_text(WRITER, encoding="utf-8")
    namespace: dict[str, object] = {"__name__": "writer"}
    exec(compile(WRITER, "writer.py", "exec"), namespace)
    content = namespace["content"]
    assert callable(content)
    chance = random.Random(20240103)
    acknowledged: list[int | None] = [None] * 60
    killed_while_writing = batches = 0
    for kill in range(KILLS):
        # Each run starts with another kind of round.
        first = kill * 999 + kill % 9
        lines = _killed_writer(writer, directory, background, first, chance)
        killed_while_writing += bool(lines)
        batches += len(lines)
        for line in lines:
            number, start = map(int, line.split())
            acknowledged[start : start + 5] = [number] * 5
        under_way = int(lines[-1].split()[0]) if lines else first
        with EmbeddedStore(directory, background=()) as store:
            for report, known in enumerate(acknowledged):
                stored = set(store.graph_triples(URIRef(f"https://example.org/report/{report}")))
                possible = {known, under_way, under_way + 1}
                found = [one for one in possible if stored == _content(content, report, one)]
                assert found, f"report {report} is neither what it was nor what it was to be"
                if known not in found:
                    acknowledged[report] = found[0]
    files = StoreFiles(directory)
    with open_reader(directory, background=()) as reader:
        contents = Ledger(files.ledger).contents(until=reader.sequence)
        assert verify(reader, contents) == ()
    assert killed_while_writing > KILLS // 2
    assert batches > KILLS


def _content(content: object, report: int, round_: int | None) -> set[object]:
    """Return what a report holds after a round; nothing before the first."""
    assert callable(content)
    return set() if round_ is None else set(content(report, round_))


def _killed_writer(
    writer: Path,
    directory: Path,
    background: tuple[BackgroundGraph, ...],
    first_round: int,
    chance: random.Random,
) -> list[str]:
    """Run the writer, kill it at a random moment, and return its whole lines."""
    files = [str(path) for graph in background for path in graph.files]
    output = directory.with_name("acknowledged")
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, str(writer), str(directory), str(first_round), *files],
            stdout=stream,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
    # The clock starts with the first acknowledgement in three of four cases, else at once.
    if chance.random() < 0.75:
        while output.stat().st_size == 0 and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.25)
    else:
        time.sleep(chance.uniform(0.2, 0.6))
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    return [line for line in output.read_text().split("\n")[:-1] if line]
