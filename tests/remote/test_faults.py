"""Whatever goes wrong on the way: typed errors, no half and no double writes, nothing repeated."""

from collections.abc import Callable, Iterator

import pytest
from rdflib import RDF, Literal, URIRef

from kg.errors import KgError, RemoteFailed, RemoteRefused, RemoteTimeout, RemoteUnreachable
from kg.remote import transport
from kg.remote.credentials import Credentials, Scheme
from kg.remote.remote_store import RemoteStore
from kg.store.interface import Triple
from kg.vocabulary.namespaces import DATA, SPINE
from tests.remote.fault_proxy import Fault, FaultProxy, running_proxy
from tests.remote.sparql_server import SparqlServer

FIRST, SECOND = DATA["report/first"], DATA["report/second"]
OTHER = DATA["report/other"]
PATIENT = DATA["patient/one"]
SECRET = "a-secret-of-mine"
#: More than is ever tried.
ALWAYS = 1_000


def report(name: URIRef, text: str) -> list[Triple]:
    return [
        (name, RDF.type, SPINE.Report),
        (name, SPINE.reportText, Literal(text)),
        (name, SPINE.textDigest, Literal(f"digest of {text}")),
        (name, SPINE.ofPatient, PATIENT),
        (PATIENT, RDF.type, SPINE.Patient),
    ]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_PAUSE", 0.001)


@pytest.fixture
def proxy(sparql_server: SparqlServer) -> Iterator[FaultProxy]:
    with running_proxy(sparql_server) as made:
        yield made


def opened(proxy: FaultProxy, *, timeout: float = 0.6) -> RemoteStore:
    credentials = Credentials(SECRET, scheme=Scheme.BEARER)
    return RemoteStore(proxy.url, credentials=credentials, timeout=timeout, background=())


OPERATIONS: dict[str, Callable[[RemoteStore], object]] = {
    "select": lambda store: store.select("SELECT ?s ?o WHERE { ?s ?p ?o }"),
    "ask": lambda store: store.ask(f"ASK {{ <{FIRST}> ?p ?o }}"),
    "construct": lambda store: store.construct("CONSTRUCT WHERE { ?s ?p ?o }"),
    "read a graph": lambda store: store.graph_triples(FIRST),
    "add": lambda store: store.replace_graph(SECOND, report(SECOND, "new")),
    "replace": lambda store: store.replace_graph(FIRST, report(FIRST, "changed")),
    "remove": lambda store: store.remove_graph(FIRST),
}


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("fault", Fault)
def test_a_fault_that_stays_is_a_typed_error_that_repeats_nothing(
    proxy: FaultProxy, fault: Fault, name: str
) -> None:
    with opened(proxy) as store:
        store.replace_graph(FIRST, report(FIRST, "old"))
        proxy.spoil(fault, at=0, times=ALWAYS)
        with pytest.raises(RemoteFailed) as caught:
            OPERATIONS[name](store)
    said = f"{caught.value} {caught.value!r}"
    assert "Jane" not in said
    assert SECRET not in said


@pytest.mark.parametrize("name", ["add", "replace", "remove"])
@pytest.mark.parametrize(
    "fault", [Fault.REFUSED, Fault.RESET, Fault.CUT_STATUS, Fault.S500, Fault.S403, Fault.SILENCE]
)
def test_writing_that_breaks_off_anywhere_is_made_good_by_writing_again(
    proxy: FaultProxy, sparql_server: SparqlServer, fault: Fault, name: str
) -> None:
    """Break each request of a write in turn, for good, then write again without faults."""
    for place in range(40):
        sparql_server.store.clear()
        with opened(proxy, timeout=0.3) as store:
            store.replace_graphs(
                {
                    FIRST: report(FIRST, "old"),
                    DATA["report/other"]: report(DATA["report/other"], "o"),
                }
            )
            proxy.spoil(fault, at=place, times=ALWAYS)
            try:
                OPERATIONS[name](store)
            except KgError:
                broke_off = True
            else:
                broke_off = False
            proxy.spoil(fault, at=0, times=0)
            changed = FIRST if name != "add" else SECOND
            text = "changed" if name != "add" else "new"
            if broke_off and name != "remove":
                assert_new_only_when_whole(store, changed, text)
            OPERATIONS[name](store)
            assert_union_is_the_set_of_all_graphs(store)
            assert store.unfinished() == frozenset()
        if not broke_off:
            assert place >= 4
            return
    raise AssertionError("a write never came to its end")


