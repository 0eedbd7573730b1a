"""A small SPARQL 1.1 server on loopback over Oxigraph in memory: query, update, whole graphs.

It keeps to the standard where Virtuoso does not: the default graph of a query is empty unless one
is named, and a data set that is named has no other graphs.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
)

__all__ = ["SparqlServer", "running_sparql_server"]

Graph = NamedNode | BlankNode | DefaultGraph


class SparqlServer(ThreadingHTTPServer):
    """Answers at /query, /update and /store, to anybody or to those with a header."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = pyoxigraph.Store()
        self.lock = threading.Lock()
        self.authorization: str | None = None
        self.seen: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        """Return the address of queries."""
        return f"http://127.0.0.1:{self.server_address[1]}/query"


@contextmanager
def running_sparql_server() -> Iterator[SparqlServer]:
    """Give an empty server."""
    server = SparqlServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: SparqlServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path)
        self.server.seen.append((self.command, path.path))
        wanted = self.server.authorization
        if wanted is not None and self.headers.get("Authorization") != wanted:
            self._answer(401)
            return
        with self.server.lock:
            if path.path == "/store":
                self._graph(parse_qs(path.query)["graph"][0], body)
                return
            form = parse_qs(body.decode())
            try:
                if path.path == "/update":
                    self.server.store.update(form["update"][0])
                    self._answer(204)
                else:
                    self._query(form)
            except SyntaxError:
                self._answer(400)

    def _query(self, form: dict[str, list[str]]) -> None:
        default: list[Graph] = [NamedNode(name) for name in form.get("default-graph-uri", ())]
        named: list[NamedNode | BlankNode] | None = [] if default else None
        results = self.server.store.query(
            form["query"][0], default_graph=default or DefaultGraph(), named_graphs=named
        )
        if isinstance(results, QueryTriples):
            del results  # only the thread that made them may let them go
            self._answer(406)
            return
        text = results.serialize(format=QueryResultsFormat.JSON)
        self._answer(200, "application/sparql-results+json", text or b"")

    def _graph(self, name: str, body: bytes) -> None:
        graph = NamedNode(name)
        if self.command in {"PUT", "DELETE"}:
            self.server.store.remove_graph(graph)
        if self.command != "DELETE":
            quads = pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES)
            self.server.store.extend(
                pyoxigraph.Quad(one.subject, one.predicate, one.object, graph) for one in quads
            )
        self._answer(204)

    def _answer(self, status: int, media_type: str = "text/plain", body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
