"""Whatever engine is behind it, a store does the same."""

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, XSD, Literal, URIRef

from kg.errors import InvalidQuery, InvalidValue, QueryError, RefusedQuery, StoreError
from kg.store.interface import Store, Triple
from kg.store.memory import MemoryStore
from kg.vocabulary.namespaces import DATA, ONTOLOGY, SPINE

FIRST, SECOND = DATA["report/first"], DATA["report/second"]
PATIENT = DATA["patient/one"]


def patient_triples(report: URIRef) -> list[Triple]:
    return [
        (PATIENT, RDF.type, SPINE.Patient),
        (PATIENT, DCTERMS.identifier, Literal("P1")),
        (report, SPINE.ofPatient, PATIENT),
    ]


def numbered(count: int, *, start: int = 0) -> Iterable[Triple]:
    return [
        (FIRST, SPINE.covers, SPINE[f"Level{number}"]) for number in range(start, start + count)
    ]


def test_replacing_a_graph_with_the_same_triples_changes_nothing(store: Store) -> None:
    assert store.replace_graph(FIRST, numbered(5)) is True
    before = list(store.quads())
    assert store.replace_graph(FIRST, reversed(list(numbered(5)))) is False
    assert list(store.quads()) == before


def test_replacing_leaves_exactly_the_new_triples(store: Store) -> None:
    store.replace_graph(FIRST, numbered(5))
    assert store.replace_graph(FIRST, numbered(5, start=3)) is True
    assert store.graph_triples(FIRST) == tuple(sorted(numbered(5, start=3)))
    found = store.select(f"SELECT ?o WHERE {{ <{FIRST}> <{SPINE.covers}> ?o }} ORDER BY ?o")
    assert found.column("o") == tuple(SPINE[f"Level{number}"] for number in range(3, 8))


def test_a_graph_of_thousands_of_triples_is_replaced(store: Store) -> None:
    store.replace_graph(FIRST, numbered(5_000))
    assert store.replace_graph(FIRST, numbered(5_000, start=2_500)) is True
    assert len(store.graph_triples(FIRST)) == 5_000


def test_a_removed_graph_is_gone(store: Store) -> None:
    store.replace_graph(FIRST, numbered(3))
    names = store.graphs()
    assert store.has_graph(FIRST)
    assert store.remove_graph(FIRST) is True
    assert not store.has_graph(FIRST)
    assert store.graph_triples(FIRST) == ()
    assert set(names) - set(store.graphs()) == {FIRST}
    assert store.remove_graph(FIRST) is False
    assert store.ask(f"ASK {{ <{FIRST}> ?p ?o }}") is False


def test_a_triple_in_two_graphs_is_found_once(store: Store) -> None:
    store.replace_graphs({FIRST: patient_triples(FIRST), SECOND: patient_triples(SECOND)})
    table = store.select(
        f"SELECT ?id WHERE {{ ?p a <{SPINE.Patient}> ; <{DCTERMS.identifier}> ?id }}"
    )
    assert table.rows == ((Literal("P1"),),)
    count = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?p <{DCTERMS.identifier}> ?id }}")
    assert str(count.rows[0][0]) == "1"


def test_a_class_asserted_in_ontology_and_closure_is_found_once(store: Store) -> None:
    query = "SELECT ?c WHERE { ?c rdfs:subClassOf spine:SpinalFinding }"
    prefixes = (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX spine: <https://w3id.org/spinekg/spine#>\n"
    )
    assert store.select(prefixes + query).rows == ((SPINE.DiscHerniation,),)


def test_a_shared_triple_outlives_one_of_its_graphs(store: Store) -> None:
    store.replace_graphs({FIRST: patient_triples(FIRST), SECOND: patient_triples(SECOND)})
    question = f"ASK {{ <{PATIENT}> a <{SPINE.Patient}> }}"
    store.remove_graph(FIRST)
    assert store.ask(question) is True
    store.remove_graph(SECOND)
    assert store.ask(question) is False


def test_several_graphs_are_replaced_and_only_the_changed_are_named(store: Store) -> None:
    store.replace_graph(FIRST, patient_triples(FIRST))
    graphs = {FIRST: patient_triples(FIRST), SECOND: patient_triples(SECOND)}
    assert store.replace_graphs(graphs) == {SECOND}


def test_numbers_written_in_another_way_are_no_change(store: Store) -> None:
    def size(text: str) -> list[Triple]:
        return [(FIRST, SPINE.value, Literal(text, datatype=XSD.decimal))]

    store.replace_graph(FIRST, size("4.50"))
    assert store.replace_graph(FIRST, size("4.5")) is False
    assert store.graph_triples(FIRST) == (
        (FIRST, SPINE.value, Literal("4.5", datatype=XSD.decimal)),
    )


def test_construct_and_describe_give_sorted_triples(store: Store) -> None:
    store.replace_graph(FIRST, patient_triples(FIRST))
    constructed = store.construct(f"CONSTRUCT WHERE {{ <{PATIENT}> ?p ?o }}")
    assert [str(value) for _, _, value in constructed] == ["P1", str(SPINE.Patient)]
    assert constructed == store.construct(f"DESCRIBE <{PATIENT}>")


def test_an_unbound_variable_is_an_empty_cell(store: Store) -> None:
    store.replace_graph(FIRST, patient_triples(FIRST))
    table = store.select(
        f"SELECT ?id ?x WHERE {{ ?p <{DCTERMS.identifier}> ?id OPTIONAL {{ ?p <{SPINE.no}> ?x }} }}"
    )
    assert (table.columns, table.rows) == (("id", "x"), ((Literal("P1"), None),))


