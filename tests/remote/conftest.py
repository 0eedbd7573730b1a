"""One Virtuoso a session; each test that asks for a store gets it empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import URIRef

from kg.remote.credentials import Credentials
from kg.remote.graph_names import UNFINISHED, UNION
from kg.remote.remote_store import RemoteStore
from kg.store.background import BackgroundGraph
from kg.vocabulary.namespaces import CLOSURE_GRAPH, ONTOLOGY
from tests.remote.sparql_server import SparqlServer, running_sparql_server
from tests.remote.virtuoso import PASSWORD, RunningVirtuoso, running_virtuoso
from tests.store.conftest import CLOSURE_TURTLE, ONTOLOGY_TURTLE

CREDENTIALS = Credentials(PASSWORD, "dba")


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningVirtuoso]:
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture
def empty_virtuoso(virtuoso: RunningVirtuoso) -> RunningVirtuoso:
    with RemoteStore(virtuoso.url, credentials=CREDENTIALS, background=(), timeout=60) as store:
        for graph in (*store.graphs(), UNION, UNFINISHED):
            store._writing._protocol.delete_graph(str(graph))
    return virtuoso


@pytest.fixture
def sparql_server() -> Iterator[SparqlServer]:
    with running_sparql_server() as server:
        yield server


@pytest.fixture
def background(tmp_path: Path) -> tuple[BackgroundGraph, ...]:
    ontology, closure = tmp_path / "ontology.ttl", tmp_path / "closure.ttl"
    ontology.write_text(ONTOLOGY_TURTLE, encoding="utf-8")
    closure.write_text(CLOSURE_TURTLE, encoding="utf-8")
    return (
        BackgroundGraph(URIRef(ONTOLOGY), (ontology,)),
        BackgroundGraph(URIRef(CLOSURE_GRAPH), (closure,)),
    )


@pytest.fixture(params=["virtuoso", "standard", "updates only"])
def store(
    request: pytest.FixtureRequest, background: tuple[BackgroundGraph, ...]
) -> Iterator[RemoteStore]:
    """Give an empty store of each server in turn, the last without whole graphs."""
    if request.param == "virtuoso":
        server: RunningVirtuoso = request.getfixturevalue("empty_virtuoso")
        opened = RemoteStore(server.url, credentials=CREDENTIALS, background=background)
    else:
        standard: SparqlServer = request.getfixturevalue("sparql_server")
        opened = RemoteStore(standard.url, background=background)
        if request.param == "updates only":
            opened.close()
            opened = RemoteStore(
                standard.url.replace("/query", "/only"),
                update_url=standard.url.replace("/query", "/update"),
                background=background,
            )
    with opened:
        yield opened
