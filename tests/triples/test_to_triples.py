"""The graph of a report says what the reading says, and no more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rdflib import DCTERMS, PROV, RDF, XSD, BNode, Graph, Literal, URIRef

from kg.errors import InvalidFinding
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report
from kg.triples.identifiers import Identifiers
from kg.triples.to_triples import reading_triples
from kg.vocabulary.namespaces import OA, SPINE

TEXT = "Metastasis of T12 with 9.0 mm epidural extension and cord compression. No stenosis."


def evidence(quote: str) -> tuple[Evidence, ...]:
    start = TEXT.index(quote)
    return (Evidence(quote, start, start + len(quote), Section.FINDINGS, "rule"),)


METASTASIS = Finding("OsseousMetastasis", Status.PRESENT, evidence("Metastasis"), level="T12")
COMPRESSION = Finding(
    "SpinalCordCompression",
    Status.PRESENT,
    evidence("cord compression"),
    level="T12",
    severity=Severity.MODERATE_SEVERE,
    side=Side.LEFT,
)
EXTENSION = Finding(
    "EpiduralExtension",
    Status.PRESENT,
    evidence("epidural extension"),
    level="T12",
    measurements=(Measurement(Decimal("9.0"), "mm", "9.0 mm"),),
    causes=(COMPRESSION.key,),
    part_of=METASTASIS.key,
)
STENOSIS = Finding("SpinalCanalStenosis", Status.ABSENT, evidence("No stenosis"))
REPORT = Report("seed", TEXT, patient="P001", study_date=date(2024, 1, 3), title="MRI")


def reading(*findings: Finding) -> Reading:
    return Reading(REPORT, findings, "spinekg-rules 0.1.0", ("LumbarSpine",), ("T14 is no level",))


def graph(reading: Reading, identifiers: Identifiers) -> Graph:
    result = Graph()
    for triple in reading_triples(reading, identifiers=identifiers, ontology_version="0.2.0"):
        result.add(triple)
    return result


def only(graph: Graph, name: str) -> URIRef:
    (node,) = graph.subjects(SPINE.findingType, SPINE[name])
    assert isinstance(node, URIRef)
    return node


def test_a_report_has_its_source_its_patient_and_its_run(identifiers: Identifiers) -> None:
    data = graph(reading(), identifiers)
    report, patient = identifiers.report("seed"), identifiers.patient("P001")
    run = identifiers.run("spinekg-rules 0.1.0", "0.2.0")
    expected = {
        (report, RDF.type, SPINE.Report),
        (report, DCTERMS.identifier, Literal("seed")),
        (report, DCTERMS.title, Literal("MRI")),
        (report, SPINE.ofPatient, patient),
        (report, SPINE.studyDate, Literal("2024-01-03", datatype=XSD.date)),
        (report, SPINE.reportText, Literal(TEXT)),
        (report, SPINE.textDigest, Literal(identifiers.text_digest(TEXT))),
        (report, SPINE.covers, SPINE.LumbarSpine),
        (report, SPINE.readingWarning, Literal("T14 is no level")),
        (report, PROV.wasGeneratedBy, run),
        (patient, RDF.type, SPINE.Patient),
        (patient, DCTERMS.identifier, Literal("P001")),
        (run, RDF.type, SPINE.ExtractionRun),
        (run, RDF.type, PROV.Activity),
        (run, SPINE.extractor, Literal("spinekg-rules")),
        (run, SPINE.extractorVersion, Literal("0.1.0")),
        (run, SPINE.ontologyVersion, Literal("0.2.0")),
    }
    assert set(data) == expected


@pytest.mark.parametrize(
    ("status", "temporality", "is_instance"),
    [
        (Status.PRESENT, Temporality.CURRENT, True),
        (Status.PRESENT, Temporality.HISTORICAL, False),
        (Status.ABSENT, Temporality.CURRENT, False),
        (Status.POSSIBLE, Temporality.CURRENT, False),
    ],
)
def test_only_what_is_there_now_is_an_instance_of_its_disease(
    identifiers: Identifiers, status: Status, temporality: Temporality, is_instance: bool
) -> None:
    finding = replace(STENOSIS, status=status, temporality=temporality)
    data = graph(reading(finding), identifiers)
    node = only(data, "SpinalCanalStenosis")
    assert ((node, RDF.type, SPINE.SpinalCanalStenosis) in data) is is_instance
    assert (node, RDF.type, SPINE[f"{status.value.capitalize()}Finding"]) in data


def test_a_part_shares_the_lesion_of_the_whole(identifiers: Identifiers) -> None:
    data = graph(reading(METASTASIS, EXTENSION, COMPRESSION, STENOSIS), identifiers)
    lesion = identifiers.lesion("seed", METASTASIS.key)
    described = set(data.subjects(SPINE.ofLesion, lesion))
    assert described == {only(data, "OsseousMetastasis"), only(data, "EpiduralExtension")}
    assert (lesion, SPINE.inReport, identifiers.report("seed")) in data
    assert (lesion, SPINE.ofPatient, identifiers.patient("P001")) in data
    assert len(set(data.subjects(RDF.type, SPINE.Lesion))) == 1


def test_a_cause_points_at_its_effect(identifiers: Identifiers) -> None:
    data = graph(reading(METASTASIS, EXTENSION, COMPRESSION), identifiers)
    effect = data.value(only(data, "EpiduralExtension"), SPINE.causes)
    assert effect == only(data, "SpinalCordCompression")


def test_qualities_are_individuals_and_measurements_keep_their_text(
    identifiers: Identifiers,
) -> None:
    data = graph(reading(METASTASIS, EXTENSION, COMPRESSION), identifiers)
    compression = only(data, "SpinalCordCompression")
    assert data.value(compression, SPINE.severity) == SPINE.ModerateSevere
    assert data.value(compression, SPINE.laterality) == SPINE.Left
    size = data.value(only(data, "EpiduralExtension"), SPINE.measurement)
    assert data.value(size, SPINE.value) == Literal("9", datatype=XSD.decimal)
    assert data.value(size, SPINE.writtenAs) == Literal("9.0 mm")
    quote = data.value(compression, SPINE.evidence)
    assert data.value(quote, SPINE.inSection) == SPINE.FindingsSection
    start = int(str(data.value(quote, OA.start)))
    assert TEXT[start : int(str(data.value(quote, OA.end)))] == str(data.value(quote, OA.exact))


def test_no_node_is_blank_and_no_iri_holds_an_identifier(identifiers: Identifiers) -> None:
    triples = reading_triples(
        reading(METASTASIS, EXTENSION, COMPRESSION), identifiers=identifiers, ontology_version="1"
    )
    terms = {term for triple in triples for term in triple}
    assert not any(isinstance(term, BNode) for term in terms)
    assert not any("P001" in term or "seed" in term for term in terms if isinstance(term, URIRef))


def test_a_report_without_patient_has_one_of_its_own(identifiers: Identifiers) -> None:
    data = graph(replace(reading(), report=replace(REPORT, patient=None)), identifiers)
    patient = data.value(identifiers.report("seed"), SPINE.ofPatient)
    assert patient == identifiers.patient_of_report("seed") != identifiers.patient("seed")
    assert data.value(patient, DCTERMS.identifier) == Literal("seed")


@pytest.mark.parametrize(
    ("findings", "reason"),
    [
        ((METASTASIS, METASTASIS), "share a key"),
        ((EXTENSION, METASTASIS), "points at SpinalCordCompression T12"),
        ((EXTENSION, COMPRESSION), "points at OsseousMetastasis T12"),
        ((replace(METASTASIS, part_of=METASTASIS.key),), "not another finding"),
        ((replace(METASTASIS, type="Bone metastasis"),), "name of a finding class"),
        ((replace(METASTASIS, level="T12>"),), "name of a level"),
        ((replace(METASTASIS, structure=""),), "name of a structure"),
        ((replace(METASTASIS, evidence=(Evidence("XX", 0, 2, Section.FINDINGS, "r"),)),), "0 to 2"),
    ],
)
def test_a_reading_that_contradicts_itself_is_refused(
    identifiers: Identifiers, findings: tuple[Finding, ...], reason: str
) -> None:
    with pytest.raises(InvalidFinding, match=reason):
        reading_triples(reading(*findings), identifiers=identifiers, ontology_version="1")
