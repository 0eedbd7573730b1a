"""No value can change what a query asks, and every engine reads the very value back."""

from collections.abc import Iterator

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse

from kg.asking.bindings import bind, values_block
from kg.asking.catalogue import read_query
from kg.asking.sparql_terms import sparql_term
from kg.errors import InvalidParameter
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Store
from kg.store.memory import MemoryStore
from kg.vocabulary.vocabulary import load_vocabulary

TEXT = """#+ summary: Findings of a patient
#+ question: What is known of one patient?
#+ parameters:
#+   patient (text, example p1): Identifier of the patient.
#+   report (text, optional): Identifier of the report.
#+ returns: patient, report
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX spine: <https://w3id.org/spinekg/spine#>
SELECT ?patient ?report
WHERE {
  # VALUES ?patient { "in a comment" }
  VALUES ?patient { "p1" }
  VALUES ?report { UNDEF }
}
"""
QUERY = read_query("of_patient", TEXT)
#: Texts that look like the end of a string, of a block, of a query, or like an escape.
HOSTILE = (
    '" } DROP ALL #',
    "\\",
    '\\"',
    "'''",
    '"""',
    'a\nb"',
    'a\n\\"',
    "a\r\nb",
    "} UNION { ?s ?p ?o",
    "VALUES ?report { UNDEF }",
    "VALUES ?report {",
    "<x>",
    "# no comment",
    "?node",
    "\\u0022 } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } VALUES ?x { \\u0022",
    "\\U00000022",
    "\\\\u0022",
    "\x00",
    "a\tb",
    "\u2028 \ufeff é 😀",
)


@pytest.fixture(scope="module", params=["in memory", "on disk"])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    opened: MemoryStore | EmbeddedStore = (
        MemoryStore(background=())
        if request.param == "in memory"
        else EmbeddedStore(tmp_path_factory.mktemp("injection") / "oxigraph", background=())
    )
    with opened:
        yield opened


def bound(patient: str, report: str) -> str:
    return bind(QUERY, {"patient": patient, "report": report}, load_vocabulary())


def shape(sparql: str) -> list[str]:
    """Return the kinds of the nodes of a query's algebra, values left out."""
    kinds: list[str] = []
    traverse(
        prepareQuery(sparql).algebra,
        visitPre=lambda node: kinds.append(getattr(node, "name", type(node).__name__)),
    )
    return kinds


texts = st.text(min_size=1).filter(lambda text: text == text.strip())


@given(texts, texts)
@settings(max_examples=200, deadline=None)
@example(HOSTILE[14], HOSTILE[9])
def test_no_text_changes_the_algebra(patient: str, report: str) -> None:
    assert shape(bound(patient, report)) == shape(bound("p1", "r1"))


@pytest.mark.parametrize("value", HOSTILE)
def test_every_engine_reads_the_very_value(store: Store, value: str) -> None:
    wanted = value.strip()
    assert store.select(bound(value, value)).rows == ((Literal(wanted), Literal(wanted)),)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_both_parsers_read_any_text_as_it_is(value: str) -> None:
    query = f"SELECT ?x {{ {values_block('x', [Literal(value)])} }}"
    (solution,) = pyoxigraph.Store().query(query)  # type: ignore[misc]
    assert solution["x"] == pyoxigraph.Literal(value)
    assert list(Graph().query(query)) == [(Literal(value),)]


def test_a_comment_that_looks_like_a_block_stays() -> None:
    assert '# VALUES ?patient { "in a comment" }' in bound("p2", "r2")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="half a character"):
        bound("\ud800", "r1")


@pytest.mark.parametrize("iri", ["", "a b", "http://x/> ; DROP ALL #", "http://x/\\u003e", "a\nb"])
def test_what_is_no_iri_is_refused(iri: str) -> None:
    with pytest.raises(InvalidParameter, match="is no IRI"):
        sparql_term(URIRef(iri))
