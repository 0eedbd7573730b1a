"""Data: the properties that an export may hold, and what the values of each must be.

What is not listed is left behind. A property that is derived is listed here like any other; a test
compares the list with what is derived of the demonstration reports.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

from rdflib import DCTERMS, PROV, RDF, URIRef

from kg.vocabulary.namespaces import OA, SPINE

__all__ = ["CODED", "DERIVED", "IDENTIFIERS", "TEXTS", "ExportedValue"]


class ExportedValue(Enum):
    """What the values of a property must be to be let out."""

    TERM = auto()
    NODE = auto()
    NUMBER = auto()
    CODE = auto()
    TEXT = auto()
    DATE = auto()
    #: A sentence in our own words, which only a derived fact can have.
    WORDS = auto()


#: Always let out, when the value is of this kind.
CODED: Mapping[URIRef, ExportedValue] = MappingProxyType(
    {
        RDF.type: ExportedValue.TERM,
        PROV.wasGeneratedBy: ExportedValue.NODE,
        OA.end: ExportedValue.NUMBER,
        OA.start: ExportedValue.NUMBER,
        SPINE.atLevel: ExportedValue.TERM,
        SPINE.causes: ExportedValue.NODE,
        SPINE.change: ExportedValue.TERM,
        SPINE.covers: ExportedValue.TERM,
        SPINE.dimension: ExportedValue.CODE,
        SPINE.evidence: ExportedValue.NODE,
        SPINE.extractor: ExportedValue.CODE,
        SPINE.extractorVersion: ExportedValue.CODE,
        SPINE.findingType: ExportedValue.TERM,
        SPINE.grade: ExportedValue.CODE,
        SPINE.inReport: ExportedValue.NODE,
        SPINE.inSection: ExportedValue.TERM,
        SPINE.inStructure: ExportedValue.TERM,
        SPINE.laterality: ExportedValue.TERM,
        SPINE.measurement: ExportedValue.NODE,
        SPINE.numbering: ExportedValue.TERM,
        SPINE.ofLesion: ExportedValue.NODE,
        SPINE.ofPatient: ExportedValue.NODE,
        SPINE.ontologyVersion: ExportedValue.CODE,
        SPINE.severity: ExportedValue.TERM,
        SPINE.status: ExportedValue.TERM,
        SPINE.temporality: ExportedValue.TERM,
        SPINE.unit: ExportedValue.CODE,
        SPINE.value: ExportedValue.NUMBER,
    }
)
#: Let out with the text: what the report says in its own words, and why it was read so.
TEXTS: Mapping[URIRef, ExportedValue] = MappingProxyType(
    {
        OA.exact: ExportedValue.TEXT,
        SPINE.cue: ExportedValue.TEXT,
        SPINE.degreeText: ExportedValue.TEXT,
        SPINE.levelText: ExportedValue.TEXT,
        SPINE.statusRule: ExportedValue.TEXT,
        SPINE.levelRule: ExportedValue.TEXT,
        SPINE.sideRule: ExportedValue.TEXT,
        SPINE.severityRule: ExportedValue.TEXT,
        SPINE.readingWarning: ExportedValue.TEXT,
        SPINE.reportText: ExportedValue.TEXT,
        SPINE.rule: ExportedValue.TEXT,
        SPINE.sideText: ExportedValue.TEXT,
        SPINE.writtenAs: ExportedValue.TEXT,
    }
)
#: Let out with the identifiers; without them, a study date is cut to its year.
IDENTIFIERS: Mapping[URIRef, ExportedValue] = MappingProxyType(
    {
        DCTERMS.identifier: ExportedValue.TEXT,
        DCTERMS.title: ExportedValue.TEXT,
        SPINE.studyDate: ExportedValue.DATE,
        SPINE.textDigest: ExportedValue.TEXT,
    }
)
#: Let out of derived facts, which are made of findings and hold no word of a report.
DERIVED: Mapping[URIRef, ExportedValue] = MappingProxyType(
    {
        PROV.used: ExportedValue.NODE,
        SPINE.aboutPatient: ExportedValue.NODE,
        SPINE.byGradeRule: ExportedValue.TERM,
        SPINE.byRule: ExportedValue.TERM,
        SPINE.byThreshold: ExportedValue.TERM,
        SPINE.componentScore: ExportedValue.NODE,
        SPINE.compresses: ExportedValue.TERM,
        SPINE.conusBasis: ExportedValue.CODE,
        SPINE.conusFrom: ExportedValue.TERM,
        SPINE.conusTo: ExportedValue.TERM,
        SPINE.courseReason: ExportedValue.WORDS,
        SPINE.courseState: ExportedValue.TERM,
        SPINE.degreeChange: ExportedValue.TERM,
        SPINE.derivationReason: ExportedValue.WORDS,
        SPINE.derivationRule: ExportedValue.CODE,
        SPINE.disagreesIn: ExportedValue.TERM,
        SPINE.disputedComponent: ExportedValue.TERM,
        SPINE.disputedParts: ExportedValue.WORDS,
        SPINE.earlierFinding: ExportedValue.NODE,
        SPINE.firstObservation: ExportedValue.NODE,
        SPINE.firstStatement: ExportedValue.NODE,
        SPINE.gradedStudy: ExportedValue.NODE,
        SPINE.highestCategory: ExportedValue.TERM,
        SPINE.highestScore: ExportedValue.NUMBER,
        SPINE.inferredClass: ExportedValue.TERM,
        SPINE.laterFinding: ExportedValue.NODE,
        SPINE.latestObservation: ExportedValue.NODE,
        SPINE.lesionType: ExportedValue.TERM,
        SPINE.linkRule: ExportedValue.TERM,
        SPINE.lowestCategory: ExportedValue.TERM,
        SPINE.lowestScore: ExportedValue.NUMBER,
        SPINE.measuredChange: ExportedValue.TERM,
        SPINE.missingComponent: ExportedValue.TERM,
        SPINE.missingParts: ExportedValue.WORDS,
        SPINE.observedIn: ExportedValue.NODE,
        SPINE.observedSize: ExportedValue.NUMBER,
        SPINE.ofComponent: ExportedValue.TERM,
        SPINE.ofCourse: ExportedValue.NODE,
        SPINE.partOfCourse: ExportedValue.NODE,
        SPINE.possibleGrade: ExportedValue.CODE,
        SPINE.possibleGrades: ExportedValue.WORDS,
        SPINE.secondStatement: ExportedValue.NODE,
        SPINE.sentenceEnd: ExportedValue.NUMBER,
        SPINE.sentenceStart: ExportedValue.NUMBER,
        SPINE.sizeBefore: ExportedValue.NUMBER,
        SPINE.sizeUnit: ExportedValue.CODE,
        SPINE.statedChange: ExportedValue.TERM,
        SPINE.statedGrade: ExportedValue.TERM,
        SPINE.studyNumber: ExportedValue.NUMBER,
        SPINE.withheldFor: ExportedValue.TERM,
    }
)
