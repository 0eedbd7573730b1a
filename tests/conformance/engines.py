"""The engines that must answer alike; a new one is a function here and a line in the table.

Each is given a folder of its own and the graphs of the reports, and yields a store that holds them
beside the ontology. One that cannot be had on this machine skips its tests with the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import URIRef

from kg.store.background import shipped_graphs
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Store
from kg.store.memory import MemoryStore
from kg.store.terms import from_n_triples

__all__ = ["ENGINES", "JUDGE", "OTHERS", "REFERENCE", "opened"]

Contents = Mapping[URIRef, bytes]
OpenEngine = Callable[[Path, Contents], Iterator[Store]]

#: Slow and simple; what it answers, on as much as it can be asked about, the judge must answer.
REFERENCE = "rdflib"
#: Fast enough to be asked about everything; what it answers, every other engine must answer.
JUDGE = "embedded"


def _rdflib(folder: Path, contents: Contents) -> Iterator[Store]:
    with MemoryStore() as store:
        store.replace_contents(contents)
        yield store


def _embedded(folder: Path, contents: Contents) -> Iterator[Store]:
    with EmbeddedStore(folder / "oxigraph") as store:
        store.replace_contents(contents)
        yield store


def _columnar(folder: Path, contents: Contents) -> Iterator[Store]:
    pytest.importorskip("duckdb", reason="the columnar engine needs duckdb")
    from kg.columnar.columnar_store import ColumnarStore
    from kg.columnar.snapshot import refresh_snapshot

    refresh_snapshot(folder / "columnar", _Source(contents))
    with ColumnarStore(folder / "columnar") as store:
        yield store


class _Source:
    """The graphs as a store would give them to a snapshot."""

    sequence = 1

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._background = {graph.name: graph for graph in shipped_graphs()}

    def graphs(self) -> tuple[URIRef, ...]:
        return (*self._contents, *self._background)

    def engine_quads(self, graph: URIRef) -> Iterator[pyoxigraph.Quad]:
        if graph in self._contents:
            return from_n_triples(self._contents[graph])
        name = pyoxigraph.NamedNode(str(graph))
        triples = self._background[graph].triples()
        return (pyoxigraph.Quad(one.subject, one.predicate, one.object, name) for one in triples)

    def changed_graphs(self, after: int) -> frozenset[URIRef] | None:
        return None


ENGINES: Mapping[str, OpenEngine] = {
    REFERENCE: _rdflib,
    JUDGE: _embedded,
    "columnar": _columnar,
}
OTHERS = tuple(name for name in ENGINES if name not in {REFERENCE, JUDGE})


@contextmanager
def opened(name: str, folder: Path, contents: Contents) -> Iterator[Store]:
    """Give the store of an engine with these graphs in it."""
    yield from ENGINES[name](folder, contents)
