"""Shapes accept the terms of a user's own ontology, one by one, and no other foreign IRI."""

from dataclasses import replace
from types import MappingProxyType

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.triples.compiled_shapes import CompiledShapes
from kg.triples.own_terms import admit_own_terms
from kg.triples.shapes import Shapes
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import Vocabulary, load_vocabulary

OWN = "https://hospital.example/spine+one#"
CLASS, EXTRASPINAL, LEVEL_SET = (f"{OWN}{name}" for name in ("Baastrup", "Gallstone", "Apex"))
MESSAGES = {
    SPINE.findingType: "A finding has exactly one finding type, a class of the ontology.",
    SPINE.atLevel: (
        "A finding is at a vertebra, between two neighbours, or in a region or junction."
    ),
}


def extended() -> Vocabulary:
    """Return the shipped vocabulary with a class, an extraspinal class and a level set more."""
    shipped = load_vocabulary()
    bulge, region = shipped.findings["DiscBulge"], shipped.level_sets["LumbarSpine"]
    return replace(
        shipped,
        findings=MappingProxyType(
            {
                **shipped.findings,
                **{name: replace(bulge, name=name) for name in (CLASS, EXTRASPINAL)},
            }
        ),
        level_sets=MappingProxyType(
            {**shipped.level_sets, LEVEL_SET: replace(region, name=LEVEL_SET)}
        ),
        ancestors=MappingProxyType(
            {**shipped.ancestors, EXTRASPINAL: frozenset({"ExtraspinalFinding"})}
        ),
    )


@pytest.fixture(scope="module")
def shapes() -> Graph:
    graph = Shapes.load().graph
    admit_own_terms(graph, extended())
    return graph


def finding(kind: str, level: str) -> Graph:
    node = URIRef("https://w3id.org/spinekg/data/finding/a")
    graph = Graph().add((node, RDF.type, SPINE.Finding))
    return graph.add((node, SPINE.findingType, SPINE[kind])).add(
        (node, SPINE.atLevel, SPINE[level])
    )


def messages(shapes: Graph, data: Graph) -> set[str]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


@pytest.mark.parametrize("path", MESSAGES, ids=["type", "level"])
@pytest.mark.parametrize(
    ("kind", "level", "passes"),
    [
        (CLASS, LEVEL_SET, True),
        ("DiscBulge", "L4-L5", True),
        (f"{OWN}Other", f"{OWN}Other", False),
        (f"{CLASS}s", f"{LEVEL_SET}s", False),
        (CLASS.replace("+", ""), LEVEL_SET.replace("+", ""), False),
        ("no class", "T14", False),
    ],
)
def test_own_terms_pass_and_others_do_not(
    shapes: Graph, path: URIRef, kind: str, level: str, passes: bool
) -> None:
    assert (MESSAGES[path] not in messages(shapes, finding(kind, level))) is passes


def test_an_own_extraspinal_class_is_at_no_level(shapes: Graph) -> None:
    refusal = "An extraspinal finding is at no level of the spine."
    assert refusal in messages(shapes, finding(EXTRASPINAL, "L1"))
    assert refusal not in messages(shapes, finding(CLASS, "L1"))


def test_the_opened_shapes_still_run_as_functions(shapes: Graph) -> None:
    assert CompiledShapes.of(shapes) is not None


def test_without_own_terms_the_shapes_stay_as_they_are() -> None:
    before, after = Shapes.load().graph, Shapes.load().graph
    admit_own_terms(after, load_vocabulary())
    patterns = set(before.objects(None, SH.pattern))
    assert set(after.objects(None, SH.pattern)) == patterns
    assert all(isinstance(pattern, Literal) and OWN not in pattern for pattern in patterns)
