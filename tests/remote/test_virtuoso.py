"""What only a real Virtuoso shows: its answers, its limits, and that they are never passed on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import XSD, Literal

from kg.asking.catalogue import load_catalogue
from kg.demo.corpus import demo_corpus
from kg.errors import InvalidValue, RemoteFailed, RemoteRefused, RemoteTruncated
from kg.remote.credentials import Credentials, Scheme
from kg.remote.graph_names import UNION
from kg.remote.remote_store import RemoteStore
from kg.store.embedded import EmbeddedStore
from kg.store.ingest import add_reports
from kg.store.interface import Store, Triple
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import DATA, SPINE
from kg.workspace.preparing import shipped_shapes
from kg.workspace.rule_reading import rule_reader
from tests.remote.conftest import CREDENTIALS
from tests.remote.virtuoso import PASSWORD, RunningVirtuoso, running_virtuoso

GRAPH = DATA["report/one"]
IDENTIFIERS = Identifiers(b"a key for tests, not for patients")


def add_demo(store: Store) -> tuple[int, int]:
    summary = add_reports(
        store,
        [one.report for one in demo_corpus()],
        reader=rule_reader(),
        identifiers=IDENTIFIERS,
        shapes=shipped_shapes(),
    )
    return summary.added, summary.unchanged


@pytest.fixture(scope="module")
def demo_stores(
    virtuoso: RunningVirtuoso, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RemoteStore, EmbeddedStore]]:
    with (
        RemoteStore(virtuoso.url, credentials=CREDENTIALS) as remote,
        EmbeddedStore(tmp_path_factory.mktemp("embedded") / "oxigraph") as embedded,
    ):
        count = len(demo_corpus())
        remote.replace_graphs(dict.fromkeys(remote.graphs(), ()))
        remote._refresh()
        assert add_demo(remote) == (count, 0)
        assert add_demo(remote) == (0, count)
        assert add_demo(embedded) == (count, 0)
        yield remote, embedded


@pytest.mark.parametrize("name", load_catalogue().queries)
def test_the_catalogue_has_the_same_rows_as_the_embedded_store(
    demo_stores: tuple[RemoteStore, EmbeddedStore], name: str
) -> None:
    remote, embedded = demo_stores
    sparql = load_catalogue().query(name).text
    assert remote.select(sparql) == embedded.select(sparql)


def test_the_graphs_are_those_of_the_embedded_store(
    demo_stores: tuple[RemoteStore, EmbeddedStore],
) -> None:
    remote, embedded = demo_stores
    assert remote.graphs() == embedded.graphs()
    assert remote.quad_count() == embedded.quad_count()
    report = IDENTIFIERS.report(demo_corpus()[0].report.identifier)
    assert remote.graph_triples(report) == embedded.graph_triples(report)


def test_an_answer_that_was_cut_is_not_passed_on(tmp_path: Path) -> None:
    triples: list[Triple] = [(GRAPH, SPINE.covers, SPINE[f"L{n}"]) for n in range(900)]
    with (
        running_virtuoso(tmp_path, row_cap=500) as server,
        RemoteStore(server.url, credentials=CREDENTIALS, background=()) as store,
    ):
        store.replace_graph(GRAPH, triples[:400])
        assert len(store.graph_triples(GRAPH)) == 400
        with pytest.raises(RemoteTruncated):
            store.replace_graph(GRAPH, triples)
            store.graph_triples(GRAPH)
        with pytest.raises(RemoteTruncated):
            store.select("SELECT ?o WHERE { ?s ?p ?o }")
        with pytest.raises(RemoteTruncated):
            store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_values_that_it_would_change_are_refused(virtuoso: RunningVirtuoso) -> None:
    with RemoteStore(virtuoso.url, credentials=CREDENTIALS, background=()) as store:
        for text, datatype in [
            (str(2**63), XSD.integer),
            ("true", XSD.boolean),
            ("P1D", XSD.duration),
        ]:
            value = Literal(text, datatype=datatype, normalize=False)
            with pytest.raises(InvalidValue, match="Virtuoso"):
                store.replace_graph(GRAPH, [(GRAPH, SPINE.value, value)])


@pytest.mark.parametrize(
    "credentials",
    [
        Credentials("wrong", "dba"),
        Credentials(PASSWORD, "dba", Scheme.BASIC),
        Credentials("a-token", scheme=Scheme.BEARER),
    ],
    ids=["password", "basic", "bearer"],
)
def test_credentials_that_it_does_not_take_are_named_so(
    virtuoso: RunningVirtuoso, credentials: Credentials
) -> None:
    with (
        RemoteStore(virtuoso.url, credentials=credentials, background=()) as store,
        pytest.raises(RemoteRefused) as caught,
    ):
        store.replace_graph(GRAPH, [(GRAPH, SPINE.covers, SPINE.L1)])
    assert credentials.secret not in str(caught.value)


def test_somebody_elses_graphs_are_not_ours(virtuoso: RunningVirtuoso) -> None:
    with RemoteStore(virtuoso.url, credentials=CREDENTIALS, background=()) as store:
        assert not any("openlink" in str(graph) or graph == UNION for graph in store.graphs())
        rows = store.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
        assert {graph for (graph,) in rows} == set(store.graphs())


def test_a_server_that_is_not_there_says_so() -> None:
    with pytest.raises(RemoteFailed, match="cannot be reached"):
        RemoteStore("http://127.0.0.1:9/sparql", background=(), timeout=1)
