"""Values stay values, and what the snapshot does not answer it leaves, with the reason."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as texts
from rdflib import Literal, URIRef

from kg.asking.sparql_terms import sparql_term
from kg.columnar.columnar_store import ColumnarStore
from kg.columnar.snapshot import refresh_snapshot
from kg.errors import InvalidQuery, NotColumnar, RefusedQuery
from kg.store.memory import MemoryStore
from kg.store.values_block import VALUES_BLOCK
from tests.columnar.conftest import Commits

Graphs = Mapping[URIRef, bytes]
PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX spine: <https://w3id.org/spinekg/spine#>
"""


@pytest.fixture(scope="module")
def snapshot(
    tmp_path_factory: pytest.TempPathFactory, demo_graphs: Graphs
) -> Iterator[ColumnarStore]:
    commits, folder = Commits(), tmp_path_factory.mktemp("columnar")
    commits.commit(demo_graphs)
    refresh_snapshot(folder, commits)
    with ColumnarStore(folder) as store:
        yield store


@settings(max_examples=200, deadline=None)
@given(text=texts.text(texts.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example(text='"}')
@example(text="'} \\")
def test_no_text_breaks_out_of_its_value(snapshot: ColumnarStore, text: str) -> None:
    # As a block, which Oxigraph reads, and as a part of the query, which rdflib does.
    literal = sparql_term(Literal(text))
    try:
        found = snapshot.select(
            f"SELECT ?text (STRLEN(?text) AS ?length) {{ VALUES ?text {{ {literal} }} }}"
        )
        assert found.rows == ((Literal(text), Literal(len(text))),)
        found = snapshot.select(f"SELECT ?text {{ BIND({literal} AS ?text) }}")
        assert found.rows == ((Literal(text),),)
        nobody = sparql_term(Literal(f"{text} is nobody"))
        sparql = f"{PREFIXES} SELECT ?p {{ ?p dcterms:identifier {nobody} }}"
        assert snapshot.select(sparql).rows == ()
    except NotColumnar as left:
        assert left.reason in {"a tab in a text", "an escaped character"}


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT ?s { ?s ?p ?o }", "variable in the place of a property"),
        ("SELECT ?g { GRAPH ?g { ?s spine:status ?o } }", "Graph"),
        ("SELECT ?a { ?a spine:causes+ ?b }", "a path in the place of a property"),
        ("SELECT ?t { ?r spine:reportText ?t }", "reportText"),
        ("SELECT (AVG(?v) AS ?m) { ?s spine:value ?v }", "Avg"),
        ('SELECT ?q { ?e oa:exact ?q FILTER(REGEX(?q, "T12")) }', "REGEX"),
        ("SELECT (?v / 3 AS ?third) { ?s spine:value ?v }", "quotient"),
        ("SELECT ?f { ?f spine:status ?s FILTER(?s < spine:Present) }", "order of a iri"),
        ("SELECT ?x { ?x <https://example.org/unknown> ?y }", "unknown"),
        (r'SELECT ?q { ?e oa:exact ?q FILTER(?q = "\u0041") }', "escaped"),
    ],
)
def test_what_it_does_not_answer_is_left_with_the_reason(
    snapshot: ColumnarStore, sparql: str, reason: str
) -> None:
    with pytest.raises(NotColumnar) as error:
        snapshot.select(PREFIXES + sparql)
    assert reason in error.value.reason


def test_triples_and_graphs_are_left_to_the_embedded_engine(snapshot: ColumnarStore) -> None:
    for ask in (
        lambda: snapshot.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"),
        snapshot.graphs,
        snapshot.quad_count,
        lambda: snapshot.has_graph(URIRef("https://example.org/g")),
        lambda: snapshot.graph_triples(URIRef("https://example.org/g")),
    ):
        with pytest.raises(NotColumnar):
            ask()


def test_other_forms_and_unsafe_queries_are_refused(snapshot: ColumnarStore) -> None:
    with pytest.raises(InvalidQuery):
        snapshot.select(PREFIXES + "ASK { ?f spine:status ?s }")
    with pytest.raises(RefusedQuery):
        snapshot.select("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_a_query_about_one_node_is_told_from_a_cohort(snapshot: ColumnarStore) -> None:
    cohort = "SELECT ?f { VALUES ?s { spine:Present } ?f spine:status ?s }"
    patient = (
        'SELECT ?f { VALUES ?i { "demo-001" } ?p dcterms:identifier ?i . ?f spine:ofPatient ?p }'
    )
    finding = (
        "SELECT ?s { VALUES ?f { <https://w3id.org/spinekg/data/finding/abc> } ?f spine:status ?s }"
    )
    assert not snapshot.plan(PREFIXES + cohort).is_of_one
    assert snapshot.plan(PREFIXES + patient).is_of_one
    assert snapshot.plan(PREFIXES + finding).is_of_one


def test_a_question_with_other_values_is_not_parsed_again(snapshot: ColumnarStore) -> None:
    from kg.columnar import algebra

    sparql = PREFIXES + "SELECT ?f { VALUES ?s { spine:Present } ?f spine:status ?s }"
    absent = VALUES_BLOCK.sub(
        lambda match: "VALUES ?s { spine:Absent }" if match["name"] else match[0], sparql
    )
    assert sparql != absent
    present_rows = snapshot.select(sparql).rows
    before = algebra._algebra.cache_info().misses
    absent_rows = snapshot.select(absent).rows
    assert algebra._algebra.cache_info().misses == before
    assert set(present_rows).isdisjoint(absent_rows)


def test_a_block_of_values_in_a_subquery_and_undef_mean_what_they_say(
    snapshot: ColumnarStore, demo_graphs: Graphs
) -> None:
    sparql = f"""{PREFIXES}
    SELECT ?status (COUNT(?f) AS ?n) {{
      VALUES ?side {{ UNDEF }}
      {{
        SELECT ?f ?status {{
          VALUES ?status {{ spine:Absent spine:Possible }} ?f spine:status ?status
        }}
      }}
      OPTIONAL {{ ?f spine:laterality ?found }}
      FILTER(!BOUND(?side) || ?found = ?side)
    }} GROUP BY ?status"""
    few = dict(list(demo_graphs.items())[:25])
    with MemoryStore() as reference:
        reference.replace_contents(few)
        commits = Commits()
        commits.commit(few)
        expected = reference.select(sparql)
    assert len(expected.rows) == len(snapshot.select(sparql).rows) == 2


def test_a_snapshot_reaches_no_other_file(snapshot: ColumnarStore, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    assert snapshot._connection is not None
    for statement in (
        f"SELECT * FROM '{tmp_path / 'secret.csv'}'",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DELETE FROM findings",
    ):
        with pytest.raises(duckdb.Error):
            snapshot._connection.execute(statement)
    assert not (tmp_path / "out.csv").exists()
