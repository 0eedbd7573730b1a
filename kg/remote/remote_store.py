"""A store on any SPARQL 1.1 server, with the same answers as the one on this machine."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph
from rdflib import Literal, URIRef

from kg.errors import InvalidValue, ReadOnlyStore, StoreError
from kg.remote import settings
from kg.remote.addresses import Addresses, checked_address
from kg.remote.answers import named
from kg.remote.credentials import Credentials
from kg.remote.graph_names import OURS, is_ours, ours_filter
from kg.remote.graph_writing import GraphWriting
from kg.remote.protocol import Protocol
from kg.remote.reading import RemoteReading
from kg.remote.transport import Transport
from kg.store.background import CONTENT_DIGEST, BackgroundGraph, shipped_graphs
from kg.store.interface import Store, Table
from kg.store.terms import to_engine, to_engine_triple
from kg.triples.terms import Triple, sorted_triples
from kg.vocabulary.namespaces import STORE_GRAPH

__all__ = ["RemoteStore"]


class RemoteStore(Store):
    """A store at an address of the web; the `Store` interface says what it does.

    The addresses of updates and of whole graphs are those of the server's usual layout unless they
    are given; what is not given is taken from the environment (docs/remote-stores.md).
    `background` are the graphs to hold beside the reports; they are written when the server has
    none of them, and when something is added while their files have changed. A `read_only` store
    never writes.

    Raises InvalidValue for an address that may not be used, RemoteFailed or a kind of it when the
    server cannot be asked.
    """

    def __init__(  # noqa: PLR0913 (all that differs from server to server, by name)
        self,
        url: str,
        *,
        update_url: str | None = None,
        graph_store_url: str | None = None,
        credentials: Credentials | None = None,
        timeout: float | None = None,
        certificates: Path | None = None,
        allow_http: bool | None = None,
        read_only: bool = False,
        background: tuple[BackgroundGraph, ...] | None = None,
    ) -> None:
        update_url = update_url or settings.update_url()
        graph_store_url = graph_store_url or settings.graph_store_url()
        is_http_allowed = settings.is_http_allowed() if allow_http is None else allow_http
        for address in (url, update_url, graph_store_url):
            if address is not None:
                checked_address(address, allow_http=is_http_allowed)
        self._transport = Transport(
            credentials or Credentials.from_environment(),
            timeout=settings.timeout() if timeout is None else timeout,
            certificates=certificates or settings.certificates(),
        )
        protocol = Protocol(Addresses.of(url, update_url, graph_store_url), self._transport)
        self._opened: RemoteReading | None = RemoteReading(protocol)
        self._read_only = read_only
        self._background = shipped_graphs() if background is None else background
        self._is_refreshed = False
        try:
            self._open(protocol)
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        """Return the server without credentials."""
        return f"RemoteStore({self._opened.shown if self._opened else 'closed'})"

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Replace graphs, in batches; return those that changed."""
        return self._replace(
            {
                self._name(graph): frozenset(
                    self._line(pyoxigraph.Triple(*to_engine_triple(triple))) for triple in triples
                )
                for graph, triples in graphs.items()
            }
        )

    def has_graph(self, graph: URIRef) -> bool:
        """Say whether the graph holds a triple."""
        return bool(self._existing([graph]))

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Return the triples of one graph, sorted."""
        rows = self._reading.rows(
            f"SELECT ?s ?p ?o {{ GRAPH {self._name(graph).n3()} {{ ?s ?p ?o }} }}"
        )
        return sorted_triples(rows)  # type: ignore[arg-type]

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs of ours, sorted."""
        rows = self._reading.rows(
            f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {ours_filter('?g')} }}"
        )
        return tuple(sorted(URIRef(str(graph)) for (graph,) in rows))

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query over all graphs."""
        return self._reading.select(sparql)

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query over all graphs."""
        return self._reading.ask(sparql)

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query over all graphs, sorted."""
        return self._reading.construct(sparql)

    def quad_count(self) -> int:
        """Return how many quads there are."""
        ((count,),) = self._reading.rows(
            f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {ours_filter('?g')} }}"
        )
        return int(str(count))

    def unfinished(self) -> frozenset[URIRef]:
        """Return the graphs whose writing broke off; they do not count as stored."""
        return self._writing.unfinished()

    def repair(self) -> frozenset[URIRef]:
        """Remove what is left of writing that broke off, and return the graphs to add again.

        Only when nobody else is adding: what another is about to write counts as unfinished too.
        """
        graphs = self.unfinished()
        self._require_writing()
        self._writing.forget(graphs)
        return graphs

    def close(self) -> None:
        """Let go of the connections; a closed store answers nothing."""
        self._opened = None
        self._transport.close()

    @property
    def _reading(self) -> RemoteReading:
        if self._opened is None:
            raise StoreError("the remote store is closed; open it again")
        return self._opened

    def _open(self, protocol: Protocol) -> None:
        if self._reading.server.startswith("Virtuoso/"):
            protocol.addresses = protocol.addresses.for_virtuoso()
        self._writing = GraphWriting(
            protocol, self._reading, triples_an_update=self._reading.limits.triples_an_update
        )
        names = [graph.name for graph in self._background]
        if names and not self._read_only and not self._existing(names):
            self._refresh()

    def _refresh(self) -> None:
        """Write the graphs beside the reports whose files have changed, and note their content."""
        self._is_refreshed = True
        notes = URIRef(STORE_GRAPH)
        noted = self.graph_triples(notes)
        known = {(subject, str(value)) for subject, name, value in noted if name == CONTENT_DIGEST}
        for graph in self._background:
            digest = graph.digest()
            if (graph.name, digest) in known:
                continue
            self._replace({graph.name: frozenset(map(self._line, graph.triples()))})
            others = tuple(one for one in noted if one[:2] != (graph.name, CONTENT_DIGEST))
            note = (graph.name, CONTENT_DIGEST, Literal(digest))
            noted = (*others, note)
            self.replace_graphs({notes: noted})

    def _replace(self, contents: Mapping[URIRef, frozenset[str]]) -> frozenset[URIRef]:
        self._require_writing()
        existing = self._existing(contents)
        unfinished = self.unfinished() & set(contents)
        changed = {
            graph: lines
            for graph, lines in contents.items()
            if graph in unfinished or self._differs(graph, lines, graph in existing)
        }
        self._writing.write(changed, existing)
        return frozenset(changed)

    def _differs(self, graph: URIRef, lines: frozenset[str], exists: bool) -> bool:
        if not exists or not lines:
            return bool(lines) or exists
        stored = {
            self._line(pyoxigraph.Triple(*to_engine_triple(triple)))
            for triple in self.graph_triples(graph)
        }
        return stored != lines

    def _require_writing(self) -> None:
        if self._read_only:
            raise ReadOnlyStore("this remote store was opened to be read only")
        if not self._is_refreshed:
            self._refresh()

    def _existing(self, graphs: Iterable[URIRef]) -> frozenset[URIRef]:
        """Return which of the graphs hold a triple."""
        names = " ".join(sorted(self._name(graph).n3() for graph in graphs))
        rows = self._reading.rows(
            f"SELECT DISTINCT ?g {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        return frozenset(URIRef(str(graph)) for (graph,) in rows)

    def _name(self, graph: URIRef) -> URIRef:
        if not isinstance(to_engine(graph), pyoxigraph.NamedNode) or not is_ours(graph):
            raise StoreError(f"a graph of a remote store has a name that starts with {OURS}")
        return graph

    def _line(self, triple: pyoxigraph.Triple) -> str:
        """Return a triple as a line, after a look at whether the server can keep it."""
        value = triple.object
        if isinstance(value, pyoxigraph.Literal):
            reason = self._reading.limits.unstorable(value.value, value.datatype.value)
            if reason is not None:
                raise InvalidValue(f"a value cannot be stored: {reason}")
        return f"{named(triple)} ."
