"""The triples that are fetched for a query give the same answer as all triples."""

from collections import Counter

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import RefusedQuery
from kg.remote.answering_here import Rows, fetched, is_plain
from kg.remote.needed_triples import needed_triples
from kg.store.terms import from_engine

SUBJECTS, PROPERTIES = ("a", "b", "c"), ("p", "q", "r")
VARIABLES = ("?x", "?y", "?z", "?w")


def iris(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from([f"<urn:{name}>" for name in names])


TERMS = st.one_of(st.sampled_from(VARIABLES), st.sampled_from(VARIABLES), iris(SUBJECTS))
STEPS = st.one_of(
    iris(PROPERTIES),
    iris(PROPERTIES),
    st.sampled_from(["<urn:p>/<urn:q>", "^<urn:p>", "<urn:p>|<urn:q>", "<urn:r>+", "?w"]),
)
TRIPLES = st.builds("{} {} {} .".format, TERMS, STEPS, TERMS)
BLOCKS = st.lists(TRIPLES, min_size=1, max_size=2).map(" ".join)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} OPTIONAL {{ {} }}".format, inner, inner),
        st.builds("OPTIONAL {{ {} }} {}".format, inner, inner),
        st.builds("{} OPTIONAL {{ {} FILTER(?x != ?z) }}".format, inner, inner),
        st.builds("{} MINUS {{ {} }}".format, inner, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("{} {{ {} }} UNION {{ {} }}".format, inner, inner, inner),
        st.builds("{} FILTER NOT EXISTS {{ {} }}".format, inner, inner),
        st.builds("{} FILTER EXISTS {{ {} }} {}".format, inner, inner, inner),
        st.builds("{} {{ SELECT ?x (COUNT(*) AS ?n) {{ {} }} GROUP BY ?x }}".format, inner, inner),
        st.builds(
            "{} {{ SELECT DISTINCT ?y {{ {} }} ORDER BY ?y }} {}".format, inner, inner, inner
        ),
        st.builds("VALUES ?x {{ <urn:a> <urn:b> }} {}".format, inner),
        st.builds("{{ {} }} {{ {} }}".format, inner, inner),
        st.builds("{} GRAPH ?g {{ {} }}".format, inner, BLOCKS),
    )


PATTERNS = st.recursive(BLOCKS, _nested, max_leaves=5)
DATA = st.lists(
    st.tuples(*(st.sampled_from(one) for one in (SUBJECTS, PROPERTIES, SUBJECTS))),
    min_size=1,
    max_size=12,
    unique=True,
)


def store_of(triples: list[tuple[str, str, str]]) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for triple in triples:
        nodes = tuple(pyoxigraph.NamedNode(f"urn:{name}") for name in triple)
        graph = pyoxigraph.NamedNode("https://w3id.org/spinekg/data/report/one")
        store.add(pyoxigraph.Quad(*nodes))
        store.add(pyoxigraph.Quad(*nodes, graph))  # type: ignore[call-arg]
    return store


def answer(store: pyoxigraph.Store, sparql: str) -> Counter[tuple[str, ...]]:
    results = store.query(sparql)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return Counter(tuple(str(cell) for cell in solution) for solution in results)


def rows_of(store: pyoxigraph.Store, sparql: str) -> Rows:
    results = store.query(sparql)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return tuple(
        tuple(None if cell is None else from_engine(cell) for cell in solution)
        for solution in results
    )


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pattern=PATTERNS, triples=DATA)
def test_what_is_fetched_gives_the_same_rows(
    pattern: str, triples: list[tuple[str, str, str]]
) -> None:
    store = store_of(triples)
    sparql = f"SELECT * WHERE {{ {pattern} }}"
    try:
        expected = answer(store, sparql)
    except SyntaxError:
        return
    with fetched(sparql, lambda text, _: rows_of(store, text)) as local:
        assert local._engine is not None
        assert answer(local._engine, sparql) == expected


def test_only_what_fits_is_asked_for() -> None:
    triples = [(f"s{number}", "p", f"o{number}") for number in range(50)]
    triples += [(f"o{number}", "q", "end") for number in range(50)]
    store = store_of([*triples, ("s7", "r", "chosen")])
    asked: list[int] = []

    def ask(text: str, in_graphs: bool) -> Rows:
        rows = rows_of(store, text)
        asked.append(len(rows))
        return rows

    sparql = "SELECT * { ?s <urn:r> <urn:chosen> ; <urn:p> ?o OPTIONAL { ?o <urn:q> ?end } }"
    with fetched(sparql, ask) as local:
        assert len(local.select(sparql).rows) == 1
    assert asked == [1, 1, 1]


@pytest.mark.parametrize(
    "sparql",
    ["SELECT * { ?s !<urn:p> ?o }", "SELECT * { ?s <urn:p>* ?o }", "SELECT * { ?s <urn:p>? ?o }"],
)
def test_a_path_that_may_touch_everything_is_refused(sparql: str) -> None:
    with pytest.raises(RefusedQuery, match="path"):
        needed_triples(sparql)


@pytest.mark.parametrize(
    ("sparql", "plain"),
    [
        (
            "PREFIX : <urn:> SELECT DISTINCT ?s { VALUES ?s { :a } ?s a :C ; :p 'text' . }",
            True,
        ),
        ("ASK { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT ?s { ?s ?p 5 }", False),
        ("SELECT ?s { ?s ?p 'x'@en }", False),
        ("SELECT ?s { ?s <urn:p>/<urn:q> ?o }", False),
        ("SELECT ?s { ?s ?p ?o OPTIONAL { ?o ?q ?z } }", False),
        ("SELECT (COUNT(?s) AS ?n) { ?s ?p ?o }", False),
    ],
)
def test_only_joins_go_to_a_server_that_answers_others_wrongly(sparql: str, plain: bool) -> None:
    assert is_plain(sparql) is plain
