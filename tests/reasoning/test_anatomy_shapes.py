"""The shapes that warn of what anatomy rules out say the same as the rules that they repeat."""

from collections.abc import Callable, Mapping
from functools import cache

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection

from kg.reasoning.course import PatientCourse
from kg.reasoning.impossible import impossible_statements
from kg.reasoning.rule_terms import rule_terms
from kg.resources import resource_folder
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import SHAPE_FILES
from kg.triples.to_triples import reading_triples
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import load_vocabulary

Studies = Callable[[Mapping[str, str]], PatientCourse]
SHAPES = "https://w3id.org/spinekg/shapes#"
RULES = {
    "SegmentFinding": "SegmentFindingAtVertebra",
    "DiscFinding": "DiscWhereNoneIs",
    "UncovertebralFinding": "UncovertebralOutsideNeck",
}
IDENTIFIERS = Identifiers(b"a key of enough bytes")


@cache
def shapes() -> Graph:
    return Graph().parse(resource_folder("ontology") / "shapes" / "anatomy.ttl")


def test_they_warn_and_are_no_condition_of_storing() -> None:
    assert "anatomy.ttl" not in SHAPE_FILES
    nodes = set(shapes().subjects(RDF.type, SH.NodeShape))
    assert nodes == {URIRef(SHAPES + name) for name in RULES}
    assert all(shapes().value(node, SH.severity) == SH.Warning for node in nodes)


@pytest.mark.parametrize("name", RULES)
def test_a_shape_lists_the_classes_of_its_rule(name: str) -> None:
    vocabulary = load_vocabulary()
    (rule,) = (one for one in rule_terms("ImpossibilityRule") if one.name == RULES[name])
    concerned = {
        SPINE[one]
        for one in vocabulary.findings
        if any(vocabulary.is_a(one, kind) for kind in rule.names("concernsClass"))
    }
    lists = [
        set(Collection(shapes(), items))
        for choices in shapes().objects(URIRef(SHAPES + name), SH["or"])
        for choice in Collection(shapes(), choices)
        for part in shapes().objects(choice, SH.property)
        if shapes().value(part, SH.path) == SPINE.findingType
        for refused in shapes().objects(part, SH["not"])
        for items in shapes().objects(refused, SH["in"])
    ]
    assert lists == [concerned]


@pytest.mark.parametrize(
    "text",
    [
        "Facet arthropathy at L4. Facet arthropathy at L2-L3. No disc bulge at L3.",
        "Left foraminal stenosis at C5. Foraminal stenosis at S1. Disc bulge at T11.",
        "Disc herniation at C1-C2. Disc herniation at C2-C3. Sequestered disc fragment at L5.",
        "Uncovertebral hypertrophy at L4-L5. Uncovertebral hypertrophy at C5-C6.",
        "Possible facet arthropathy at L3. Schmorl node of L2. Vacuum phenomenon of L1.",
    ],
)
def test_shapes_and_rules_find_the_same(studies: Studies, text: str) -> None:
    course = studies({"2024-01-10": f"FINDINGS: {text}"})
    by_rules = {
        IDENTIFIERS.finding(one.references[0].report, one.references[0].key)
        for one in impossible_statements(course)
    }
    data = Graph()
    for triple in reading_triples(
        course.readings[0], identifiers=IDENTIFIERS, ontology_version="0"
    ):
        data.add(triple)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    assert isinstance(report, Graph)
    assert set(report.objects(None, SH.focusNode)) == by_rules
    assert by_rules
