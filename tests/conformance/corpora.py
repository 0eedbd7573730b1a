"""The data that every engine is asked about, and the parts of it that rdflib can be asked about.

rdflib joins in the order of the text and looks at every triple of a graph again for each row:
on the whole corpus some queries take it hours. Those run on a part, and say so.
"""

from enum import StrEnum
from functools import cache
from itertools import groupby

from rdflib import URIRef

from kg.demo.corpus import DemoReport, demo_corpus
from kg.findings.report import Reading
from kg.reasoning.course import PatientCourse
from kg.store.scratch import ScratchStore
from kg.store.terms import to_n_triples
from kg.triples.derived_triples import derived_triples
from kg.triples.identifiers import Identifiers
from kg.triples.membership_triples import membership_triples
from kg.triples.patient_nodes import patient_node
from kg.triples.terms import Triple
from kg.triples.to_triples import reading_triples
from kg.vocabulary.class_rules import load_class_rules
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.rule_reading import rule_reader
from tests.conformance.awkward_readings import awkward_readings

__all__ = ["IDENTIFIERS", "Corpus", "contents"]

IDENTIFIERS = Identifiers(b"a key for conformance, not for patients")


class Corpus(StrEnum):
    """How many of the demonstration reports; the hand-made ones are in each."""

    WHOLE = "whole"
    #: Three reports of each of the six groups of patients.
    SEVERAL = "several"
    #: The reports of one patient with a tumour and of one with worn discs.
    FEW = "few"
    #: None but those made by hand.
    HAND = "hand"


@cache
def contents(corpus: Corpus) -> dict[URIRef, bytes]:
    """Return the graph of each report, and of what is derived of each patient, as N-Triples."""
    reader = rule_reader()
    readings = [*(reader.read(one.report) for one in _reports(corpus)), *awkward_readings()]
    reports = {
        IDENTIFIERS.report(reading.report.identifier): _lines(reading) for reading in readings
    }
    return reports | _derived(readings)


def _derived(readings: list[Reading]) -> dict[URIRef, bytes]:
    of_patients: dict[str | None, list[Reading]] = {}
    for one in readings:
        of_patients.setdefault(one.report.patient or one.report.identifier, []).append(one)
    courses = [PatientCourse.of(one) for one in of_patients.values()]
    return {
        IDENTIFIERS.derived_graph(patient_node(course, IDENTIFIERS)): to_n_triples(
            (*derived_triples(course, IDENTIFIERS), *memberships)
        )
        for course, memberships in zip(courses, map(_memberships, courses), strict=True)
    }


def _memberships(course: PatientCourse) -> tuple[Triple, ...]:
    """Return the defined classes of a patient's findings, as the rules find them."""
    store = ScratchStore(
        triple
        for reading in course.readings
        for triple in reading_triples(
            reading, identifiers=IDENTIFIERS, ontology_version=load_vocabulary().version
        )
    )
    return tuple(
        triple
        for rule in load_class_rules()
        for patient, *evidence in store.rows(rule.select((patient_node(course, IDENTIFIERS),)))
        for triple in membership_triples(rule.name, patient, evidence, IDENTIFIERS)
    )


def _reports(corpus: Corpus) -> list[DemoReport]:
    groups = [list(group) for _, group in groupby(demo_corpus(), key=lambda one: one.group)]
    match corpus:
        case Corpus.WHOLE:
            return [one for group in groups for one in group]
        case Corpus.SEVERAL:
            return [one for group in groups for one in group[:3]]
        case Corpus.FEW:
            return [one for group in groups[:2] for one in group[:2]]
        case Corpus.HAND:
            return []


def _lines(reading: Reading) -> bytes:
    version = load_vocabulary().version
    return to_n_triples(reading_triples(reading, identifiers=IDENTIFIERS, ontology_version=version))
