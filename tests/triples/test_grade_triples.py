"""What RDF says of computed grades: intervals, what is missing, and on what they rest."""

from datetime import date

from rdflib import PROV, Literal, URIRef

from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.reasoning.course import PatientCourse
from kg.triples.grade_triples import grade_triples
from kg.triples.identifiers import Identifiers
from kg.triples.terms import Triple
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology
from kg.vocabulary.vocabulary import load_vocabulary

IDENTIFIERS = Identifiers(b"a key of enough bytes")
TEXT = "FINDINGS: Lytic metastasis at T8 with epidural extension, peculiar."


def triples(text: str) -> set[Triple]:
    reader = RuleReader(load_lexicon(), load_vocabulary())
    report = Report("r1", text, "p1", date(2024, 1, 10))
    return set(grade_triples(PatientCourse.of([reader.read(report)]), IDENTIFIERS))


def values(found: set[Triple], kind: URIRef) -> dict[URIRef, set[object]]:
    """Return the values of the only grade of a kind by their predicates."""
    (node,) = {subject for subject, _, value in found if value == kind}
    told: dict[URIRef, set[object]] = {}
    for subject, predicate, value in found:
        if subject == node:
            told.setdefault(predicate, set()).add(value)
    return told


def test_a_score_is_an_interval_with_what_is_missing() -> None:
    told = values(triples(TEXT), SPINE.SinsScore)
    assert told[SPINE.lowestScore] == {Literal(3)}
    assert told[SPINE.highestScore] == {Literal(16)}
    assert told[SPINE.lowestCategory] == {SPINE.SinsStable}
    assert told[SPINE.highestCategory] == {SPINE.SinsUnstable}
    assert len(told[SPINE.missingComponent]) == 4
    assert told[SPINE.atLevel] == {SPINE.T8}
    assert told[SPINE.gradedStudy] == {IDENTIFIERS.report("r1")}


def test_possible_grades_are_one_by_one_and_in_one_text() -> None:
    told = values(triples(TEXT), SPINE.EsccGrade)
    assert told[SPINE.possibleGrade] == {Literal(one) for one in ("1a", "1b", "1c", "2", "3")}
    assert told[SPINE.possibleGrades] == {Literal("1a, 1b, 1c, 2, 3")}


def test_each_part_names_its_rule_and_each_fact_what_it_rests_on() -> None:
    found = triples(TEXT)
    rules = {value for _, predicate, value in found if predicate == SPINE.byGradeRule}
    assert {SPINE.SinsLytic, SPINE.EsccEpidural} <= rules
    grades = {node for node, _, value in found if value in {SPINE.SinsScore, SPINE.EsccGrade}}
    used = {node for node, predicate, _ in found if predicate == PROV.used}
    assert grades <= used


def test_every_word_is_a_term_of_the_ontology() -> None:
    terms = set(load_ontology().subjects())
    found = triples(TEXT + " Sclerotic lesion at T8.")
    said = {*(one[1] for one in found), *(one[2] for one in found)}
    said = {one for one in said if str(one).startswith(str(SPINE))}
    assert said <= terms


def test_no_identifier_and_no_words_of_the_report_are_in_the_facts() -> None:
    found = triples(TEXT)
    assert not any("r1" in str(term) or "peculiar" in str(term) for one in found for term in one)
