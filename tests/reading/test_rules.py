"""Every decision in the evidence names a rule, and the table explains every rule."""

from kg.demo.corpus import demo_corpus
from kg.findings.finding import Finding
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.reading.rules import RULES


def rules_of(findings: tuple[Finding, ...]) -> set[str]:
    return {
        rule
        for finding in findings
        for piece in finding.evidence
        for rule in (
            piece.rule,
            piece.status_rule,
            piece.level_rule,
            piece.side_rule,
            piece.severity_rule,
        )
        if rule
    }


def test_the_table_explains_every_rule_that_the_demonstration_corpus_uses(
    reader: RuleReader,
) -> None:
    used = {rule for one in demo_corpus() for rule in rules_of(reader.read(one.report).findings)}
    assert len(used) > 10
    assert used <= RULES.keys()


def test_each_decision_carries_its_words_and_its_rule(reader: RuleReader) -> None:
    text = "At L4/5 no severe left foraminal stenosis."
    (finding,) = reader.read(Report("r", text)).findings
    (piece,) = finding.evidence
    assert (piece.cue, piece.status_rule) == ("no", "status.absent-before")
    assert (piece.place, piece.level_rule) == ("L4/5", "level.clause")
    assert (piece.side, piece.side_rule) == ("left", "side.before")
    assert (piece.degree, piece.severity_rule) == ("severe", "severity.before")


def test_a_tolerated_spelling_is_said_in_the_evidence(reader: RuleReader) -> None:
    (finding,) = reader.read(Report("r", "Moderate foraminal stennosis at C5-C6.")).findings
    assert finding.evidence[0].rule.endswith(".respelled")
