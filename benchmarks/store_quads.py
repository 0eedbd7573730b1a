"""The graph of a made-up report as lines of text, fifteen times as fast as by way of rdflib terms.

`tests/benchmarks` proves that the lines are those of `kg.triples.reading_triples`.
"""

import hmac
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from rdflib import DCTERMS, PROV, RDF, XSD

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Status, Temporality
from kg.findings.report import Reading
from kg.triples.finding_triples import EVIDENCE_LITERALS, individual, section_individual
from kg.triples.identifiers import LOCAL_LENGTH
from kg.triples.terms import decimal_literal
from kg.vocabulary.namespaces import DATA, OA, SPINE

__all__ = ["KEY", "ONTOLOGY_VERSION", "Lines", "graph_name", "node"]

#: Any will do: the patients are made up.
KEY = b"a key for the benchmark of stores"
ONTOLOGY_VERSION = "benchmark"
_SPINE = str(SPINE)
# Written once: a namespace makes its term anew at each use.
_A = f"<{RDF.type}>"
_IDENTIFIER, _TITLE = f"<{DCTERMS.identifier}>", f"<{DCTERMS.title}>"
_ACTIVITY, _GENERATED_BY = f"<{PROV.Activity}>", f"<{PROV.wasGeneratedBy}>"
_DATE, _DECIMAL, _INTEGER = f"<{XSD.date}>", f"<{XSD.decimal}>", f"<{XSD.integer}>"
_EXACT, _START, _END = f"<{OA.exact}>", f"<{OA.start}>", f"<{OA.end}>"
_OF_EVIDENCE = tuple((f"<{name}>", field) for name, field in EVIDENCE_LITERALS.items())
_individual, _section = cache(individual), cache(section_individual)


def node(kind: str, *parts: str) -> str:
    """Return the IRI of a node, in its brackets, as `kg.triples.Identifiers` makes it."""
    return f"<{DATA}{kind}/{_hashed(kind, *parts)}>"


def graph_name(reading: Reading) -> str:
    """Return the name of a report's graph, in its brackets."""
    return node("report", reading.report.identifier)


class Lines:
    """Writes the graphs of readings: as N-Triples, or as N-Quads where `in_graphs`."""

    def __init__(self, *, in_graphs: bool) -> None:
        self._in_graphs = in_graphs

    def of(self, reading: Reading) -> str:
        """Return the lines of one reading."""
        end = f" {graph_name(reading)} .\n" if self._in_graphs else " .\n"
        written = _Graph(reading)
        return "".join(f"{subject} {said}{end}" for subject, said in dict.fromkeys(written.pairs()))


class _Graph:
    """The subjects of one report's graph, each with what is said of it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        report = reading.report
        self._report = report.identifier
        self._node = graph_name(reading)
        self._patient = node("patient", report.patient or "")
        self._run = node("run", reading.extractor, ONTOLOGY_VERSION)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each subject with a predicate and a value."""
        reading, report = self._reading, self._reading.report
        yield self._node, f"{_A} <{_SPINE}Report>"
        yield self._node, f"{_IDENTIFIER} {_text(report.identifier)}"
        yield self._node, f"<{_SPINE}ofPatient> {self._patient}"
        yield self._node, f"<{_SPINE}reportText> {_text(report.text)}"
        yield self._node, f'<{_SPINE}textDigest> "{_hashed("text", report.text)}"'
        yield self._node, f"{_GENERATED_BY} {self._run}"
        yield self._node, f"{_TITLE} {_text(report.title or '')}"
        yield self._node, f'<{_SPINE}studyDate> "{report.study_date}"^^{_DATE}'
        for level_set in reading.coverage:
            yield self._node, f"<{_SPINE}covers> <{_SPINE}{level_set}>"
        yield self._patient, f"{_A} <{_SPINE}Patient>"
        yield self._patient, f"{_IDENTIFIER} {_text(report.patient or '')}"
        yield from self._run_pairs()
        lesions = self._lesions()
        for finding in reading.findings:
            yield from self._finding(finding, lesions[finding.key])

    def _run_pairs(self) -> Iterator[tuple[str, str]]:
        name, _, version = self._reading.extractor.rpartition(" ")
        yield self._run, f"{_A} <{_SPINE}ExtractionRun>"
        yield self._run, f"{_A} {_ACTIVITY}"
        yield self._run, f"<{_SPINE}extractor> {_text(name)}"
        yield self._run, f"<{_SPINE}extractorVersion> {_text(version)}"
        yield self._run, f"<{_SPINE}ontologyVersion> {_text(ONTOLOGY_VERSION)}"

    def _lesions(self) -> dict[object, set[str]]:
        lesions: dict[object, set[str]] = defaultdict(set)
        for finding in self._reading.findings:
            if finding.part_of is not None:
                lesion = node("lesion", self._report, *finding.part_of)
                lesions[finding.key].add(lesion)
                lesions[finding.part_of].add(lesion)
        return lesions

    def _finding(self, finding: Finding, lesions: set[str]) -> Iterator[tuple[str, str]]:
        here = node("finding", self._report, *finding.key)
        for said in self._said_of(finding):
            yield here, said
        for lesion in lesions:
            yield here, f"<{_SPINE}ofLesion> {lesion}"
            yield lesion, f"{_A} <{_SPINE}Lesion>"
            yield lesion, f"<{_SPINE}inReport> {self._node}"
            yield lesion, f"<{_SPINE}ofPatient> {self._patient}"
        for size in finding.measurements:
            part = _measurement_node(self._report, finding, size)
            yield here, f"<{_SPINE}measurement> {part}"
            for said in _said_of_measurement(size):
                yield part, said
        for evidence in finding.evidence:
            part = _evidence_node(self._report, finding, evidence)
            yield here, f"<{_SPINE}evidence> {part}"
            for said in _said_of_evidence(evidence):
                yield part, said

    def _said_of(self, finding: Finding) -> Iterator[str]:
        yield f"{_A} <{_SPINE}Finding>"
        yield f"{_A} <{_SPINE}{finding.status.capitalize()}Finding>"
        yield f"<{_SPINE}findingType> <{_SPINE}{finding.type}>"
        yield f"<{_SPINE}status> <{_individual(finding.status)}>"
        yield f"<{_SPINE}temporality> <{_individual(finding.temporality)}>"
        if finding.status is Status.PRESENT and finding.temporality is Temporality.CURRENT:
            yield f"{_A} <{_SPINE}{finding.type}>"
        yield f"<{_SPINE}inReport> {self._node}"
        yield f"<{_SPINE}ofPatient> {self._patient}"
        yield f"{_GENERATED_BY} {self._run}"
        for key in finding.causes:
            yield f"<{_SPINE}causes> {node('finding', self._report, *key)}"
        yield from _qualities(finding)


