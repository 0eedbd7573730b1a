"""What RDF says of computed grades: the interval, what narrowed it, and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import PROV, RDF, XSD, Literal, URIRef

from kg.findings.reference import FindingReference
from kg.reasoning.computed_grades import ComponentScore, ComputedGrade, computed_grades
from kg.reasoning.course import PatientCourse
from kg.reasoning.stated_grades import GradeDisagreement, grade_disagreements
from kg.triples.identifiers import Identifiers
from kg.triples.patient_nodes import patient_node
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import SPINE

__all__ = ["grade_triples"]

_CLASSES = {"SINS": SPINE.SinsScore, "ESCC": SPINE.EsccGrade}


def grade_triples(course: PatientCourse, identifiers: Identifiers) -> Iterator[Triple]:
    """Yield the computed grades of all studies of a patient, and stated ones that do not fit.

    A component of which nothing tells has no node of its own; the grade names it.
    """
    writer = _Writer(identifiers, patient_node(course, identifiers))
    for grade in computed_grades(course):
        yield from writer.grade(grade)
    for disagreement in grade_disagreements(course):
        yield from writer.disagreement(disagreement)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the grades of one patient."""

    identifiers: Identifiers
    patient: URIRef

    def grade(self, grade: ComputedGrade) -> Iterator[Triple]:
        """Yield a grade with the scores of its components."""
        place = (grade.scale.name, grade.report, grade.level)
        node, report = self.identifiers.derived("grade", *place), grade.report
        yield from self._fact(node, _CLASSES[grade.scale.name], grade.scale.name, grade.references)
        yield node, SPINE.gradedStudy, self.identifiers.report(report)
        yield node, SPINE.atLevel, SPINE[grade.level]
        yield from _range(node, grade)
        yield from _parts(node, grade.missing, SPINE.missingComponent, SPINE.missingParts)
        yield from _parts(node, grade.disputed, SPINE.disputedComponent, SPINE.disputedParts)
        for score in grade.scores:
            if not score.is_missing:
                part = self.identifiers.derived("component-score", *place, score.component.name)
                yield node, SPINE.componentScore, part
                yield from self._score(part, grade, score)

    def _score(self, node: URIRef, grade: ComputedGrade, score: ComponentScore) -> Iterator[Triple]:
        # What follows from the level alone rests on the tumours that are there.
        findings = score.references or grade.tumors
        yield from self._fact(node, SPINE.ComponentScore, grade.scale.name, findings)
        yield node, SPINE.ofComponent, SPINE[score.component.name]
        for rule in score.rules:
            yield node, SPINE.byGradeRule, SPINE[rule.name]
        if grade.scale.categories:
            yield node, SPINE.lowestScore, _points(min(score.points))
            yield node, SPINE.highestScore, _points(max(score.points))

    def disagreement(self, one: GradeDisagreement) -> Iterator[Triple]:
        """Yield a stated grade that does not fit what is said beside it."""
        parts = (one.finding.report, *one.finding.key, one.meaning.name, one.reason)
        node = self.identifiers.derived("grade-disagreement", *parts)
        used = (one.finding, *one.references)
        yield from self._fact(node, SPINE.GradeDisagreement, "stated-grade", used)
        finding = self.identifiers.finding(one.finding.report, one.finding.key)
        yield node, SPINE.firstStatement, finding
        yield node, SPINE.statedGrade, SPINE[one.meaning.name]
        yield node, SPINE.derivationReason, Literal(one.reason)

    def _fact(
        self, node: URIRef, kind: URIRef, rule: str, findings: Iterable[FindingReference]
    ) -> Iterator[Triple]:
        yield node, RDF.type, kind
        yield node, SPINE.aboutPatient, self.patient
        yield node, SPINE.derivationRule, Literal(rule.lower())
        for one in findings:
            yield node, PROV.used, self.identifiers.finding(one.report, one.key)


def _range(node: URIRef, grade: ComputedGrade) -> Iterator[Triple]:
    """Yield the interval of a score, or the grades that are possible."""
    if grade.scale.categories:
        yield node, SPINE.lowestScore, _points(grade.lowest)
        yield node, SPINE.highestScore, _points(grade.highest)
        yield node, SPINE.lowestCategory, SPINE[grade.scale.category(grade.lowest)]
        yield node, SPINE.highestCategory, SPINE[grade.scale.category(grade.highest)]
        return
    (score,) = grade.scores
    yield node, SPINE.possibleGrades, Literal(", ".join(score.options))
    for option in score.options:
        yield node, SPINE.possibleGrade, Literal(option)


def _parts(
    node: URIRef, scores: tuple[ComponentScore, ...], each: URIRef, words: URIRef
) -> Iterator[Triple]:
    """Yield components of a grade, and their names in one text."""
    for score in scores:
        yield node, each, SPINE[score.component.name]
    if scores:
        yield node, words, Literal(", ".join(score.component.label for score in scores))


def _points(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
