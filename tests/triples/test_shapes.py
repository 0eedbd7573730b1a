"""What is wrong with triples is found, said in the shape's words, and laid at the right report."""

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from kg.triples.shapes import Shapes
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import DATA, OA, SPINE

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spine: <https://w3id.org/spinekg/spine#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
spine:FindingShape a sh:NodeShape ; sh:targetClass spine:Finding ;
    sh:property [ sh:path spine:evidence ; sh:minCount 1 ;
        sh:message "A finding needs evidence." ] ;
    sh:property [ sh:path spine:grade ; sh:maxLength 3 ] ;
    sh:property [ sh:path spine:cue ; sh:maxCount 0 ; sh:severity sh:Warning ] .
spine:EvidenceShape a sh:NodeShape ; sh:targetClass spine:Evidence ;
    sh:property [ sh:path oa:start ; sh:datatype xsd:integer ; sh:message "An offset is whole." ] .
spine:PatientShape a sh:NodeShape ; sh:targetClass spine:Patient ;
    sh:property [ sh:path dcterms:identifier ; sh:maxCount 1 ; sh:message "One name a patient." ] .
"""
PATIENT = DATA["patient/p"]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes(Graph().parse(data=SHAPES, format="turtle"))


def report(name: str) -> URIRef:
    return DATA[f"report/{name}"]


def good(name: str) -> list[Triple]:
    finding, evidence = DATA[f"finding/{name}"], DATA[f"evidence/{name}"]
    return [
        (report(name), RDF.type, SPINE.Report),
        (report(name), SPINE.ofPatient, PATIENT),
        (PATIENT, RDF.type, SPINE.Patient),
        (PATIENT, DCTERMS.identifier, Literal("P1")),
        (finding, RDF.type, SPINE.Finding),
        (finding, SPINE.inReport, report(name)),
        (finding, SPINE.evidence, evidence),
        (evidence, RDF.type, SPINE.Evidence),
        (evidence, OA.start, Literal(3)),
    ]


def test_triples_that_fit_have_no_violation(shapes: Shapes) -> None:
    assert shapes.violations([*good("a"), *good("b")]) == ()


def test_a_violation_of_a_finding_is_laid_at_its_report(shapes: Shapes) -> None:
    broken = [triple for triple in good("b") if triple[1] != SPINE.evidence]
    (violation,) = shapes.violations([*good("a"), *broken, *good("c")])
    assert violation.report == report("b")
    assert violation.focus == DATA["finding/b"]
    assert violation.message == "A finding needs evidence."


def test_a_violation_of_evidence_is_laid_at_the_report_of_its_finding(shapes: Shapes) -> None:
    broken = [*good("b"), (DATA["evidence/b"], OA.start, Literal("x"))]
    (violation,) = shapes.violations([*good("a"), *broken])
    assert (violation.report, violation.message) == (report("b"), "An offset is whole.")


def test_a_violation_of_a_shared_patient_is_laid_at_every_report(shapes: Shapes) -> None:
    extra: Triple = (PATIENT, DCTERMS.identifier, Literal("P2"))
    found = shapes.violations([*good("a"), *good("b"), extra])
    assert [violation.report for violation in found] == [report("a"), report("b")]


def test_a_violation_of_a_node_of_no_report_has_none(shapes: Shapes) -> None:
    (violation,) = shapes.violations([(DATA["finding/x"], RDF.type, SPINE.Finding)])
    assert violation.report is None


def test_a_violation_without_a_message_of_the_shape_repeats_no_value(shapes: Shapes) -> None:
    grade: Triple = (DATA["finding/a"], SPINE.grade, Literal("Jane Roe"))
    (violation,) = shapes.violations([*good("a"), grade])
    assert violation.message == "grade breaks MaxLength"


def test_a_warning_is_no_violation(shapes: Shapes) -> None:
    assert shapes.violations([*good("a"), (DATA["finding/a"], SPINE.cue, Literal("no"))]) == ()
