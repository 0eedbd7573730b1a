"""Which table and column of the snapshot holds which property of the graph of a report.

A table has a row for each node of one kind, a column for each property that a node has at most
once, and a table of two columns holds one that a node may have several times. The shapes of the
ontology and `kg.triples` say which is which; a report that does not fit is never forced in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rdflib import DCTERMS, PROV, URIRef

from kg.columnar.kinds import Kind
from kg.vocabulary.namespaces import OA, SPINE

__all__ = ["DERIVED", "LINKS", "TABLES", "TYPES", "UNHELD", "Column", "Link", "Table"]


@dataclass(frozen=True, slots=True)
class Column:
    """The place of a property that a node has at most once.

    The IRIs in it have their rows in the table `target`. An `is_owner` column holds the subject:
    the row is that of the object, which has only one.
    """

    property: URIRef
    name: str
    kind: Kind = Kind.IRI
    target: str = "terms"
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of nodes, whose IRIs start with `data:` and one of the table's `paths`."""

    name: str
    paths: tuple[str, ...]
    columns: tuple[Column, ...]
    #: All classes of each of its nodes; those of findings depend on what is found.
    classes: frozenset[URIRef] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Link:
    """A table of two columns, `subject` and `object`, for a property that a node may repeat."""

    property: URIRef
    name: str
    table: str
    target: str = "terms"
    kind: Kind = Kind.IRI


def _texts(names: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(Column(SPINE[local], name, Kind.STRING) for name, local in names.items())


#: The table of the nodes of derived facts.
DERIVED = "derived"
#: Findings first: a query that starts from them is the usual one.
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            Table(
                "findings",
                ("finding",),
                (
                    Column(SPINE.inReport, "report", target="reports"),
                    Column(SPINE.ofPatient, "patient", target="patients"),
                    Column(PROV.wasGeneratedBy, "run", target="runs"),
                    Column(SPINE.findingType, "type"),
                    Column(SPINE.status, "status"),
                    Column(SPINE.temporality, "temporality"),
                    Column(SPINE.atLevel, "level"),
                    Column(SPINE.inStructure, "structure"),
                    Column(SPINE.laterality, "side"),
                    Column(SPINE.severity, "severity"),
                    Column(SPINE.grade, "grade", Kind.STRING),
                    Column(SPINE.change, "change"),
                ),
            ),
            Table(
                "evidence",
                ("evidence",),
                (
                    Column(SPINE.evidence, "finding", target="findings", is_owner=True),
                    Column(OA.exact, "quote", Kind.STRING),
                    Column(OA.start, "start_offset", Kind.INTEGER),
                    Column(OA.end, "end_offset", Kind.INTEGER),
                    Column(SPINE.inSection, "section"),
                    *_texts(
                        {
                            "rule": "rule",
                            "cue": "cue",
                            "degree": "degreeText",
                            "side": "sideText",
                            "place": "levelText",
                            "status_rule": "statusRule",
                            "level_rule": "levelRule",
                            "side_rule": "sideRule",
                            "severity_rule": "severityRule",
                        }
                    ),
                ),
                frozenset({SPINE.Evidence}),
            ),
            Table(
                "measurements",
                ("measurement",),
                (
                    Column(SPINE.measurement, "finding", target="findings", is_owner=True),
                    Column(SPINE.value, "value", Kind.DECIMAL),
                    *_texts({"unit": "unit", "written": "writtenAs", "dimension": "dimension"}),
                ),
                frozenset({SPINE.Measurement}),
            ),
            Table(
                "reports",
                ("report",),
                (
                    Column(DCTERMS.identifier, "identifier", Kind.STRING),
                    Column(DCTERMS.title, "title", Kind.STRING),
                    Column(SPINE.ofPatient, "patient", target="patients"),
                    Column(SPINE.studyDate, "study_date", Kind.DATE),
                    Column(SPINE.textDigest, "text_digest", Kind.STRING),
                    Column(PROV.wasGeneratedBy, "run", target="runs"),
                ),
                frozenset({SPINE.Report}),
            ),
            Table(
                "patients",
                ("patient", "patient-of-report"),
                (Column(DCTERMS.identifier, "identifier", Kind.STRING),),
                frozenset({SPINE.Patient}),
            ),
            Table(
                "lesions",
                ("lesion",),
                (
                    Column(SPINE.inReport, "report", target="reports"),
                    Column(SPINE.ofPatient, "patient", target="patients"),
                ),
                frozenset({SPINE.Lesion}),
            ),
            Table(
                "runs",
                ("run",),
                _texts(
                    {
                        "extractor": "extractor",
                        "extractor_version": "extractorVersion",
                        "ontology_version": "ontologyVersion",
                    }
                ),
                frozenset({SPINE.ExtractionRun, PROV.Activity}),
            ),
            # What is said of them is in tables of two columns, as what the ontology says.
            Table(DERIVED, ("derived",), ()),
        )
    }
)

LINKS: tuple[Link, ...] = (
    Link(SPINE.ofLesion, "finding_lesions", "findings", "lesions"),
    Link(SPINE.causes, "finding_causes", "findings", "findings"),
    Link(SPINE.readingWarning, "finding_warnings", "findings", kind=Kind.STRING),
    Link(SPINE.readingWarning, "report_warnings", "reports", kind=Kind.STRING),
    Link(SPINE.covers, "report_covers", "reports"),
    Link(SPINE.numbering, "report_numberings", "reports"),
)

#: The view of all classes of all nodes, which follow from what else is said of them.
TYPES = "node_types"
#: In the graphs of reports, but not in the snapshot: the texts, which are the most of it.
UNHELD: frozenset[URIRef] = frozenset({SPINE.reportText})
