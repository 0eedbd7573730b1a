"""All that is derived from one patient's findings, as the triples of a graph of its own."""

from collections.abc import Callable, Iterator

from rdflib import PROV, RDF

from kg.reasoning.course import PatientCourse
from kg.triples.consistency_triples import consistency_triples
from kg.triples.course_triples import course_triples
from kg.triples.grade_triples import grade_triples
from kg.triples.identifiers import Identifiers
from kg.triples.patient_nodes import patient_node
from kg.triples.terms import Triple, sorted_triples
from kg.vocabulary.namespaces import SPINE

__all__ = ["DERIVATIONS", "RULES_VERSION", "Derivation", "derived_triples"]

#: Raise it with every change of what is derived: stores then derive all of it anew.
RULES_VERSION = "4"

Derivation = Callable[[PatientCourse, Identifiers], Iterator[Triple]]

#: What is derived, each from the findings alone, so that their order does not matter.
DERIVATIONS: tuple[Derivation, ...] = (
    consistency_triples,
    course_triples,
    grade_triples,
)


def derived_triples(course: PatientCourse, identifiers: Identifiers) -> tuple[Triple, ...]:
    """Return all derived facts of a patient, sorted, and which reports they were derived from.

    The same reports give the same triples.
    """
    return sorted_triples(_all_triples(course, identifiers))


def _all_triples(course: PatientCourse, identifiers: Identifiers) -> Iterator[Triple]:
    patient = patient_node(course, identifiers)
    graph = identifiers.derived_graph(patient)
    yield graph, RDF.type, SPINE.Derivation
    yield graph, SPINE.aboutPatient, patient
    for reading in course.readings:
        yield graph, PROV.used, identifiers.report(reading.report.identifier)
    for derivation in DERIVATIONS:
        yield from derivation(course, identifiers)
