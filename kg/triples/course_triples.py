"""What RDF says of a patient's lesions over time: courses, observations, links and their rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rdflib import PROV, RDF, Literal, URIRef

from kg.findings.reference import FindingReference
from kg.reasoning.course import PatientCourse
from kg.reasoning.lesion_courses import LesionCourse, lesion_history
from kg.reasoning.lesion_links import LesionLink, WithheldLink
from kg.reasoning.lesion_observations import LesionObservation
from kg.triples.finding_triples import individual
from kg.triples.identifiers import Identifiers
from kg.triples.patient_nodes import patient_node
from kg.triples.terms import Triple, decimal_literal
from kg.vocabulary.namespaces import SPINE

__all__ = ["course_triples"]

#: The rules by whose names these facts are known.
COURSE_RULE = "lesion-course"
LINK_RULE = "lesion-link"


def course_triples(course: PatientCourse, identifiers: Identifiers) -> Iterator[Triple]:
    """Yield the lesions of a patient with what each study tells of them, and why it is so linked.

    A person's decisions are applied; their words stay outside. No dates stand in the facts: a
    study is known by its report. A patient with a single study has nothing to follow.
    """
    if len(course.readings) < 2:
        return
    history = lesion_history(course)
    writer = _Writer(identifiers, patient_node(course, identifiers))
    for lesion in history.courses:
        yield from writer.lesion(lesion)
    for withheld in history.withheld:
        yield from writer.withheld(withheld)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the facts about one patient."""

    identifiers: Identifiers
    patient: URIRef

    def lesion(self, lesion: LesionCourse) -> Iterator[Triple]:
        """Yield a course with its observations and links."""
        node = self._course(lesion.key)
        seen = [one for observation in lesion.observations for one in observation.findings]
        yield from self._fact(node, SPINE.LesionCourse, COURSE_RULE, seen)
        yield node, SPINE.lesionType, SPINE[lesion.type]
        if lesion.level is not None:
            yield node, SPINE.atLevel, SPINE[lesion.level]
        if lesion.side is not None:
            yield node, SPINE.laterality, individual(lesion.side)
        if lesion.structure is not None:
            yield node, SPINE.inStructure, SPINE[lesion.structure]
        if lesion.part_of is not None:
            yield node, SPINE.partOfCourse, self._course(lesion.part_of)
        yield node, SPINE.firstObservation, self._observation(lesion, lesion.first)
        yield node, SPINE.latestObservation, self._observation(lesion, lesion.latest)
        for observation in lesion.observations:
            yield from self.observation(lesion, observation)
        for link in lesion.links:
            yield from self.link(lesion, link)

    def observation(self, lesion: LesionCourse, seen: LesionObservation) -> Iterator[Triple]:
        """Yield what one study tells of a lesion."""
        node = self._observation(lesion, seen)
        yield from self._fact(node, SPINE.LesionObservation, COURSE_RULE, seen.findings)
        report = self.identifiers.report(seen.report)
        yield node, PROV.used, report
        yield node, SPINE.observedIn, report
        yield node, SPINE.ofCourse, self._course(lesion.key)
        yield node, SPINE.studyNumber, Literal(seen.number)
        yield node, SPINE.courseState, _named("Lesion", seen.state)
        yield node, SPINE.courseReason, Literal(seen.reason)
        yield from _changes(node, seen)

    def link(self, lesion: LesionCourse, link: LesionLink) -> Iterator[Triple]:
        """Yield a link between findings of two studies with its rule."""
        node = self.identifiers.derived("lesion-link", *_parts(link.earlier), *_parts(link.later))
        yield from self._fact(node, SPINE.LesionLink, LINK_RULE, (*link.earlier, *link.later))
        yield node, SPINE.ofCourse, self._course(lesion.key)
        yield node, SPINE.linkRule, SPINE[link.rule]
        yield from self._linked(node, link)

    def withheld(self, link: WithheldLink) -> Iterator[Triple]:
        """Yield a link that was not made, with what stands against it."""
        parts = (*_parts(link.earlier), *_parts(link.later))
        node = self.identifiers.derived("withheld-lesion-link", link.reason.value, *parts)
        yield from self._fact(
            node, SPINE.WithheldLesionLink, LINK_RULE, (*link.earlier, *link.later)
        )
        yield node, SPINE.withheldFor, _named("WithheldFor", link.reason)
        yield from self._linked(node, link)

    def _fact(
        self, node: URIRef, kind: URIRef, rule: str, findings: Iterable[FindingReference]
    ) -> Iterator[Triple]:
        yield node, RDF.type, kind
        yield node, SPINE.aboutPatient, self.patient
        yield node, SPINE.derivationRule, Literal(rule)
        for finding in findings:
            yield node, PROV.used, self._finding(finding)

    def _linked(self, node: URIRef, link: LesionLink | WithheldLink) -> Iterator[Triple]:
        for finding in link.earlier:
            yield node, SPINE.earlierFinding, self._finding(finding)
        for finding in link.later:
            yield node, SPINE.laterFinding, self._finding(finding)

    def _finding(self, reference: FindingReference) -> URIRef:
        return self.identifiers.finding(reference.report, reference.key)

    def _course(self, key: FindingReference) -> URIRef:
        return self.identifiers.derived("lesion-course", key.report, *key.key)

    def _observation(self, lesion: LesionCourse, seen: LesionObservation) -> URIRef:
        key = lesion.key
        return self.identifiers.derived("lesion-observation", seen.report, key.report, *key.key)


def _changes(node: URIRef, seen: LesionObservation) -> Iterator[Triple]:
    """Yield the sizes and what statement, sizes and degrees tell of a change."""
    if seen.stated is not None:
        yield node, SPINE.statedChange, individual(seen.stated)
    if seen.degree is not None:
        yield node, SPINE.degreeChange, individual(seen.degree)
    for disagreement in seen.disagreements:
        yield node, SPINE.disagreesIn, _named("", disagreement)
    measured = seen.measured
    size = measured.after if measured else next(iter(seen.sizes), None)
    if size is not None:
        yield node, SPINE.observedSize, decimal_literal(size.value)
        yield node, SPINE.sizeUnit, Literal(size.unit)
    if measured is not None:
        yield node, SPINE.sizeBefore, decimal_literal(measured.before.value)
        if measured.threshold is not None:
            yield node, SPINE.byThreshold, SPINE[measured.threshold]
        if measured.change is not None:
            yield node, SPINE.measuredChange, individual(measured.change)


def _named(start: str, value: StrEnum) -> URIRef:
    """Return the individual of a value: "first seen" is spine:LesionFirstSeen."""
    return SPINE[start + "".join(word.capitalize() for word in value.value.split())]


def _parts(references: Iterable[FindingReference]) -> tuple[str, ...]:
    return tuple(part for one in references for part in (one.report, *one.key))
