"""Values check themselves: nothing impossible can be built."""

from decimal import Decimal

import pytest

from kg.errors import InvalidFinding, InvalidValue
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Section, Severity, Status
from kg.findings.report import MAXIMUM_TEXT_LENGTH, Report

EVIDENCE = (Evidence("Disc bulge.", 0, 11, Section.FINDINGS, "phrase"),)


def test_a_finding_needs_a_sentence() -> None:
    with pytest.raises(InvalidFinding, match="no evidence"):
        Finding("DiscBulge", Status.PRESENT, ())


def test_a_finding_outside_the_spine_has_no_level() -> None:
    with pytest.raises(InvalidFinding, match="extraspinal"):
        Finding("ExtraspinalMass", Status.PRESENT, EVIDENCE, level="T9", extraspinal=True)


@pytest.mark.parametrize(("start", "end"), [(-1, 10), (0, 10), (5, 5), (12, 11)])
def test_evidence_offsets_fit_the_quote(start: int, end: int) -> None:
    with pytest.raises(InvalidFinding):
        Evidence("Disc bulge.", start, end, Section.FINDINGS, "phrase")


@pytest.mark.parametrize(("value", "unit"), [("-1", "mm"), ("NaN", "mm"), ("3", "inch")])
def test_a_measurement_is_a_size_in_a_known_unit(value: str, unit: str) -> None:
    with pytest.raises(InvalidFinding):
        Measurement(Decimal(value), unit, "as written")


def test_degrees_between_two_lie_between_them() -> None:
    ranks = [severity.rank for severity in Severity]
    assert ranks == [1, 2, 3, 4, 5, 6]
    assert Severity.MILD.rank < Severity.MILD_MODERATE.rank < Severity.MODERATE.rank


@pytest.mark.parametrize(
    ("identifier", "text"), [("", "x"), ("r1", "  "), ("r1", "x" * (MAXIMUM_TEXT_LENGTH + 1))]
)
def test_a_report_needs_an_identifier_and_a_text_of_bounded_length(
    identifier: str, text: str
) -> None:
    with pytest.raises(InvalidValue):
        Report(identifier, text)
