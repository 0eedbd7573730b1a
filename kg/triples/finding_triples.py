"""What RDF says of one finding: type, status, place, qualities, evidence."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from rdflib import PROV, RDF, Literal, URIRef

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Section, Status, Temporality
from kg.triples.report_triples import ReportNodes
from kg.triples.terms import Triple, decimal_literal
from kg.vocabulary.namespaces import OA, SPINE

__all__ = ["EVIDENCE_LITERALS", "finding_triples", "individual", "section_individual"]


#: What evidence may say beside its quote and its rule: the property and the name of its field.
EVIDENCE_LITERALS: Mapping[URIRef, str] = MappingProxyType(
    {
        SPINE.cue: "cue",
        SPINE.degreeText: "degree",
        SPINE.sideText: "side",
        SPINE.levelText: "place",
        SPINE.statusRule: "status_rule",
        SPINE.levelRule: "level_rule",
        SPINE.sideRule: "side_rule",
        SPINE.severityRule: "severity_rule",
    }
)


def individual(value: StrEnum) -> URIRef:
    """Return the individual that stands for a value of status, side, severity or time.

    >>> from kg.findings.qualities import Severity
    >>> str(individual(Severity.MILD_MODERATE))
    'https://w3id.org/spinekg/spine#MildModerate'
    """
    return SPINE["".join(word.capitalize() for word in value.value.split("-"))]


def section_individual(section: Section) -> URIRef:
    """Return the individual that stands for a section of a report."""
    return SPINE[f"{section.value.capitalize()}Section"]


def finding_triples(
    finding: Finding, *, nodes: ReportNodes, lesions: frozenset[URIRef]
) -> Iterator[Triple]:
    """Yield the node of a finding with its measurements, its evidence and its `lesions`.

    Only a finding that is present *and* current is an instance of its disease class: a query for
    instances must count neither what the report denies nor what was there once and is gone.
    """
    node = nodes.identifiers.finding(nodes.identifier, finding.key)
    yield from _kind(node, finding)
    yield from _place(node, finding)
    yield from _qualities(node, finding)
    yield from _relations(node, finding, nodes)
    for lesion in lesions:
        yield node, SPINE.ofLesion, lesion
        yield lesion, RDF.type, SPINE.Lesion
        yield lesion, SPINE.inReport, nodes.report
        yield lesion, SPINE.ofPatient, nodes.patient
    for measurement in finding.measurements:
        part = nodes.identifiers.measurement(nodes.identifier, finding.key, measurement)
        yield node, SPINE.measurement, part
        yield from _measurement(part, measurement)
    for evidence in finding.evidence:
        part = nodes.identifiers.evidence(nodes.identifier, finding.key, evidence)
        yield node, SPINE.evidence, part
        yield from _evidence(part, evidence)


def _kind(node: URIRef, finding: Finding) -> Iterator[Triple]:
    yield node, RDF.type, SPINE.Finding
    yield node, RDF.type, SPINE[f"{finding.status.value.capitalize()}Finding"]
    yield node, SPINE.findingType, SPINE[finding.type]
    yield node, SPINE.status, individual(finding.status)
    yield node, SPINE.temporality, individual(finding.temporality)
    if finding.status is Status.PRESENT and finding.temporality is Temporality.CURRENT:
        yield node, RDF.type, SPINE[finding.type]


def _place(node: URIRef, finding: Finding) -> Iterator[Triple]:
    if finding.level is not None:
        yield node, SPINE.atLevel, SPINE[finding.level]
    if finding.structure is not None:
        yield node, SPINE.inStructure, SPINE[finding.structure]


def _qualities(node: URIRef, finding: Finding) -> Iterator[Triple]:
    if finding.side is not None:
        yield node, SPINE.laterality, individual(finding.side)
    if finding.severity is not None:
        yield node, SPINE.severity, individual(finding.severity)
    if finding.grade is not None:
        yield node, SPINE.grade, Literal(finding.grade)
    if finding.change is not None:
        yield node, SPINE.change, individual(finding.change)
    for warning in finding.warnings:
        yield node, SPINE.readingWarning, Literal(warning)


def _relations(node: URIRef, finding: Finding, nodes: ReportNodes) -> Iterator[Triple]:
    yield node, SPINE.inReport, nodes.report
    yield node, SPINE.ofPatient, nodes.patient
    yield node, PROV.wasGeneratedBy, nodes.run
    for key in finding.causes:
        yield node, SPINE.causes, nodes.identifiers.finding(nodes.identifier, key)


def _measurement(node: URIRef, measurement: Measurement) -> Iterator[Triple]:
    yield node, RDF.type, SPINE.Measurement
    yield node, SPINE.value, decimal_literal(measurement.value)
    yield node, SPINE.unit, Literal(measurement.unit)
    yield node, SPINE.writtenAs, Literal(measurement.text)
    if measurement.dimension is not None:
        yield node, SPINE.dimension, Literal(measurement.dimension)


def _evidence(node: URIRef, evidence: Evidence) -> Iterator[Triple]:
    yield node, RDF.type, SPINE.Evidence
    yield node, OA.exact, Literal(evidence.quote)
    yield node, OA.start, Literal(evidence.start)
    yield node, OA.end, Literal(evidence.end)
    yield node, SPINE.inSection, section_individual(evidence.section)
    yield node, SPINE.rule, Literal(evidence.rule)
    for predicate, name in EVIDENCE_LITERALS.items():
        value = getattr(evidence, name)
        if value is not None:
            yield node, predicate, Literal(value)