def assert_new_only_when_whole(store: RemoteStore, graph: URIRef, text: str) -> None:
    """A report counts as stored by its digest; then all of it must be there."""
    asked = f"SELECT ?d WHERE {{ <{graph}> <{SPINE.textDigest}> ?d }}"
    digests = [str(row[0]) for row in store.select(asked).rows]
    if f"digest of {text}" in digests:
        expected = set(report(graph, text))
        held = store.select(f"SELECT ?p ?o WHERE {{ <{graph}> ?p ?o }}").rows
        assert {(p, o) for s, p, o in expected if s == graph} == set(held)
        assert set(store.graph_triples(graph)) == expected


def assert_union_is_the_set_of_all_graphs(store: RemoteStore) -> None:
    rows = store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows
    assert len(rows) == len(set(rows))
    assert set(rows) == {quad[:3] for quad in store.quads()}


@pytest.mark.parametrize(
    "fault",
    [
        Fault.REFUSED,
        Fault.RESET,
        Fault.CUT_STATUS,
        Fault.S429,
        Fault.S502,
        Fault.S503,
    ],
)
def test_a_fault_that_passes_is_tried_again_and_writes_once(
    proxy: FaultProxy, fault: Fault
) -> None:
    for place in range(8):
        with opened(proxy) as store:
            store.remove_graph(SECOND)
            proxy.spoil(fault, at=place, times=1)
            assert store.replace_graph(SECOND, report(SECOND, "new")) is True
            assert store.graph_triples(SECOND) == tuple(sorted(set(store.graph_triples(SECOND))))
            assert_union_is_the_set_of_all_graphs(store)


def test_each_status_has_its_kind(proxy: FaultProxy) -> None:
    kinds = {
        Fault.S401: RemoteRefused,
        Fault.S403: RemoteRefused,
        Fault.S429: RemoteUnreachable,
        Fault.S502: RemoteUnreachable,
        Fault.S503: RemoteUnreachable,
        Fault.REFUSED: RemoteUnreachable,
        Fault.SILENCE: RemoteTimeout,
        Fault.TRICKLE: RemoteTimeout,
    }
    with opened(proxy) as store:
        for fault, kind in kinds.items():
            proxy.spoil(fault, at=0, times=ALWAYS)
            with pytest.raises(kind):
                store.ask("ASK { ?s ?p ?o }")


def test_credentials_are_never_sent_to_another_host(proxy: FaultProxy) -> None:
    with opened(proxy) as store:
        proxy.spoil(Fault.REDIRECT, at=0, times=ALWAYS)
        with pytest.raises(RemoteFailed, match="elsewhere"):
            store.ask("ASK { ?s ?p ?o }")
    proxy.elsewhere.settimeout(0.2)
    with pytest.raises(TimeoutError):
        proxy.elsewhere.accept()


def test_what_was_left_unfinished_can_be_found_and_removed(proxy: FaultProxy) -> None:
    with opened(proxy) as store:
        store.replace_graph(FIRST, report(FIRST, "old"))
        proxy.spoil(Fault.S500, at=4, times=ALWAYS)
        with pytest.raises(RemoteFailed):
            store.replace_graph(SECOND, report(SECOND, "new"))
        proxy.spoil(Fault.S500, at=0, times=0)
        assert store.unfinished() == {SECOND}
        assert store.repair() == {SECOND}
        assert store.graphs() == (FIRST,)
        assert_union_is_the_set_of_all_graphs(store)
