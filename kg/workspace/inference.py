"""What follows from one report by definitions and scales, each with the findings it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.findings.finding import Finding
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.computed_grades import ComputedGrade, computed_grades
from kg.reasoning.course import PatientCourse
from kg.store.scratch import ScratchStore
from kg.triples.identifiers import MINIMUM_KEY_LENGTH, Identifiers
from kg.triples.patient_nodes import patient_node
from kg.triples.to_triples import reading_triples
from kg.vocabulary.class_rules import load_class_rules
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["InferredClass", "inferred_classes", "inferred_grades"]

#: IRIs of a report that is not stored are never seen.
_IDENTIFIERS = Identifiers(bytes(MINIMUM_KEY_LENGTH))


@dataclass(frozen=True, slots=True)
class InferredClass:
    """A finding, a defined class that it is of, what the class means, and the reasons.

    `because` holds the findings that make it one, the finding itself first.
    """

    finding: Finding
    name: str
    meaning: str
    because: tuple[Finding, ...]


def inferred_classes(reading: Reading) -> tuple[InferredClass, ...]:
    """Return the defined classes of a report's findings, by the rules that stores apply too."""
    triples = reading_triples(
        reading, identifiers=_IDENTIFIERS, ontology_version=load_vocabulary().version
    )
    nodes = {
        _IDENTIFIERS.finding(reading.report.identifier, one.key): one for one in reading.findings
    }
    store = ScratchStore(triples)
    patient = patient_node(PatientCourse.of([reading]), _IDENTIFIERS)
    found = {
        (rule.name, tuple(row[1:])): rule.meaning
        for rule in load_class_rules()
        for row in store.rows(rule.select((patient,)))
    }
    return tuple(
        InferredClass(nodes[row[0]], name, meaning, tuple(nodes[one] for one in row))
        for (name, row), meaning in sorted(found.items())
    )


def inferred_grades(reading: Reading) -> Iterator[tuple[ComputedGrade, tuple[Finding, ...]]]:
    """Yield the grades of a report's tumours, each with the findings that it rests on."""
    findings = {
        FindingReference(reading.report.identifier, one.key): one for one in reading.findings
    }
    for grade in computed_grades(PatientCourse.of([reading])):
        yield grade, tuple(findings[reference] for reference in grade.references)
