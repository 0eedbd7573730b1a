"""Where a server takes queries, updates and whole graphs, and which addresses may be used."""

import re
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from kg.errors import InvalidValue

__all__ = ["Addresses", "checked_address", "shown_address"]

#: How servers lay out their addresses: what a query address ends with, then those of updates and
#: of the Graph Store Protocol, None where only the server's name in its answers can tell.
_LAYOUTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    # GraphDB, RDF4J: https://host/repositories/spine
    (re.compile(r"/repositories/[^/]+$"), r"\g<0>/statements", r"\g<0>/rdf-graphs/service"),
    # Apache Jena Fuseki: https://host/spine/sparql or /spine/query
    (re.compile(r"^(/[^/]+)/(?:sparql|query)$"), r"\1/update", r"\1/data"),
    # Oxigraph server: https://host/query
    (re.compile(r"^/query$"), "/update", "/store"),
)
#: OpenLink Virtuoso, whose answers name it: https://host/sparql; these take Digest only.
_VIRTUOSO_PATH = re.compile(r"/sparql/?$")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one server; without `graph_store`, whole graphs go as updates."""

    query: str
    update: str
    graph_store: str | None

    @classmethod
    def of(cls, query: str, update: str | None, graph_store: str | None) -> Self:
        """Return the addresses, those not given as the server's layout usually has them."""
        path = urlsplit(query).path
        for pattern, of_update, of_graphs in _LAYOUTS:
            if pattern.search(path):
                usual_update = _with_path(query, pattern.sub(of_update, path))
                usual_graphs = _with_path(query, pattern.sub(of_graphs, path))
                return cls(query, update or usual_update, graph_store or usual_graphs)
        return cls(query, update or query, graph_store)

    def for_virtuoso(self) -> Self:
        """Return the addresses of a server that has said it is Virtuoso."""
        path = urlsplit(self.query).path
        if self.update != self.query or not _VIRTUOSO_PATH.search(path):
            return self
        update = _with_path(self.query, _VIRTUOSO_PATH.sub("/sparql-auth", path))
        graphs = _with_path(self.query, _VIRTUOSO_PATH.sub("/sparql-graph-crud-auth", path))
        return replace(self, update=update, graph_store=self.graph_store or graphs)


def checked_address(url: str, *, allow_http: bool) -> str:
    """Return an address that may be used.

    Raises InvalidValue, which does not show the address, when it holds a user or a password, is no
    address of the web, or would send findings over the network as they are.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidValue("the address of the store is no URL") from None
    if "@" in parts.netloc:
        raise InvalidValue(
            "the address of the store holds a user or a password, which would end up in logs; give "
            "them by SPINEKG_REMOTE_USER and SPINEKG_REMOTE_PASSWORD"
        )
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise InvalidValue(
            "the address of the store must look like https://host/path, without ? and #"
        )
    if parts.scheme == "http" and not (allow_http or _is_loopback(host)):
        raise InvalidValue(
            f"http:// to {host!r} would send findings and passwords over the network as they are; "
            f"use https://, or allow it where the network is yours alone"
        )
    return url


def shown_address(url: str) -> str:
    """Return the part of an address that messages show: which server, nothing else.

    >>> shown_address("https://graphs.example.org:8443/sparql?query=x")
    'https://graphs.example.org:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _with_path(url: str, path: str) -> str:
    return urlsplit(url)._replace(path=path).geturl()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
