"""What RDF says of contradictions, impossible statements and neural targets."""

from datetime import date

from rdflib import PROV, RDF, Literal, URIRef

from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.reasoning.course import PatientCourse
from kg.triples.consistency_triples import consistency_triples
from kg.triples.identifiers import Identifiers
from kg.triples.terms import Triple
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import load_vocabulary

IDENTIFIERS = Identifiers(b"a key of enough bytes")
#: What every derived fact says of itself.
COMMON = {RDF.type, SPINE.aboutPatient, SPINE.derivationRule, PROV.used}


def triples(text: str) -> set[Triple]:
    reader = RuleReader(load_lexicon(), load_vocabulary())
    report = Report("r1", text, "p1", date(2024, 1, 10))
    return set(consistency_triples(PatientCourse.of([reader.read(report)]), IDENTIFIERS))


def fact(found: set[Triple], kind: URIRef) -> dict[URIRef, set[object]]:
    """Return the values of the only fact of a kind by their predicates."""
    (node,) = {subject for subject, _, value in found if value == kind}
    values: dict[URIRef, set[object]] = {}
    for subject, predicate, value in found:
        if subject == node:
            values.setdefault(predicate, set()).add(value)
    assert values.keys() >= COMMON
    return values


def test_a_contradiction_points_at_both_statements() -> None:
    found = triples("FINDINGS: Burst fracture of T12.\nIMPRESSION: Burst fracture of L1.")
    values = fact(found, SPINE.Contradiction)
    assert values[SPINE.byRule] == {SPINE.LevelBetweenSections}
    assert values[PROV.used] == values[SPINE.firstStatement] | values[SPINE.secondStatement]
    assert len(values[PROV.used]) == 2
    assert values[SPINE.derivationReason] == {Literal("at T12 in one, at L1 in the other")}


def test_an_impossible_statement_points_at_what_it_was_judged_by() -> None:
    found = triples("FINDINGS: Conus ends at L1. Cord compression at L3.")
    values = fact(found, SPINE.ImpossibleStatement)
    assert values[SPINE.byRule] == {SPINE.CordBelowConus}
    assert len(values[SPINE.firstStatement]) == 1
    assert len(values[PROV.used]) == 3, "the finding, the conus and the report"


def test_a_neural_target_says_what_is_compressed_and_by_which_conus() -> None:
    values = fact(triples("FINDINGS: Thecal sac compression at L4-L5."), SPINE.NeuralTarget)
    assert values[SPINE.compresses] == {SPINE.CaudaEquina}
    assert values[SPINE.conusFrom] == values[SPINE.conusTo] == {SPINE["L1-L2"]}
    assert values[SPINE.conusBasis] == {Literal("default")}


def test_no_identifier_and_no_words_of_the_report_are_in_the_facts() -> None:
    found = triples("FINDINGS: Conus ends at L1. Cord compression at L3, peculiar.")
    assert not any("r1" in str(term) or "peculiar" in str(term) for one in found for term in one)
