"""A reading, from the graph of its report: the inverse of `to_triples`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from rdflib import DCTERMS, PROV, URIRef

from kg.errors import InvalidFinding
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.measurement import Measurement
from kg.findings.numbering import NumberingScheme
from kg.findings.qualities import Change, Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report
from kg.triples.finding_triples import EVIDENCE_LITERALS, individual, section_individual
from kg.triples.graph_values import GraphValues, local_name
from kg.triples.identifiers import Identifiers
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import OA, SPINE

__all__ = ["reading_from_triples"]

_Value = TypeVar("_Value", bound=StrEnum)


def reading_from_triples(
    triples: Iterable[Triple],
    *,
    identifiers: Identifiers,
    is_extraspinal: Callable[[str], bool],
) -> Reading:
    """Return what `reading_triples` wrote, findings sorted by key and evidence by place.

    `identifiers` must hold the key with which the triples were written: it tells which finding
    names a lesion and which is a part of it. `is_extraspinal` says whether a finding class is
    outside the spine, which is a matter of the ontology and not written into the data.

    Raises InvalidFinding when the triples are not the graph of exactly one report.
    """
    graph = GraphValues.of(triples)
    reports = graph.instances(SPINE.Report)
    if len(reports) != 1:
        raise InvalidFinding(f"expected the graph of one report, found {len(reports)} reports")
    reader = _GraphReader(graph, reports[0], identifiers, is_extraspinal)
    return reader.reading()


@dataclass(frozen=True, slots=True)
class _GraphReader:
    graph: GraphValues
    node: URIRef
    identifiers: Identifiers
    is_extraspinal: Callable[[str], bool]

    def reading(self) -> Reading:
        report = self._report()
        nodes = self.graph.instances(SPINE.Finding)
        keys = {node: self._key(node) for node in nodes}
        findings = tuple(self._finding(node, keys, report) for node in nodes)
        return Reading(
            report,
            tuple(sorted(findings, key=lambda finding: finding.key)),
            self._extractor(),
            tuple(local_name(name) for name in self.graph.texts(self.node, SPINE.covers)),
            self.graph.texts(self.node, SPINE.readingWarning),
            tuple(self._numbering()),
        )

    def _report(self) -> Report:
        identifier = self.graph.one(self.node, DCTERMS.identifier)
        patient = URIRef(self.graph.one(self.node, SPINE.ofPatient))
        is_named = patient != self.identifiers.patient_of_report(identifier)
        written = self.graph.optional(self.node, SPINE.studyDate)
        try:
            study_date = None if written is None else date.fromisoformat(written)
        except ValueError as error:
            raise InvalidFinding(f"the study date of {self.node} is not a date") from error
        return Report(
            identifier,
            self.graph.one(self.node, SPINE.reportText),
            patient=self.graph.one(patient, DCTERMS.identifier) if is_named else None,
            study_date=study_date,
            title=self.graph.optional(self.node, DCTERMS.title),
        )

    def _numbering(self) -> Iterator[NumberingScheme]:
        for name in self.graph.texts(self.node, SPINE.numbering):
            try:
                yield NumberingScheme(local_name(name))
            except ValueError as error:
                raise InvalidFinding(f"{name} is no numbering scheme") from error

    def _extractor(self) -> str:
        run = URIRef(self.graph.one(self.node, PROV.wasGeneratedBy))
        name = self.graph.one(run, SPINE.extractor)
        version = self.graph.optional(run, SPINE.extractorVersion)
        return name if version is None else f"{name} {version}"

    def _key(self, node: URIRef) -> FindingKey:
        side = self._value(node, SPINE.laterality, Side)
        severity = self._value(node, SPINE.severity, Severity)
        level = self.graph.optional(node, SPINE.atLevel)
        structure = self.graph.optional(node, SPINE.inStructure)
        name = local_name(self.graph.one(node, SPINE.findingType))
        return (
            name,
            local_name(level) if level else "",
            self._required(node, SPINE.status, Status).value,
            side.value if side else "",
            severity.value if severity else "",
            self._required(node, SPINE.temporality, Temporality).value,
            local_name(structure) if structure and self.is_extraspinal(name) else "",
        )

    def _finding(self, node: URIRef, keys: Mapping[URIRef, FindingKey], report: Report) -> Finding:
        graph = self.graph
        structure = graph.optional(node, SPINE.inStructure)
        name, level, *_ = keys[node]
        evidence = [self._evidence(part) for part in graph.nodes(node, SPINE.evidence)]
        sizes = [self._measurement(part) for part in graph.nodes(node, SPINE.measurement)]
        return Finding(
            name,
            self._required(node, SPINE.status, Status),
            tuple(sorted(evidence, key=_evidence_order)),
            level=level or None,
            structure=local_name(structure) if structure else None,
            side=self._value(node, SPINE.laterality, Side),
            severity=self._value(node, SPINE.severity, Severity),
            grade=graph.optional(node, SPINE.grade),
            measurements=tuple(sorted(sizes, key=_measurement_order)),
            temporality=self._required(node, SPINE.temporality, Temporality),
            change=self._value(node, SPINE.change, Change),
            causes=tuple(sorted(_known(keys, part) for part in graph.nodes(node, SPINE.causes))),
            part_of=self._part_of(node, keys, report),
            extraspinal=self.is_extraspinal(name),
            warnings=graph.texts(node, SPINE.readingWarning),
        )

    def _part_of(
        self, node: URIRef, keys: Mapping[URIRef, FindingKey], report: Report
    ) -> FindingKey | None:
        """Return the key from which the finding's lesion was minted, unless it is its own."""
        lesions = set(self.graph.nodes(node, SPINE.ofLesion))
        lesions.discard(self.identifiers.lesion(report.identifier, keys[node]))
        if not lesions:
            return None
        for key in keys.values():
            if lesions == {self.identifiers.lesion(report.identifier, key)}:
                return key
        raise InvalidFinding(f"the lesions of {node} are named by no finding of its report")

    def _evidence(self, node: URIRef) -> Evidence:
        graph = self.graph
        section = URIRef(graph.one(node, SPINE.inSection))
        return Evidence(
            graph.one(node, OA.exact),
            _integer(graph.one(node, OA.start)),
            _integer(graph.one(node, OA.end)),
            _standing_for(section, {section_individual(value): value for value in Section}),
            graph.one(node, SPINE.rule),
            **{
                name: graph.optional(node, predicate)
                for predicate, name in EVIDENCE_LITERALS.items()
            },
        )

    def _measurement(self, node: URIRef) -> Measurement:
        try:
            value = Decimal(self.graph.one(node, SPINE.value))
        except InvalidOperation as error:
            raise InvalidFinding(f"the value of {node} is not a number") from error
        return Measurement(
            value,
            self.graph.one(node, SPINE.unit),
            self.graph.one(node, SPINE.writtenAs),
            self.graph.optional(node, SPINE.dimension),
        )

    def _value(self, node: URIRef, predicate: URIRef, kind: type[_Value]) -> _Value | None:
        found = self.graph.optional(node, predicate)
        if found is None:
            return None
        return _standing_for(URIRef(found), {individual(value): value for value in kind})

    def _required(self, node: URIRef, predicate: URIRef, kind: type[_Value]) -> _Value:
        found = self._value(node, predicate, kind)
        if found is None:
            raise InvalidFinding(f"{node} has no {predicate}")
        return found


def _standing_for(node: URIRef, values: Mapping[URIRef, _Value]) -> _Value:
    if node not in values:
        raise InvalidFinding(f"{node} stands for none of {sorted(map(local_name, values))}")
    return values[node]


def _known(keys: Mapping[URIRef, FindingKey], node: URIRef) -> FindingKey:
    if node not in keys:
        raise InvalidFinding(f"{node} is caused but is not a finding of its report")
    return keys[node]


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise InvalidFinding(f"{text!r} is not an offset") from error


def _evidence_order(evidence: Evidence) -> tuple[str, ...]:
    parts = (evidence.rule, *(getattr(evidence, name) for name in EVIDENCE_LITERALS.values()))
    place = (f"{evidence.start:09d}", f"{evidence.end:09d}", evidence.section.value)
    return (*place, *(part or "" for part in parts))


def _measurement_order(measurement: Measurement) -> tuple[Decimal, str, str, str]:
    return (measurement.value, measurement.unit, measurement.text, measurement.dimension or "")
