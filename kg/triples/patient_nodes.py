"""The IRI of the patient whom a course is of."""

from rdflib import URIRef

from kg.reasoning.course import PatientCourse
from kg.triples.identifiers import Identifiers

__all__ = ["patient_node"]


def patient_node(course: PatientCourse, identifiers: Identifiers) -> URIRef:
    """Return the IRI of the patient whose course it is."""
    report = course.readings[0].report
    if report.patient is None:
        return identifiers.patient_of_report(report.identifier)
    return identifiers.patient(report.patient)
