"""Graphs that were just stored, kept until the snapshot has them.

To read them back from the engine takes ten times as long as to read their lines (measured).
"""

import zlib
from collections.abc import Iterator, Mapping

import pyoxigraph
from rdflib import URIRef

from kg.columnar.snapshot import Source
from kg.store.terms import from_n_triples

__all__ = ["Spool"]

#: Bytes that may be kept; what comes after is read from the store.
_MOST = 512_000_000
#: N-Triples of one report say much the same: this makes them a tenth, at the speed of a disk.
_LEVEL = 1


class Spool:
    """Graphs as compressed N-Triples."""

    def __init__(self) -> None:
        self._kept: dict[URIRef, bytes] = {}
        self._size = 0

    def keep(self, contents: Mapping[URIRef, bytes]) -> None:
        """Keep graphs as they are now, as long as there is room."""
        for graph, lines in contents.items():
            self._size -= len(self._kept.pop(graph, b""))
            packed = zlib.compress(lines, _LEVEL)
            if self._size + len(packed) <= _MOST:
                self._kept[graph] = packed
                self._size += len(packed)

    def before(self, source: Source) -> Source:
        """Return a source that has the kept graphs from here and all others from `source`."""
        return _Spooled(self._kept, source)


class _Spooled:
    def __init__(self, kept: Mapping[URIRef, bytes], source: Source) -> None:
        self._kept, self._source = kept, source

    @property
    def sequence(self) -> int:
        return self._source.sequence

    def graphs(self) -> tuple[URIRef, ...]:
        return self._source.graphs()

    def engine_quads(self, graph: URIRef) -> Iterator[pyoxigraph.Quad]:
        packed = self._kept.get(graph)
        if packed is None:
            return self._source.engine_quads(graph)
        return from_n_triples(zlib.decompress(packed))

    def changed_graphs(self, after: int) -> frozenset[URIRef] | None:
        return self._source.changed_graphs(after)
