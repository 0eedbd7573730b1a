"""Findings made without the constructor of their class are what that would have made."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from kg.errors import InvalidFinding
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.qualities import Section, Severity, Status
from kg.reading.new_values import new_evidence, new_finding

_PIECE: dict[str, Any] = {
    "quote": "Bulge.",
    "start": 3,
    "end": 9,
    "section": Section.FINDINGS,
    "rule": "finding.phrase",
}


def _finding() -> dict[str, Any]:
    return {
        "type": "DiscBulge",
        "status": Status.PRESENT,
        "evidence": (Evidence(**_PIECE),),
        "level": "L4-L5",
        "severity": Severity.MILD,
    }


def test_the_values_are_those_of_the_class() -> None:
    evidence, finding = new_evidence(**_PIECE), new_finding(**_finding())
    assert type(evidence) is Evidence
    assert type(finding) is Finding
    assert evidence == Evidence(**_PIECE)
    assert finding == Finding(**_finding())
    assert hash(finding) == hash(Finding(**_finding()))
    assert repr(finding) == repr(Finding(**_finding()))


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(new_finding(**_finding()), "level", "L5-S1")  # noqa: B010


def test_the_checks_of_the_class_run() -> None:
    with pytest.raises(InvalidFinding, match="does not fit a quote"):
        new_evidence(**{**_PIECE, "end": 4})
    with pytest.raises(InvalidFinding, match="has no evidence"):
        new_finding(**{**_finding(), "evidence": ()})
