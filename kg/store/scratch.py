"""A few triples beside the ontology, in memory, to ask what rules find in them."""

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph
from rdflib import URIRef

from kg.store.background import shipped_graphs
from kg.store.terms import to_n_triples
from kg.triples.terms import Triple

__all__ = ["ScratchStore"]


class ScratchStore:
    """The ontology and the triples that are put beside it, for one question after the other."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._engine = pyoxigraph.Store()
        self._engine.bulk_extend(pyoxigraph.Quad(*triple) for triple in _background())
        self._engine.load(to_n_triples(triples), pyoxigraph.RdfFormat.N_TRIPLES)

    def rows(self, sparql: str) -> Iterator[tuple[URIRef, ...]]:
        """Yield the rows of a SELECT query of this package whose cells are all IRIs."""
        found = self._engine.query(sparql)
        if isinstance(found, pyoxigraph.QuerySolutions):
            for row in found:
                yield tuple(URIRef(cell.value) for cell in row)


@cache
def _background() -> tuple[pyoxigraph.Triple, ...]:
    return tuple(triple for graph in shipped_graphs() for triple in graph.triples())
