"""Reading all of a store and comparing it with its ledger, graph by graph."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph
from rdflib import URIRef

from kg.errors import StoreDamaged, StoreError
from kg.store.commit_records import content_of
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_reading import EngineReading
from kg.store.ledger import Content

__all__ = ["Damage", "verify"]

_DEFAULT_GRAPH = pyoxigraph.DefaultGraph()
OnProgress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with one graph, or with the store as a whole when `graph` is None."""

    what: str
    graph: URIRef | None = None


def verify(
    store: EngineReading, contents: dict[URIRef, Content], on_progress: OnProgress | None = None
) -> tuple[Damage, ...]:
    """Return all that differs between a store and what its ledger says that each graph holds.

    Every quad is read, so that a damaged block of a file is found wherever it is: with it, the
    graphs that it took. Triples of graphs must be among those that queries see, and these among
    those of the graphs.
    """
    found = list(_graphs(store, contents, on_progress))
    found += _strangers(store, contents)
    found += _union(store)
    return tuple(found)


def _graphs(
    store: EngineReading, contents: dict[URIRef, Content], on_progress: OnProgress | None
) -> Iterator[Damage]:
    for done, (graph, wanted) in enumerate(sorted(contents.items()), start=1):
        try:
            with translated_store_errors("read"):
                triples = [
                    (one.subject, one.predicate, one.object) for one in store.engine_quads(graph)
                ]
                unseen = sum(1 for triple in triples if not store.is_seen(triple))
        except StoreError:
            yield Damage("cannot be read", graph)
            continue
        held = content_of(triples)
        if held.triples != wanted.triples:
            yield Damage(f"holds {held.triples} of {wanted.triples} triples", graph)
        elif wanted.digest and held.digest != wanted.digest:
            yield Damage("holds other triples than were committed", graph)
        elif unseen:
            yield Damage(f"{unseen} of its triples are seen by no query", graph)
        if on_progress is not None:
            on_progress(done, len(contents))


def _strangers(store: EngineReading, contents: dict[URIRef, Content]) -> Iterator[Damage]:
    try:
        graphs = store.graphs()
    except StoreError:
        yield Damage("the list of graphs cannot be read")
        return
    for graph in sorted(set(graphs) - set(contents)):
        if store.has_graph(graph):
            yield Damage("is in the store and not in the ledger", graph)


def _union(store: EngineReading) -> Iterator[Damage]:
    """Look at each triple that queries see for the graph that it comes from."""
    homeless = 0
    try:
        with translated_store_errors("read"):
            for quad in store.all_quads():
                if quad.graph_name == _DEFAULT_GRAPH:
                    triple = (quad.subject, quad.predicate, quad.object)
                    homeless += not store.is_in_a_graph(triple)
    except StoreDamaged:
        yield Damage("what queries see cannot be read whole")
    if homeless:
        yield Damage(f"queries see {homeless} triples that no graph holds")
