"""What may leave the store, quad by quad."""

import pytest
from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, BNode, Literal, URIRef

from kg.demo.corpus import demo_corpus
from kg.exports.deidentification import DEIDENTIFIED, ExportPolicy, permitted
from kg.findings.report import Reading
from kg.reasoning.course import PatientCourse
from kg.store.interface import Quad
from kg.triples.derived_triples import derived_triples
from kg.triples.identifiers import Identifiers
from kg.triples.terms import Term
from kg.vocabulary.namespaces import DATA, OA, SPINE
from kg.workspace.rule_reading import rule_reader

REPORT = DATA["report/a"]
FINDING = DATA["finding/a"]
EVERYTHING = ExportPolicy(with_text=True, with_identifiers=True)
STUDY_DATE = Literal("2024-02-29", datatype=XSD.date)


def of(predicate: URIRef, value: Term) -> Quad:
    return (FINDING, predicate, value, REPORT)


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (RDF.type, SPINE.EpiduralExtension),
        (RDF.type, PROV.Activity),
        (SPINE.atLevel, SPINE.T12),
        (SPINE.inReport, REPORT),
        (SPINE.value, Literal("4.5", datatype=XSD.decimal)),
        (SPINE.grade, Literal("Meyerding 1")),
        (OA.start, Literal(12)),
    ],
)
def test_coded_values_leave_unchanged(predicate: URIRef, value: Term) -> None:
    assert permitted(of(predicate, value), DEIDENTIFIED) == of(predicate, value)


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (SPINE.reportText, Literal("text")),
        (OA.exact, Literal("quote")),
        (SPINE.rule, Literal("phrase")),
        (DCTERMS.identifier, Literal("MRN 1")),
        (RDFS.label, Literal("a label nobody listed")),
        (URIRef("https://example.org/name"), Literal("Doe")),
    ],
)
def test_words_identifiers_and_the_unlisted_stay(predicate: URIRef, value: Term) -> None:
    assert permitted(of(predicate, value), DEIDENTIFIED) is None


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (SPINE.atLevel, Literal("T12, Mr Doe")),
        (SPINE.atLevel, URIRef("https://example.org/doe")),
        (SPINE.inReport, URIRef("urn:accession:1")),
        (SPINE.value, Literal("4.5")),
        (SPINE.grade, Literal("grade 1\nof Mr Doe")),
        (SPINE.grade, Literal("x" * 41)),
        (SPINE.evidence, BNode("mrn1")),
    ],
)
def test_listed_property_with_another_kind_of_value_stays(predicate: URIRef, value: Term) -> None:
    assert permitted(of(predicate, value), EVERYTHING) is None


def test_node_that_is_not_ours_stays() -> None:
    quad: Quad = (URIRef("urn:mrn:1"), RDF.type, SPINE.Patient, REPORT)
    assert permitted(quad, EVERYTHING) is None


def test_date_becomes_its_year_unless_identifiers_are_wanted() -> None:
    quad: Quad = (REPORT, SPINE.studyDate, STUDY_DATE, REPORT)
    year = Literal("2024", datatype=XSD.gYear)
    assert permitted(quad, DEIDENTIFIED) == (REPORT, SPINE.studyYear, year, REPORT)
    assert permitted(quad, EVERYTHING) == quad


def test_malformed_date_stays() -> None:
    quad: Quad = (REPORT, SPINE.studyDate, Literal("29 February"), REPORT)
    assert permitted(quad, DEIDENTIFIED) is None


def test_policy_says_what_is_left_out() -> None:
    assert "exact dates" in DEIDENTIFIED.summary
    assert "quotes" not in ExportPolicy(with_text=True).summary
    assert EVERYTHING.summary == "Nothing was left out."


GRADE = DATA["derived/grade/a"]
DERIVED_GRAPH = DATA["derived/b"]
REASON = (GRADE, SPINE.derivationReason, Literal("at T12 in one, at L1 in the other"))


def test_derived_facts_leave_with_the_reasons_in_our_own_words() -> None:
    for triple in (
        REASON,
        (GRADE, SPINE.lowestScore, Literal(6)),
        (GRADE, SPINE.possibleGrades, Literal("2, 3")),
        (GRADE, PROV.used, FINDING),
        (GRADE, SPINE.lowestCategory, SPINE.SinsStable),
    ):
        quad: Quad = (*triple, DERIVED_GRAPH)
        assert permitted(quad, DEIDENTIFIED) == quad


def test_a_reason_counts_only_where_reasons_are_derived() -> None:
    subject, predicate, value = REASON
    assert permitted((subject, predicate, value, REPORT), DEIDENTIFIED) is None
    assert permitted((FINDING, predicate, value, DERIVED_GRAPH), DEIDENTIFIED) is None
    for words in ("x" * 251, "two\nlines", "“said”"):
        assert permitted((subject, predicate, Literal(words), DERIVED_GRAPH), DEIDENTIFIED) is None


@pytest.mark.parametrize("predicate", [SPINE.reportText, DCTERMS.identifier, OA.exact])
def test_words_and_identifiers_stay_even_where_facts_are_derived(predicate: URIRef) -> None:
    quad: Quad = (GRADE, predicate, Literal("x"), DERIVED_GRAPH)
    assert permitted(quad, DEIDENTIFIED) is None


def test_all_that_is_derived_of_the_demonstration_may_leave() -> None:
    reader, of_patients = rule_reader(), dict[str, list[Reading]]()
    for one in demo_corpus():
        patient = one.report.patient
        assert patient is not None
        of_patients.setdefault(patient, []).append(reader.read(one.report))
    identifiers = Identifiers(b"a key of enough bytes")
    facts = [
        triple
        for readings in of_patients.values()
        for triple in derived_triples(PatientCourse.of(readings), identifiers)
    ]
    assert len(facts) > 1_000
    left = {
        (predicate, str(value))
        for subject, predicate, value in facts
        if permitted((subject, predicate, value, DERIVED_GRAPH), DEIDENTIFIED) is None
    }
    assert left == set()
