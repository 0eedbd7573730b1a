"""The catalogue's queries: one text for every engine, and the rows that each gives for its case.

A case is a folder `tests/cases/queries/<name>/`, or `<name>.<variant>/`, with `data.ttl`,
`expected.csv` (the rows in their order) and, where values are given, `parameters.csv`.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg.asking.bindings import bind
from kg.asking.catalogue import CatalogueQuery, ParameterKind, load_catalogue, read_query
from kg.resources import resource_folder
from kg.store.interface import Store, Table
from kg.triples.terms import Term, Triple
from kg.vocabulary.namespaces import DATA
from kg.vocabulary.vocabulary import load_vocabulary

CASES = sorted(
    path for path in (Path(__file__).parents[1] / "cases" / "queries").iterdir() if path.is_dir()
)
QUERIES = [load_catalogue().query(name) for name in load_catalogue().names]
GRAPH = DATA["report-case"]
#: What engines disagree on, stall on, lack, or may leave the machine by.
FORBIDDEN = {
    "a path without end": r"[\w>)][*+](?=[\s?;.)])",
    "GRAPH": r"\bGRAPH\b",
    "SERVICE": r"\bSERVICE\b",
    "FROM": r"\bFROM\b",
    "a blank node": r"\[\s*\]|_:|\bBNODE\b",
    "an answer that may differ each time": r"\b(GROUP_CONCAT|SAMPLE|RAND|NOW|UUID)\b",
    "all columns": r"SELECT\s+(DISTINCT\s+)?\*",
}
#: What a query that lists findings shows of each.
LISTED = {"patient", "report", "date", "finding", "level", "sentence", "node"}
#: What the question itself says, so that the answer need not.
KNOWN = {
    "changes_in_patient": {"patient"},
    "extraspinal_findings": {"level"},
    "findings_of_patient": {"patient"},
    "findings_of_report": {"patient", "report", "date"},
    "findings_without_level": {"level"},
    "levels_of_patient": {"patient"},
}

every_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def query_of(case: Path) -> CatalogueQuery:
    return load_catalogue().query(case.name.partition(".")[0])


def triples(path: Path) -> Iterator[Triple]:
    for subject, predicate, value in Graph().parse(path, format="turtle"):
        assert isinstance(predicate, URIRef)
        yield subject, predicate, value  # type: ignore[misc]


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(term: Term | None) -> str:
    return "" if term is None else str(term).replace(str(DATA), "data:")


def rows(table: Table) -> list[list[str]]:
    return [list(table.columns), *([written(cell) for cell in row] for row in table.rows)]


def given(case: Path) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    path = case / "parameters.csv"
    for name, value in lines(path) if path.is_file() else ():
        values.setdefault(name, []).append(value)
    return values


def examples(query: CatalogueQuery) -> dict[str, str]:
    """Return the examples of the parameters that must be given."""
    return {p.name: p.written for p in query.parameters if p.is_required and p.written}


def body(query: CatalogueQuery) -> str:
    """Return the text without comments, IRIs and strings."""
    return re.sub(r'(^|\s)#.*|<[^\s<>]*>|"[^"\n]*"', " ", query.text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def store(empty_store: Store) -> Store:
    return empty_store


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_query_gives_the_rows_of_its_case_in_their_order(case: Path, store: Store) -> None:
    store.replace_graph(GRAPH, triples(case / "data.ttl"))
    sparql = bind(query_of(case), given(case), load_vocabulary())
    assert rows(store.select(sparql)) == lines(case / "expected.csv")


def test_every_query_has_a_case_with_rows() -> None:
    proven = {query_of(case).name for case in CASES if len(lines(case / "expected.csv")) > 1}
    assert proven == set(load_catalogue().names)


@every_query
def test_both_parsers_read_the_file_as_it_stands(query: CatalogueQuery) -> None:
    assert prepareQuery(query.text).algebra is not None
    columns = pyoxigraph.Store().query(query.text).variables  # type: ignore[union-attr]
    assert tuple(column.value for column in columns) == query.returns


@every_query
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_query_runs_on_any_engine_and_says_the_same_each_time(
    query: CatalogueQuery, what: str
) -> None:
    assert not re.search(FORBIDDEN[what], body(query)), what


@every_query
def test_the_order_of_a_query_leaves_no_two_rows_in_doubt(query: CatalogueQuery) -> None:
    ordered = set(re.findall(r"\?(\w+)", body(query).rpartition("ORDER BY")[2]))
    assert ordered, "a query ends with its order"
    if "node" in query.returns:
        assert ordered & {"node", "of_finding"}


@every_query
def test_a_query_that_lists_findings_shows_whose_when_where_and_in_what_words(
    query: CatalogueQuery,
) -> None:
    if {"sentence", "node"} <= set(query.returns):
        assert LISTED - set(query.returns) == KNOWN.get(query.name, set())


@every_query
def test_a_default_is_what_the_block_holds_as_it_stands(query: CatalogueQuery) -> None:
    as_it_stands = prepareQuery(query.text).algebra
    for parameter in query.parameters:
        if parameter.written is not None:
            values = {**examples(query), parameter.name: parameter.written}
            bound = bind(query, values, load_vocabulary())
            assert str(prepareQuery(bound).algebra) == str(as_it_stands), parameter.name


def test_the_example_of_the_readme_is_a_query_of_the_catalogue(store: Store) -> None:
    readme = (resource_folder("queries") / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```sparql\n(.*?)```", readme, flags=re.DOTALL)
    store.replace_graph(GRAPH, triples(CASES[0] / "data.ttl"))
    table = store.select(read_query("example", example).text)
    assert (table.columns, len(table.rows)) == (("patient", "report", "node"), 1)


def test_the_readme_names_every_kind_of_parameter_and_every_folder() -> None:
    readme = (resource_folder("queries") / "README.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in resource_folder("queries").rglob("*.rq")}
    assert all(f"| `{kind}` |" in readme for kind in ParameterKind)
    assert all(f"| `{folder}/` |" in readme for folder in folders)
