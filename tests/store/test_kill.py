"""A process that is killed while it adds leaves whole reports, and all that it acknowledged."""

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
from kg.vocabulary.namespaces import COMMITS_GRAPH

KILLS = 32

#: Writes the graphs of the reports 0, 1, 2, … as `content` gives them, in batches, over and over,
#: each round with another content; prints a line per batch once it is acknowledged.
WRITER = """
import sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store.background import BackgroundGraph
from kg.store.embedded import EmbeddedStore

def content(report, round):
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
        for start in range(0, 60, 5):
            store.replace_graphs({
                URIRef(f"https://example.org/report/{n}"): content(n, round)
                for n in range(start, start + 5)
            })
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
    acknowledged = [-1] * 60
    killed_while_writing = 0
    for kill in range(KILLS):
        lines = _killed_writer(writer, directory, background, kill * 1000, chance)
        killed_while_writing += bool(lines)
        for line in lines:
            number, start = map(int, line.split())
            acknowledged[start : start + 5] = [number] * 5
        with EmbeddedStore(directory, background=()) as store:
            for report, least in enumerate(acknowledged):
                triples = store.graph_triples(URIRef(f"https://example.org/report/{report}"))
                round_stored = _round_of(triples)
                assert set(triples) == (content(report, round_stored) if triples else set())
                assert round_stored >= least
                acknowledged[report] = round_stored
            default = store.select(
                "SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } "
                f"FILTER(?g != <{COMMITS_GRAPH}>) }}"
            )
            union = store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
            assert len(union.rows) == len(default.rows)
    assert killed_while_writing > KILLS // 2


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


def _round_of(triples: tuple[tuple[object, ...], ...]) -> int:
    rounds = {int(str(value).split()[0]) for _, _, value in triples if str(value) != "x"}
    assert len(rounds) <= 1, "a graph is half old and half new"
    return rounds.pop() if rounds else -1
