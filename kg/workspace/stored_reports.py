"""What is stored, as the values that were read: a report, a patient's reports, one finding."""

import re
from dataclasses import dataclass

from rdflib import URIRef

from kg.errors import UnknownIdentifier
from kg.findings.finding import Finding
from kg.findings.report import Reading
from kg.store.interface import Store
from kg.store.removal import reports_of_patient
from kg.triples.from_triples import reading_from_triples
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import DATA, SPINE
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["StoredReports"]

#: An IRI of this data: in full, with its prefix, or the local part alone.
_DATA_IRI = re.compile(rf"(?:data:|{re.escape(str(DATA))})?([a-z-]+/[a-z2-7]{{26}})")


@dataclass(frozen=True, slots=True)
class StoredReports:
    """The reports of a store; everything goes by the source's identifier or by its IRI."""

    store: Store
    identifiers: Identifiers

    def all_reports(self) -> tuple[URIRef, ...]:
        """Return the IRIs of all reports, sorted."""
        return self._nodes(f"?node a <{SPINE.Report}>")

    def report(self, identifier: str) -> Reading:
        """Return a report with its findings; raises UnknownIdentifier."""
        triples = self.store.graph_triples(_node(identifier) or self.identifiers.report(identifier))
        if not triples:
            raise UnknownIdentifier("no such report in the store; ids are those of the source")
        return reading_from_triples(
            triples,
            identifiers=self.identifiers,
            is_extraspinal=lambda name: load_vocabulary().is_a(name, "ExtraspinalFinding"),
        )

    def patient(self, identifier: str) -> tuple[Reading, ...]:
        """Return all reports of a patient, by date; raises UnknownIdentifier."""
        node = _node(identifier)
        if node is None:
            reports = reports_of_patient(self.store, identifier, identifiers=self.identifiers)
        else:
            reports = self._nodes(f"?node a <{SPINE.Report}> ; <{SPINE.ofPatient}> <{node}>")
        if not reports:
            raise UnknownIdentifier("no such patient in the store; ids are those of the source")
        return tuple(sorted((self.report(str(report)) for report in reports), key=_by_date))

    def finding(self, identifier: str) -> tuple[Reading, Finding]:
        """Return a finding by its IRI, or by its report and its place there ("P7-1#3").

        Raises UnknownIdentifier.
        """
        for reading in self._readings_around(identifier):
            for number, finding in enumerate(reading.findings, start=1):
                if identifier == f"{reading.report.identifier}#{number}" or (
                    self.finding_node(reading, finding) == _node(identifier)
                ):
                    return reading, finding
        raise UnknownIdentifier("no such finding in the store; name it as REPORT#NUMBER")

    def _readings_around(self, identifier: str) -> tuple[Reading, ...]:
        """Return the report that may hold a finding."""
        node, (report, mark, _) = _node(identifier), identifier.rpartition("#")
        if node is not None:
            reports = self._nodes(f"<{node}> <{SPINE.inReport}> ?node")
            return tuple(self.report(str(one)) for one in reports)
        return (self.report(report),) if mark else ()

    def finding_node(self, reading: Reading, finding: Finding) -> URIRef:
        """Return the IRI of a finding of a report."""
        return self.identifiers.finding(reading.report.identifier, finding.key)

    def _nodes(self, pattern: str) -> tuple[URIRef, ...]:
        """Return what `?node` can be in a pattern, which holds checked IRIs only."""
        table = self.store.select(f"SELECT DISTINCT ?node WHERE {{ {pattern} }}")
        return tuple(sorted(URIRef(str(node)) for node in table.column("node")))


def _node(identifier: str) -> URIRef | None:
    """Return the node that an IRI of this data names, in full or short as `report/…`."""
    match = _DATA_IRI.fullmatch(identifier)
    return DATA[match[1]] if match else None


def _by_date(reading: Reading) -> tuple[str, str]:
    day = reading.report.study_date
    return (day.isoformat() if day else "", reading.report.identifier)
