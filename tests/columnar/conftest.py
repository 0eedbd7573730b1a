"""Graphs of reports as a store would give them to a snapshot, one commit after the other."""

from collections.abc import Iterator, Mapping

import pyoxigraph
import pytest
from rdflib import URIRef

from kg.store.background import shipped_graphs
from kg.store.terms import from_n_triples
from tests.conformance.corpora import Corpus, contents


class Commits:
    """The graphs of reports at the last of several commits."""

    def __init__(self) -> None:
        self.sequence = 0
        self.reports: dict[URIRef, bytes] = {}
        self.read: list[URIRef] = []
        self._changed: dict[URIRef, int] = {}
        self._background = {graph.name: graph.triples() for graph in shipped_graphs()}

    def commit(self, changes: Mapping[URIRef, bytes]) -> None:
        """Put graphs in the place of what they were; no bytes remove one."""
        self.sequence += 1
        for graph, lines in changes.items():
            self._changed[graph] = self.sequence
            if lines:
                self.reports[graph] = lines
            else:
                self.reports.pop(graph, None)

    def graphs(self) -> tuple[URIRef, ...]:
        return (*self.reports, *self._background)

    def engine_quads(self, graph: URIRef) -> Iterator[pyoxigraph.Quad]:
        if graph in self.reports:
            self.read.append(graph)
            return from_n_triples(self.reports[graph])
        name = pyoxigraph.NamedNode(str(graph))
        return (
            pyoxigraph.Quad(one.subject, one.predicate, one.object, name)
            for one in self._background[graph]
        )

    def changed_graphs(self, after: int) -> frozenset[URIRef] | None:
        return frozenset(graph for graph, sequence in self._changed.items() if sequence > after)


@pytest.fixture
def commits() -> Commits:
    return Commits()


@pytest.fixture(scope="session")
def demo_graphs() -> Mapping[URIRef, bytes]:
    """Give the graphs of the demonstration reports, then those of what is derived from them."""
    found = contents(Corpus.WHOLE)
    return {name: found[name] for name in sorted(found, key=lambda one: ("/derived/" in one, one))}
