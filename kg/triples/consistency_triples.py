"""What RDF says of contradictions, impossible statements and the neural tissue at compressions."""

from collections.abc import Iterable, Iterator

from rdflib import PROV, RDF, Literal, URIRef

from kg.findings.reference import FindingReference
from kg.reasoning.contradictions import contradictions
from kg.reasoning.course import PatientCourse
from kg.reasoning.impossible import impossible_statements
from kg.reasoning.neural_targets import NeuralTarget, neural_targets
from kg.triples.identifiers import Identifiers
from kg.triples.patient_nodes import patient_node
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import SPINE

__all__ = ["consistency_triples"]


def consistency_triples(course: PatientCourse, identifiers: Identifiers) -> Iterator[Triple]:
    """Yield what does not fit in a patient's reports, and what each compression must meet.

    Every fact points with prov:used to the findings whose sentences it rests on.
    """
    patient = patient_node(course, identifiers)
    yield from _contradictions(course, identifiers, patient)
    yield from _impossible_statements(course, identifiers, patient)
    for target in neural_targets(course):
        yield from _neural_target(target, identifiers, patient)


def _contradictions(
    course: PatientCourse, identifiers: Identifiers, patient: URIRef
) -> Iterator[Triple]:
    for one in contradictions(course):
        first, second = (_finding(identifiers, part) for part in (one.first, one.second))
        parts = (*_parts([one.first]), *_parts([one.second]))
        node = identifiers.derived("contradiction", one.rule, *parts)
        yield from _fact(node, SPINE.Contradiction, "contradiction", patient)
        yield node, SPINE.byRule, SPINE[one.rule]
        yield node, SPINE.firstStatement, first
        yield node, SPINE.secondStatement, second
        yield node, PROV.used, first
        yield node, PROV.used, second
        yield node, SPINE.derivationReason, Literal(one.reason)


def _impossible_statements(
    course: PatientCourse, identifiers: Identifiers, patient: URIRef
) -> Iterator[Triple]:
    for one in impossible_statements(course):
        parts = (one.report, *_parts(one.references[:1]), str(one.start), one.reason)
        node = identifiers.derived("impossible-statement", one.rule, *parts)
        yield from _fact(node, SPINE.ImpossibleStatement, "impossible-statement", patient)
        yield node, SPINE.byRule, SPINE[one.rule]
        yield node, PROV.used, identifiers.report(one.report)
        for reference in one.references:
            yield node, PROV.used, _finding(identifiers, reference)
        if one.start is not None and one.end is not None:
            yield node, SPINE.sentenceStart, Literal(one.start)
            yield node, SPINE.sentenceEnd, Literal(one.end)
        else:
            yield node, SPINE.firstStatement, _finding(identifiers, one.references[0])
        yield node, SPINE.derivationReason, Literal(one.reason)


def _neural_target(
    target: NeuralTarget, identifiers: Identifiers, patient: URIRef
) -> Iterator[Triple]:
    finding, conus = _finding(identifiers, target.finding), target.conus
    node = identifiers.derived("neural-target", target.rule, *_parts([target.finding]))
    yield from _fact(node, SPINE.NeuralTarget, "neural-target", patient)
    yield node, SPINE.firstStatement, finding
    yield node, PROV.used, finding
    for structure in target.structures:
        yield node, SPINE.compresses, SPINE[structure]
    yield node, SPINE.conusFrom, SPINE[conus.first.name]
    yield node, SPINE.conusTo, SPINE[conus.last.name]
    yield node, SPINE.conusBasis, Literal("default" if conus.is_default else "stated")
    for reference in conus.references:
        yield node, PROV.used, _finding(identifiers, reference)


def _fact(node: URIRef, kind: URIRef, rule: str, patient: URIRef) -> Iterator[Triple]:
    yield node, RDF.type, kind
    yield node, SPINE.aboutPatient, patient
    yield node, SPINE.derivationRule, Literal(rule)


def _finding(identifiers: Identifiers, reference: FindingReference) -> URIRef:
    return identifiers.finding(reference.report, reference.key)


def _parts(references: Iterable[FindingReference]) -> tuple[str, ...]:
    return tuple(part for one in references for part in (one.report, *one.key))
