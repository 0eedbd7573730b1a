"""Graphs that come as N-Triples are stored as the same graphs that come as terms."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from kg.errors import InvalidValue
from kg.store.interface import Store
from kg.store.terms import from_engine_triple, from_n_triples, to_n_triples
from kg.triples.terms import Triple, canonical

GRAPH = URIRef("https://example.org/report/1")
OTHER = URIRef("https://example.org/report/2")
NODE = URIRef("https://example.org/node")
SAYS = URIRef("https://example.org/says")
TEXTS = (
    "plain",
    'quoted "so" and \\ so',
    "ends a line .\nand another .\r\n<x> <y> <z> .\n",
    "\u2028\u2029\x85 \x00\x07 \U0001f9b4",
    "",
)


def triples(*texts: str) -> tuple[Triple, ...]:
    return tuple((NODE, SAYS, Literal(text)) for text in texts)


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_breaks_out_of_its_line(text: str, store: Store) -> None:
    content = to_n_triples(triples(text))
    assert content.count(b"\n") == 1
    assert store.replace_contents({GRAPH: content}) == {GRAPH}
    assert store.graph_triples(GRAPH) == triples(text)
    found = store.select(f"SELECT ?text WHERE {{ {NODE.n3()} {SAYS.n3()} ?text }}")
    assert found.rows == ((Literal(text),),)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True))
def test_lines_hold_the_triples_that_were_written(texts: list[str]) -> None:
    lines = to_n_triples(triples(*texts))
    assert [from_engine_triple(one) for one in from_n_triples(lines)] == list(triples(*texts))


def test_typed_values_come_back_as_every_engine_gives_them(store: Store) -> None:
    values = (
        Literal(Decimal("4.50")),
        Literal(7),
        Literal("2024-01-03", datatype=XSD.date),
        Literal("words", datatype=XSD.string),
        Literal("Wort", lang="de"),
    )
    content = to_n_triples((NODE, SAYS, value) for value in values)
    store.replace_contents({GRAPH: content})
    stored = {value for _, _, value in store.graph_triples(GRAPH)}
    assert stored == {canonical(value) for value in values}


def test_a_changed_content_replaces_and_the_same_changes_nothing(store: Store) -> None:
    first, second = to_n_triples(triples("a", "b")), to_n_triples(triples("b", "c"))
    assert store.replace_contents({GRAPH: first, OTHER: first}) == {GRAPH, OTHER}
    assert store.replace_contents({GRAPH: first, OTHER: second}) == {OTHER}
    assert store.graph_triples(OTHER) == triples("b", "c")
    said = store.select(f"SELECT ?text WHERE {{ {NODE.n3()} {SAYS.n3()} ?text }}").column("text")
    assert sorted(map(str, said)) == ["a", "b", "c"]


def test_an_empty_content_removes_the_graph(store: Store) -> None:
    store.replace_contents({GRAPH: to_n_triples(triples("a"))})
    assert store.replace_contents({GRAPH: b"", OTHER: b""}) == {GRAPH}
    assert not store.has_graph(GRAPH)
    assert not store.has_graph(OTHER)


def test_what_is_no_unicode_is_refused_without_repeating_it() -> None:
    with pytest.raises(InvalidValue, match="cannot be stored") as caught:
        to_n_triples(triples("secret \ud800"))
    assert "secret" not in str(caught.value)


def test_a_literal_is_no_subject() -> None:
    with pytest.raises(InvalidValue, match="starts with a node"):
        to_n_triples([(Literal("x"), SAYS, NODE)])  # type: ignore[list-item]
