"""Which statements about one patient cannot both be right, and by which rule.

Rules are data in `ontology/consistency.ttl`; what is a change and no contradiction is said there.
"""

from kg.reasoning.contradiction import Contradiction
from kg.reasoning.course import PatientCourse
from kg.reasoning.section_contradictions import section_contradictions
from kg.reasoning.study_contradictions import study_contradictions

__all__ = ["contradictions"]


def contradictions(course: PatientCourse) -> tuple[Contradiction, ...]:
    """Return the contradictions within the reports of a patient and between the studies, sorted.

    Raises InvalidOntology when the ontology's rules cannot be read.
    """
    within = (one for reading in course.readings for one in section_contradictions(reading))
    return tuple(sorted({*within, *study_contradictions(course)}))
