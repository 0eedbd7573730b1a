"""Explanations: made from the run that made the findings, with offsets that fit the text."""

import pytest

from kg.findings.qualities import Section
from kg.findings.report import Report
from kg.reading.explanation import Explanation, MarkKind, explain
from kg.reading.reader import RuleReader
from kg.reading.rules import RULES
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

TEXT = (
    "TECHNIQUE: Sagittal T1.\n"
    "FINDINGS:   At T12 there is a metastasis\nwith no cord compression.\n"
    "Severe stennosis of the left L4/5 foramen.\n"
    "IMPRESSION: T12 metastasis.\n"
)


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_lexicon(), load_vocabulary())


@pytest.fixture
def explanation(reader: RuleReader) -> Explanation:
    return explain(Report("own", TEXT), reader)


def test_the_reading_is_the_readers_own(explanation: Explanation, reader: RuleReader) -> None:
    assert explanation.reading == reader.read(Report("own", TEXT))


def test_marks_and_scopes_stand_where_the_text_says_so(explanation: Explanation) -> None:
    words = {
        (mark.kind, TEXT[mark.start : mark.end])
        for sentence in explanation.sentences
        for mark in sentence.marks
    }
    assert (MarkKind.LEVEL, "L4/5") in words
    assert (MarkKind.CUE, "with no") in words
    assert (MarkKind.DEGREE, "Severe") in words
    scopes = {
        (TEXT[scope.cue_start : scope.cue_end], TEXT[scope.start : scope.end])
        for sentence in explanation.sentences
        for scope in sentence.scopes
    }
    assert ("with no", "cord compression") in scopes


def test_a_misspelt_word_is_marked_as_respelled(explanation: Explanation) -> None:
    respelled = [
        TEXT[mark.start : mark.end]
        for sentence in explanation.sentences
        for mark in sentence.marks
        if mark.respelled
    ]
    assert respelled
    assert all("stennosis" in words for words in respelled)


def test_every_decision_has_a_rule_of_the_table_and_its_sentence(explanation: Explanation) -> None:
    decisions = [
        decision
        for sentence in explanation.sentences
        for one in sentence.findings
        for decision in one.decisions
    ]
    assert {decision.about for decision in decisions} >= {"finding", "status", "level", "side"}
    assert all(decision.because == RULES[decision.rule] for decision in decisions)


def test_sections_that_state_no_findings_are_skipped_and_say_why(explanation: Explanation) -> None:
    [skipped] = explanation.skipped
    assert skipped.section is Section.TECHNIQUE
    assert TEXT[skipped.start : skipped.end].strip() == "Sagittal T1."
    assert skipped.because
    assert skipped.section not in {sentence.section for sentence in explanation.sentences}
