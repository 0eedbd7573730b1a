"""Findings said twice become one, in time that grows with their number only."""

from time import perf_counter

import pytest

from kg.findings.evidence import Evidence
from kg.findings.qualities import Section, Severity, Side, Status
from kg.reading.finding_groups import FindingGroups, find_groups
from kg.reading.merging import merge_findings
from kg.reading.stated_finding import StatedFinding
from kg.vocabulary.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module")
def groups() -> FindingGroups:
    return find_groups(VOCABULARY)


def said(
    finding_type: str,
    level: str | None,
    start: int = 0,
    side: Side | None = None,
    severity: Severity | None = None,
) -> StatedFinding:
    piece = Evidence("quote", start, start + 5, Section.FINDINGS, "finding.phrase")
    return StatedFinding(
        finding_type, Status.PRESENT, (piece,), level=level, side=side, severity=severity
    )


def test_a_fuller_statement_fills_what_an_earlier_one_leaves_open(groups: FindingGroups) -> None:
    first = said("DiscBulge", "L4-L5", 0)
    second = said("DiscBulge", "L4-L5", 10, severity=Severity.MILD, side=Side.LEFT)
    (merged,) = merge_findings([first, second], VOCABULARY, groups)
    assert (merged.severity, merged.side) == (Severity.MILD, Side.LEFT)
    assert [piece.start for piece in merged.evidence] == [0, 10]


def test_statements_that_disagree_are_both_kept(groups: FindingGroups) -> None:
    sides = [said("DiscBulge", "L4-L5", side=side) for side in (Side.LEFT, Side.RIGHT)]
    assert merge_findings(sides, VOCABULARY, groups) == sides


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        (("DiscBulge", None), ("DiscBulge", "L4-L5")),
        (("DiscBulge", "LumbarSpine"), ("DiscBulge", "L4-L5")),
        (("DiscBulge", "L4"), ("DiscBulge", "L4-L5")),
        (("VertebralFracture", "L1"), ("BurstFracture", "L1")),
        (("CompressionFracture", "L1"), ("BurstFracture", "L1")),
    ],
)
def test_a_lesser_form_gives_its_evidence_to_the_better_one(
    general: tuple[str, str | None], specific: tuple[str, str], groups: FindingGroups
) -> None:
    (merged,) = merge_findings([said(*general, 0), said(*specific, 10)], VOCABULARY, groups)
    assert (merged.type, merged.level) == specific
    assert [piece.start for piece in merged.evidence] == [0, 10]


def test_causes_point_at_what_the_caused_finding_became(groups: FindingGroups) -> None:
    vague = said("SpinalCordCompression", None, 0)
    cause = said("OsseousMetastasis", "T8", 10)
    cause.causes = (vague,)
    placed = said("SpinalCordCompression", "T8", 20)
    merged = merge_findings([vague, cause, placed], VOCABULARY, groups)
    findings = {one.type: one.settled() for one in merged}
    effect = findings["SpinalCordCompression"]
    assert findings["OsseousMetastasis"].causes == (effect.key,)
    assert effect.level == "T8"


def test_the_time_grows_with_the_number_of_findings(groups: FindingGroups) -> None:
    types = [*VOCABULARY.findings][:100]
    levels = [f"T{number}" for number in range(1, 13)]

    def seconds(repeats: int) -> float:
        findings = [
            said(name, level, start)
            for start in range(repeats)
            for name in types
            for level in levels
        ]
        started = perf_counter()
        merge_findings(findings, VOCABULARY, groups)
        return perf_counter() - started

    assert min(seconds(8) for _ in range(3)) < 10 * min(seconds(2) for _ in range(3))
