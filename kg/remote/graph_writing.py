"""Writing graphs so that a broken connection leaves no report that seems whole and is not.

For each batch: the graphs are noted as unfinished; what they held leaves the union; each graph is
put whole, by one request; their triples join the union but for each report's digest, without which
it does not count as stored; what arrived is counted; last, the digests join, the notes go. Each
step leaves the same content however often it is done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from rdflib import URIRef

from kg.errors import RemoteTruncated
from kg.remote.graph_names import UNFINISHED, UNION, ours_filter
from kg.remote.protocol import Protocol
from kg.remote.reading import RemoteReading
from kg.vocabulary.namespaces import SPINE

__all__ = ["GraphWriting"]

Lines = frozenset[str]
Item = TypeVar("Item")

#: The triple of a report that is written last.
_DIGEST = f" {SPINE.textDigest.n3()} "
_NOTE = SPINE.isUnfinished.n3()
#: Graphs that are named in one request.
_NAMED_TOGETHER = 50
#: Bytes of one request that adds to a graph.
_LARGEST_POST = 8_000_000


class GraphWriting:
    """Writes graphs, each as lines of N-Triples without blank nodes, through a protocol."""

    def __init__(
        self, protocol: Protocol, reading: RemoteReading, *, triples_an_update: int
    ) -> None:
        self._protocol, self._reading = protocol, reading
        self._most = triples_an_update

    def write(self, contents: Mapping[URIRef, Lines], existing: frozenset[URIRef]) -> None:
        """Make the lines the whole content of each graph; `existing` are those that hold any."""
        for batch in _batches(contents, _NAMED_TOGETHER):
            self._write({graph: contents[graph] for graph in batch}, existing & set(batch))

    def forget(self, graphs: Iterable[URIRef]) -> None:
        """Take graphs out of the store, whatever was left of them."""
        self.write({graph: frozenset() for graph in graphs}, frozenset(graphs))

    def unfinished(self) -> frozenset[URIRef]:
        """Return the graphs whose writing has begun and not ended."""
        rows = self._reading.rows(f"SELECT ?graph {{ GRAPH {UNFINISHED.n3()} {{ ?graph ?p ?o }} }}")
        return frozenset(URIRef(str(graph)) for (graph,) in rows)

    def _write(self, contents: Mapping[URIRef, Lines], existing: frozenset[URIRef]) -> None:
        notes = [f'{graph.n3()} {_NOTE} "" .' for graph in contents]
        self._update([f"INSERT DATA {{ {_in(UNFINISHED, notes)} }}"])
        if existing:
            self._leave_union(sorted(existing))
        for graph, lines in contents.items():
            self._put(graph, lines)
        everything = frozenset().union(*contents.values())
        last = sorted(line for line in everything if _DIGEST in line)
        self._add(UNION, sorted(everything.difference(last)))
        self._check(contents, len(last))
        steps = [f"DELETE DATA {{ {_in(UNFINISHED, notes)} }}"]
        if last:
            steps.insert(0, f"INSERT DATA {{ {_in(UNION, last)} }}")
        self._update(steps)

    def _leave_union(self, graphs: Sequence[URIRef]) -> None:
        """Take from the union what no other graph holds; they are still as they were."""
        for graph in graphs:
            self._update(
                [
                    f"DELETE {{ GRAPH {UNION.n3()} {{ ?s ?p ?o }} }} WHERE {{ "
                    f"GRAPH {graph.n3()} {{ ?s ?p ?o }} FILTER NOT EXISTS {{ "
                    f"GRAPH ?other {{ ?s ?p ?o }} {ours_filter('?other', *graphs)} }} }}"
                ]
            )

    def _put(self, graph: URIRef, lines: Lines) -> None:
        if self._protocol.addresses.graph_store is None:
            self._update([f"DROP SILENT GRAPH {graph.n3()}"])
            self._add(graph, sorted(lines))
        elif lines:
            self._protocol.put_graph(str(graph), _document(sorted(lines)))
        else:
            self._protocol.delete_graph(str(graph))

    def _add(self, graph: URIRef, lines: Sequence[str]) -> None:
        if self._protocol.addresses.graph_store is None:
            for batch in _batches(lines, self._most):
                self._update([f"INSERT DATA {{ {_in(graph, batch)} }}"])
            return
        for batch in _pages(lines):
            self._protocol.post_graph(str(graph), _document(batch))

    def _check(self, contents: Mapping[URIRef, Lines], held_back: int) -> None:
        """Raise RemoteTruncated when the server has kept less than it was given, or something else.

        Counting the triples that are in the union as well finds a value that was changed on the
        way into one of the two, and one that was cut in both is found by the count.
        """
        graphs = {graph: len(lines) for graph, lines in contents.items() if lines}
        if not graphs:
            return
        names = " ".join(graph.n3() for graph in graphs)
        counts = self._reading.rows(
            f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} "
            f"GROUP BY ?g"
        )
        kept = {URIRef(str(graph)): int(str(count)) for graph, count in counts}
        ((missing,),) = self._reading.rows(
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH {UNION.n3()} {{ ?s ?p ?o }} }} }}"
        )
        wrong = [graph for graph, count in graphs.items() if kept.get(graph, 0) != count]
        if wrong or int(str(missing)) > held_back:
            shown = f" of {wrong[0]}" if wrong else ""
            raise RemoteTruncated(
                f"the server kept other triples{shown} than it was given; what was being added "
                f"does not count as stored: add it again, or use another server"
            )

    def _update(self, steps: Sequence[str]) -> None:
        self._protocol.update(" ;\n".join(steps))


def _in(graph: URIRef, lines: Iterable[str]) -> str:
    return f"GRAPH {graph.n3()} {{ {' '.join(lines)} }}"


def _document(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _pages(lines: Sequence[str]) -> Iterator[list[str]]:
    page: list[str] = []
    size = 0
    for line in lines:
        if page and size + len(line) > _LARGEST_POST:
            yield page
            page, size = [], 0
        page.append(line)
        size += len(line)
    if page:
        yield page
