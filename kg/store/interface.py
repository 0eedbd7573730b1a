"""What every store can do, whichever engine is behind it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from rdflib import Literal, URIRef
from rdflib.term import IdentifiedNode

from kg.store.terms import from_engine_triple, from_n_triples
from kg.triples.terms import Term, Triple

__all__ = ["Quad", "Store", "Table", "Triple"]

Quad = tuple[IdentifiedNode, URIRef, IdentifiedNode | Literal, URIRef]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT query; a cell is None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Return the cells of one column, top to bottom."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


class Store(Protocol):
    """Named graphs that can be replaced as a whole, and SPARQL over all of them at once.

    A query sees the set of the triples of all graphs: one that stands in two graphs is there
    once. Errors are StoreError, QueryError or their kinds, never those of the engine.
    """

    def replace_graph(self, graph: URIRef, triples: Iterable[Triple]) -> bool:
        """Make `triples` the whole content of a graph, wholly or not at all, and sync.

        Returns False when they were already. No triples means that the graph goes.
        """
        return bool(self.replace_graphs({graph: triples}))

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Replace several graphs, each wholly or not at all, and sync once after the last.

        Returns those that changed.
        """
        ...

    def replace_contents(self, contents: Mapping[URIRef, bytes]) -> frozenset[URIRef]:
        """Do what `replace_graphs` does with graphs that come as N-Triples."""
        return self.replace_graphs(
            {
                graph: tuple(map(from_engine_triple, from_n_triples(lines)))
                for graph, lines in contents.items()
            }
        )

    def remove_graph(self, graph: URIRef) -> bool:
        """Remove a graph; return False when there was none."""
        return self.replace_graph(graph, ())

    def has_graph(self, graph: URIRef) -> bool:
        """Say whether the graph holds a triple."""
        ...

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Return the triples of one graph, sorted."""
        ...

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""
        ...

    def last_commit(self) -> int | None:
        """Return the number of the last commit, None in a store that does not count them."""
        return None

    def changed_graphs(self, after: int) -> frozenset[URIRef]:
        """Return the graphs that changed after a commit, none in a store that counts none."""
        return frozenset()

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query over all graphs.

        Raises InvalidQuery when the text is not one, RefusedQuery when it would leave the store.
        """
        ...

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query over all graphs; raises what `select` raises."""
        ...

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query, sorted; raises what `select` raises."""
        ...

    def quads(self) -> Iterator[Quad]:
        """Yield every triple with its graph, sorted by graph and triple."""
        for graph in self.graphs():
            for triple in self.graph_triples(graph):
                yield (*triple, graph)

    def quad_count(self) -> int:
        """Return how many quads there are."""
        ...

    def close(self) -> None:
        """Let go of the files; a closed store answers nothing."""
        ...

    def __enter__(self) -> Self:
        """Return the store itself; leaving the block closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()