def _qualities(finding: Finding) -> Iterator[str]:
    terms = {"atLevel": finding.level, "inStructure": finding.structure}
    for name, term in terms.items():
        if term is not None:
            yield f"<{_SPINE}{name}> <{_SPINE}{term}>"
    values = {
        "laterality": finding.side,
        "severity": finding.severity,
        "change": finding.change,
    }
    for name, value in values.items():
        if value is not None:
            yield f"<{_SPINE}{name}> <{_individual(value)}>"
    if finding.grade is not None:
        yield f"<{_SPINE}grade> {_text(finding.grade)}"


def _said_of_measurement(size: Measurement) -> Iterator[str]:
    yield f"{_A} <{_SPINE}Measurement>"
    yield f'<{_SPINE}value> "{decimal_literal(size.value)}"^^{_DECIMAL}'
    yield f"<{_SPINE}unit> {_text(size.unit)}"
    yield f"<{_SPINE}writtenAs> {_text(size.text)}"
    if size.dimension is not None:
        yield f"<{_SPINE}dimension> {_text(size.dimension)}"


def _said_of_evidence(evidence: Evidence) -> Iterator[str]:
    yield f"{_A} <{_SPINE}Evidence>"
    yield f"{_EXACT} {_text(evidence.quote)}"
    yield f'{_START} "{evidence.start}"^^{_INTEGER}'
    yield f'{_END} "{evidence.end}"^^{_INTEGER}'
    yield f"<{_SPINE}inSection> <{_section(evidence.section)}>"
    yield f"<{_SPINE}rule> {_text(evidence.rule)}"
    for predicate, name in _OF_EVIDENCE:
        value = getattr(evidence, name)
        if value is not None:
            yield f"{predicate} {_text(value)}"


def _evidence_node(report: str, finding: Finding, evidence: Evidence) -> str:
    optional = (getattr(evidence, name) for _, name in _OF_EVIDENCE)
    return node(
        "evidence",
        report,
        *finding.key,
        evidence.quote,
        str(evidence.start),
        str(evidence.end),
        evidence.section.value,
        evidence.rule,
        *(part for value in optional for part in _or_missing(value)),
    )


def _measurement_node(report: str, finding: Finding, size: Measurement) -> str:
    value = str(decimal_literal(size.value))
    parts = (value, size.unit, size.text, *_or_missing(size.dimension))
    return node("measurement", report, *finding.key, *parts)


def _or_missing(value: str | None) -> tuple[str, str]:
    return ("0", "") if value is None else ("1", value)


def _hashed(*parts: str) -> str:
    encoded = [part.encode() for part in parts]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
    digest = hmac.digest(KEY, message, "sha256")
    return b32encode(digest).decode("ascii").lower()[:LOCAL_LENGTH]


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def _text(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'
