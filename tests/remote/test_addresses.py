"""Addresses and credentials: what may be used, and that no secret is ever shown."""

import pytest

from kg.errors import InvalidValue
from kg.remote.addresses import Addresses, checked_address
from kg.remote.credentials import Credentials, Scheme
from kg.remote.rewriting import asked


@pytest.mark.parametrize(
    ("query", "update", "graphs"),
    [
        ("https://h/spine/sparql", "https://h/spine/update", "https://h/spine/data"),
        ("https://h/spine/query", "https://h/spine/update", "https://h/spine/data"),
        ("https://h:7878/query", "https://h:7878/update", "https://h:7878/store"),
        (
            "https://h/repositories/spine",
            "https://h/repositories/spine/statements",
            "https://h/repositories/spine/rdf-graphs/service",
        ),
        ("https://h/sparql", "https://h/sparql", None),
    ],
    ids=["Fuseki", "Fuseki, older", "Oxigraph", "GraphDB", "Neptune"],
)
def test_the_usual_layout_of_a_server_is_known(query: str, update: str, graphs: str | None) -> None:
    assert Addresses.of(query, None, None) == Addresses(query, update, graphs)


def test_virtuoso_has_addresses_of_its_own_for_writing() -> None:
    found = Addresses.of("https://h/sparql", None, None).for_virtuoso()
    assert found.update == "https://h/sparql-auth"
    assert found.graph_store == "https://h/sparql-graph-crud-auth"


def test_given_addresses_come_before_the_usual_ones() -> None:
    found = Addresses.of("https://h/spine/sparql", "https://h/u", "https://h/g")
    assert found == Addresses("https://h/spine/sparql", "https://h/u", "https://h/g")


@pytest.mark.parametrize(
    "url",
    [
        "https://jane:roe-secret@h/sparql",
        "https://jane@h/sparql",
        "http://graphs.example.org/sparql",
        "ftp://h/sparql",
        "file:///etc/passwd",
        "https://",
        "https://h/sparql?password=roe-secret",
        "https://h:port/sparql",
        "https://[h/sparql",
    ],
)
def test_an_address_that_may_not_be_used_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        checked_address(url, allow_http=False)
    assert "roe-secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url", ["http://localhost/sparql", "http://127.0.0.1:8890/sparql", "http://[::1]/sparql"]
)
def test_this_machine_may_be_asked_without_encryption(url: str) -> None:
    assert checked_address(url, allow_http=False) == url


def test_http_elsewhere_must_be_allowed() -> None:
    url = "http://graphs.example.org/sparql"
    assert checked_address(url, allow_http=True) == url


def test_credentials_come_from_the_environment_and_are_not_shown() -> None:
    given = {"SPINEKG_REMOTE_USER": "jane", "SPINEKG_REMOTE_PASSWORD": "roe-secret"}
    found = Credentials.from_environment(given)
    assert found == Credentials("roe-secret", "jane", Scheme.DIGEST)
    basic = Credentials.from_environment({**given, "SPINEKG_REMOTE_AUTH": "Basic"})
    assert basic is not None
    assert basic.scheme is Scheme.BASIC
    token = Credentials.from_environment({**given, "SPINEKG_REMOTE_TOKEN": "roe-token"})
    assert token == Credentials("roe-token", scheme=Scheme.BEARER)
    assert Credentials.from_environment({}) is None
    assert not any("roe" in repr(one) or "jane" in repr(one) for one in (found, basic, token))


@pytest.mark.parametrize("secret", ["", "two\r\nlines", "é"])
def test_credentials_that_cannot_be_sent_are_refused(secret: str) -> None:
    with pytest.raises(InvalidValue):
        Credentials(secret, "jane")


def test_a_query_that_looks_into_graphs_is_asked_inside_the_union() -> None:
    found = asked("SELECT ?g WHERE { ?s ?p ?o . GRAPH ?g { ?s ?q ?z } } LIMIT 1")
    assert not found.parameters
    assert found.sparql.startswith(
        "SELECT ?g WHERE { GRAPH <https://w3id.org/spinekg/spine/union> {  ?s ?p ?o . GRAPH ?g {"
    )
    assert found.sparql.endswith("LIMIT 1")
