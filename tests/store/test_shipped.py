"""With the ontology that ships with the package, both engines hold and answer the same."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rdflib import Literal

from kg.findings.report import Report
from kg.store.embedded import EmbeddedStore
from kg.store.ingest import Reader, add_reports
from kg.store.interface import Store, Table
from kg.store.memory import MemoryStore
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spine: <https://w3id.org/spinekg/spine#>
"""
REPORTS = [
    Report("r1", "A herniation at L4-L5. No herniation at T12-L1.", "p1", date(2024, 1, 3)),
    Report("r2", "A herniation at T12-L1. A herniation at L4-L5.", "p1", date(2024, 6, 3)),
    Report("r3", "A herniation at T11-T12.", "p2", date(2024, 2, 3)),
    Report("r4", "No herniation at T12-L1."),
]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.load()


@pytest.fixture
def stores(
    tmp_path: Path, reader: Reader, identifiers: Identifiers, shapes: Shapes
) -> Iterator[tuple[Store, Store]]:
    with EmbeddedStore(tmp_path / "store") as embedded, MemoryStore() as memory:
        for store in (embedded, memory):
            summary = add_reports(
                store, REPORTS, reader=reader, identifiers=identifiers, shapes=shapes
            )
            assert summary.added == len(REPORTS)
        yield embedded, memory


def agreed(stores: tuple[Store, Store], sparql: str) -> Table:
    first, second = (store.select(PREFIXES + sparql) for store in stores)
    assert first == second
    return first


def test_both_engines_answer_a_cohort_question_alike(stores: tuple[Store, Store]) -> None:
    table = agreed(
        stores,
        """SELECT ?id ?date ?quote WHERE {
            ?finding a/rdfs:subClassOf spine:DegenerativeFinding ;
                spine:atLevel/spine:within spine:ThoracolumbarJunction ;
                spine:inReport/spine:studyDate ?date ;
                spine:ofPatient/dcterms:identifier ?id ;
                spine:evidence/oa:exact ?quote .
        } ORDER BY ?id ?date ?quote""",
    )
    assert [str(cell) for cell in table.column("id")] == ["p1", "p2"]
    assert table.rows[0][2] == Literal("herniation at T12-L1")


def test_both_engines_count_alike_without_distinct(stores: tuple[Store, Store]) -> None:
    table = agreed(
        stores,
        """SELECT ?id (COUNT(?finding) AS ?findings) WHERE {
            ?finding spine:findingType/rdfs:subClassOf spine:SpinalFinding ;
                spine:ofPatient ?patient .
            ?patient a spine:Patient ; dcterms:identifier ?id .
        } GROUP BY ?id ORDER BY ?id""",
    )
    assert [(str(name), int(str(count))) for name, count in table.rows] == [
        ("p1", 4),
        ("p2", 1),
        ("r4", 1),
    ]


def test_both_engines_hold_the_same_reports(
    stores: tuple[Store, Store], identifiers: Identifiers
) -> None:
    embedded, memory = stores
    assert embedded.graphs() == memory.graphs()
    for report in REPORTS:
        graph = identifiers.report(report.identifier)
        assert embedded.graph_triples(graph) == memory.graph_triples(graph) != ()
