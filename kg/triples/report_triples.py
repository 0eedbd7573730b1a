"""What RDF says of a report apart from its findings: its source, its patient, its reading."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, PROV, RDF, XSD, Literal, URIRef

from kg.findings.report import Reading, Report
from kg.triples.identifiers import Identifiers
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import SPINE

__all__ = [
    "SOURCE_PROPERTIES",
    "ReportNodes",
    "patient_triples",
    "report_triples",
    "run_triples",
    "source_triples",
]

#: Properties of a report that hold what its source gave, and the reading that was made of it.
SOURCE_PROPERTIES: frozenset[URIRef] = frozenset(
    {
        DCTERMS.identifier,
        DCTERMS.title,
        SPINE.ofPatient,
        SPINE.studyDate,
        SPINE.reportText,
        SPINE.textDigest,
        PROV.wasGeneratedBy,
    }
)


@dataclass(frozen=True, slots=True)
class ReportNodes:
    """The nodes that every finding of one report points at."""

    identifier: str
    report: URIRef
    patient: URIRef
    run: URIRef
    identifiers: Identifiers

    @classmethod
    def of(
        cls, report: Report, *, extractor: str, identifiers: Identifiers, ontology_version: str
    ) -> "ReportNodes":
        """Return the nodes of a report as read by one extractor with one ontology."""
        if report.patient is None:
            patient = identifiers.patient_of_report(report.identifier)
        else:
            patient = identifiers.patient(report.patient)
        return cls(
            report.identifier,
            identifiers.report(report.identifier),
            patient,
            identifiers.run(extractor, ontology_version),
            identifiers,
        )


def source_triples(report: Report, nodes: ReportNodes) -> Iterator[Triple]:
    """Yield the SOURCE_PROPERTIES of a report: while these stay the same, so do its findings."""
    node = nodes.report
    yield node, DCTERMS.identifier, Literal(report.identifier)
    yield node, SPINE.ofPatient, nodes.patient
    yield node, SPINE.reportText, Literal(report.text)
    yield node, SPINE.textDigest, Literal(nodes.identifiers.text_digest(report.text))
    yield node, PROV.wasGeneratedBy, nodes.run
    if report.title is not None:
        yield node, DCTERMS.title, Literal(report.title)
    if report.study_date is not None:
        date = report.study_date.isoformat()
        yield node, SPINE.studyDate, Literal(date, datatype=XSD.date)


def report_triples(reading: Reading, nodes: ReportNodes) -> Iterator[Triple]:
    """Yield the report node: its source, what the study covered and how it numbers."""
    yield nodes.report, RDF.type, SPINE.Report
    yield from source_triples(reading.report, nodes)
    for level_set in reading.coverage:
        yield nodes.report, SPINE.covers, SPINE[level_set]
    for scheme in reading.numbering:
        yield nodes.report, SPINE.numbering, SPINE[scheme]
    for warning in reading.warnings:
        yield nodes.report, SPINE.readingWarning, Literal(warning)


def patient_triples(report: Report, nodes: ReportNodes) -> Iterator[Triple]:
    """Yield the patient node; without a patient in the source, it is known by its report."""
    yield nodes.patient, RDF.type, SPINE.Patient
    identifier = report.identifier if report.patient is None else report.patient
    yield nodes.patient, DCTERMS.identifier, Literal(identifier)


def run_triples(extractor: str, ontology_version: str, nodes: ReportNodes) -> Iterator[Triple]:
    """Yield the reading run; `extractor` is a name and, after its last space, a version."""
    name, _, version = extractor.rpartition(" ")
    yield nodes.run, RDF.type, SPINE.ExtractionRun
    yield nodes.run, RDF.type, PROV.Activity
    yield nodes.run, SPINE.extractor, Literal(name or extractor)
    if name:
        yield nodes.run, SPINE.extractorVersion, Literal(version)
    yield nodes.run, SPINE.ontologyVersion, Literal(ontology_version)
