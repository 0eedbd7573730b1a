"""Small real stores, a small ontology and a small reader."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import URIRef

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.qualities import Section, Status
from kg.findings.report import Reading, Report
from kg.store.background import BackgroundGraph
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Store
from kg.store.memory import MemoryStore
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import CLOSURE_GRAPH, ONTOLOGY

ONTOLOGY_TURTLE = """
@prefix spine: <https://w3id.org/spinekg/spine#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
spine:DiscHerniation a owl:Class ; rdfs:subClassOf spine:SpinalFinding ,
    [ a owl:Restriction ; owl:onProperty spine:inStructure ; owl:hasValue spine:Disc ] .
"""
CLOSURE_TURTLE = """
@prefix spine: <https://w3id.org/spinekg/spine#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
spine:DiscHerniation rdfs:subClassOf spine:DiscHerniation , spine:SpinalFinding .
"""
_MENTION = re.compile(r"(?P<no>[Nn]o )?herniation at (?P<level>[CTL]\d+-[CTLS]\d+)")


class MentionReader:
    """Reads "herniation at L4-L5" and "no herniation at L4-L5", and counts what it read."""

    extractor = "mentions 1.0"

    def __init__(self) -> None:
        self.read_count = 0

    def read(self, report: Report) -> Reading:
        self.read_count += 1
        findings: dict[object, Finding] = {}
        for match in _MENTION.finditer(report.text):
            status = Status.ABSENT if match["no"] else Status.PRESENT
            evidence = Evidence(
                match[0], match.start(), match.end(), Section.NARRATIVE, "mention", cue=match["no"]
            )
            finding = Finding("DiscHerniation", status, (evidence,), level=match["level"])
            findings.setdefault(finding.key, finding)
        return Reading(report, tuple(findings.values()), self.extractor)


@pytest.fixture
def identifiers() -> Identifiers:
    return Identifiers(b"a key for tests, not for patients")


@pytest.fixture
def reader() -> MentionReader:
    return MentionReader()


@pytest.fixture
def background(tmp_path: Path) -> tuple[BackgroundGraph, ...]:
    ontology, closure = tmp_path / "ontology.ttl", tmp_path / "closure.ttl"
    ontology.write_text(ONTOLOGY_TURTLE, encoding="utf-8")
    closure.write_text(CLOSURE_TURTLE, encoding="utf-8")
    return (
        BackgroundGraph(URIRef(ONTOLOGY), (ontology,)),
        BackgroundGraph(URIRef(CLOSURE_GRAPH), (closure,)),
    )


OpenStore = Callable[[], Store]


@pytest.fixture(params=["embedded", "memory"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, background: tuple[BackgroundGraph, ...]
) -> Iterator[Store]:
    """Give one store of each engine in turn, to be the same in all that is asked of it."""
    opened: Store
    if request.param == "embedded":
        opened = EmbeddedStore(tmp_path / "store", background=background)
    else:
        opened = MemoryStore(background=background)
    with opened:
        yield opened