def test_quads_are_counted_over_all_graphs(store: Store) -> None:
    before = store.quad_count()
    store.replace_graphs({FIRST: patient_triples(FIRST), SECOND: patient_triples(SECOND)})
    assert store.quad_count() == before + 6 == len(list(store.quads()))


def test_a_graph_can_be_named_in_a_query(store: Store) -> None:
    store.replace_graph(FIRST, numbered(2))
    table = store.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{FIRST}> ?p ?o }} }}")
    assert table.rows == ((FIRST,),)
    assert URIRef(ONTOLOGY) in store.graphs()


@pytest.mark.parametrize(
    "sparql",
    ["SELECT", "SELECT ?x WHERE { ?x spine:atLevel ?y }", "INSERT DATA { <a:b> <a:c> 1 }", ""],
)
def test_what_is_not_a_query_is_invalid(store: Store, sparql: str) -> None:
    with pytest.raises(InvalidQuery, match="line 1, column"):
        store.select(sparql)


def test_a_query_of_another_form_is_invalid(store: Store) -> None:
    with pytest.raises(InvalidQuery, match="SELECT"):
        store.select("ASK { ?s ?p ?o }")
    with pytest.raises(InvalidQuery, match="ASK"):
        store.ask("SELECT ?s WHERE { ?s ?p ?o }")
    with pytest.raises(InvalidQuery, match="CONSTRUCT"):
        store.construct("ASK { ?s ?p ?o }")


def test_an_escaped_quotation_mark_does_not_hide_a_clause_from_the_guard() -> None:
    hidden = (
        r'SELECT * { BIND("\u0022 AS ?y) SERVICE <http://127.0.0.1:9/> {} BIND(\u0022" AS ?x) }'
    )
    with MemoryStore() as memory, pytest.raises(RefusedQuery):
        memory.select(hidden)


def test_a_text_that_only_rdflib_cannot_parse_is_no_query() -> None:
    with MemoryStore() as memory, pytest.raises(InvalidQuery):
        memory.select(r'SELECT ("\u0022" AS ?x) {}')


def test_an_error_about_a_query_does_not_repeat_its_words(store: Store) -> None:
    with pytest.raises(InvalidQuery) as caught:
        store.select('SELECT ?x WHERE { ?x ?y "Jane Roe" Jane }')
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { service<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * WHERE { # SERVICE\n SERVICE SILENT ?x { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:9/> WHERE { ?s ?p ?o }",
        "SELECT * WHERE " + "{" * 3_000 + "}" * 3_000,
        "SELECT (" + "1+" * 8_000 + "1 AS ?x) {}",
        "SELECT (" + "!" * 10_000 + "true AS ?x) {}",
        "SELECT * WHERE { " + "{} UNION " * 8_000 + "{} }",
        "SELECT * WHERE { FILTER(" + "<<(" * 8_000,
        "SELECT * WHERE { }" + " " * 1_000_000,
    ],
    ids=["service", "lower", "silent", "from", "braces", "sum", "not", "union", "quoted", "long"],
)
def test_a_query_that_reaches_out_or_would_crash_is_refused(store: Store, sparql: str) -> None:
    with pytest.raises(RefusedQuery):
        store.select(sparql)


def test_words_in_strings_iris_names_and_comments_are_not_refused(store: Store) -> None:
    sparql = """PREFIX service: <http://example.org/SERVICE#> # from SERVICE
    SELECT ?from ?service WHERE {
        ?from service:service ?service
        FILTER (?service != "SERVICE ((((" && ?service != '''FROM '' "''')
    }"""
    assert store.select(sparql).rows == ()


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.has_graph(FIRST)
    with pytest.raises(StoreError, match="closed"):
        store.select("SELECT * WHERE { ?s ?p ?o }")


def test_a_term_that_cannot_be_stored_leaves_all_graphs_as_they_were(store: Store) -> None:
    bad: list[Triple] = [(SECOND, SPINE.grade, Literal("\ud800"))]
    with pytest.raises(InvalidValue):
        store.replace_graphs({FIRST: numbered(2), SECOND: bad})
    if store.__class__.__name__ == "EmbeddedStore":
        assert not store.has_graph(FIRST)
    assert not store.has_graph(SECOND)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.sets(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_went_in(store: Store, texts: set[str]) -> None:
    store.replace_graph(FIRST, [(FIRST, SPINE.reportText, Literal(text)) for text in texts])
    store.replace_graph(FIRST, [*numbered(1), *((FIRST, SPINE.grade, Literal(t)) for t in texts)])
    assert {str(v) for _, p, v in store.graph_triples(FIRST) if p == SPINE.grade} == texts


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { VALUES ?x { } }",
        "SELECT (EXISTS { ?s ?p ?o } AS ?there) WHERE { }",
        "SELECT (MAX(1 / 0) AS ?most) WHERE { ?s ?p ?o }",
    ],
)
def test_what_trips_rdflib_is_an_error_of_ours(query: str) -> None:
    """Valid queries that it cannot run: whatever it raises, the caller sees one kind of error."""
    with MemoryStore(background=()) as memory, pytest.raises(QueryError, match="rdflib cannot run"):
        memory.replace_graph(FIRST, patient_triples(FIRST))
        memory.select(query)
