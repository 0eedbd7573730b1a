"""The SPARQL 1.1 protocols: queries and updates as SPARQLWrapper writes them, and whole graphs.

SPARQLWrapper writes the requests; they are sent by `Transport`, for its own sending follows
redirects with the password, installs what it knows of Digest for the whole process, and leaves
four statuses untyped (measured, 2.0.0).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

from SPARQLWrapper import JSON, POST, URLENCODED, SPARQLWrapper

from kg.remote.addresses import Addresses
from kg.remote.transport import Reply, Request, Transport

__all__ = ["Protocol"]

_N_TRIPLES = "application/n-triples"
_RESULTS = "application/sparql-results+json, application/json;q=0.9, */*;q=0.1"
_MISSING = frozenset({HTTPStatus.NOT_FOUND.value})


class Protocol:
    """Asks and tells one server."""

    def __init__(self, addresses: Addresses, transport: Transport) -> None:
        self.addresses = addresses
        self._transport = transport

    def query(self, sparql: str, parameters: Mapping[str, str]) -> Reply:
        """Send a query by POST, form-encoded, and return the answer in JSON."""
        # Virtuoso never answers a POST of application/sparql-query (measured, 7.2.5).
        return self._form(self.addresses.query, sparql, parameters)

    def update(self, sparql: str) -> None:
        """Send an update."""
        self._form(self.addresses.update, sparql, {})

    def put_graph(self, name: str, n_triples: bytes) -> None:
        """Make the triples the whole content of a graph."""
        self._graph("PUT", name, n_triples)

    def post_graph(self, name: str, n_triples: bytes) -> None:
        """Add triples to a graph."""
        self._graph("POST", name, n_triples)

    def delete_graph(self, name: str) -> None:
        """Remove a graph, if there is one."""
        self._graph("DELETE", name, b"")

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _form(self, url: str, sparql: str, parameters: Mapping[str, str]) -> Reply:
        wrapper = SPARQLWrapper(url, returnFormat=JSON)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setQuery(sparql)
        for name, value in parameters.items():
            wrapper.addParameter(name, value)
        made = wrapper._createRequest()  # the request without the sending: see above
        headers = {"Accept": _RESULTS, "Content-Type": str(made.get_header("Content-type"))}
        body = cast("bytes", made.data)
        return self._transport.send(Request("POST", url, body, headers=headers))

    def _graph(self, method: str, name: str, n_triples: bytes) -> None:
        url = self.addresses.graph_store
        if url is None:
            raise AssertionError("asked for the Graph Store Protocol without its address")
        headers = {"Content-Type": f"{_N_TRIPLES}; charset=utf-8"} if n_triples else {}
        expected = _MISSING if method == "DELETE" else frozenset()
        self._transport.send(Request(method, url, n_triples, {"graph": name}, headers, expected))
