"""Sentences that carry their expected findings: `tests/cases/sentences/*.txt`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.findings.finding import Finding
from kg.findings.report import Report
from kg.reading.reader import RuleReader

CASES = Path(__file__).parents[1] / "cases" / "sentences"
Unit = tuple[str, str, str, str, str]
SIDES = {"left", "right", "bilateral", "midline"}
STATUSES = {"present", "absent", "possible"}


def cases() -> Iterator[tuple[str, str]]:
    for path in sorted(CASES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                sentence, _, answer = line.partition("->")
                yield sentence.strip(), answer.strip()


def expected_units(answer: str) -> set[Unit]:
    units: set[Unit] = set()
    for part in answer.split(";"):
        if not part.strip() or part.strip() == "~":
            continue
        finding, levels, status, *rest = part.split()
        side = next((word for word in rest if word in SIDES), "")
        severity = next((w for w in rest if w not in SIDES | {"-", "historical"}), "")
        time = "historical" if "historical" in rest else ""
        assert status in STATUSES, part
        for level in levels.split(","):
            place = "" if level == "-" else level
            units.add((finding, place, f"{status}{time}", side, severity))
    return units


def unit(finding: Finding) -> Unit:
    time = "historical" if finding.temporality == "historical" else ""
    return (
        finding.type,
        finding.level or "",
        f"{finding.status}{time}",
        finding.side or "",
        finding.severity or "",
    )


@pytest.mark.parametrize(("sentence", "answer"), list(cases()), ids=lambda value: value[:60])
def test_a_sentence_gives_exactly_its_findings(
    sentence: str, answer: str, reader: RuleReader
) -> None:
    reading = reader.read(Report("case", sentence))
    found = {unit(finding) for finding in reading.findings if not finding.extraspinal}
    assert found == expected_units(answer)
