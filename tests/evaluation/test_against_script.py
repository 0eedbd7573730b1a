"""The same numbers as the scoring script, where it and its data are at hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluation.annotations import Annotations
from kg.evaluation.confusions import ErrorKind
from kg.evaluation.evaluation import Evaluation, evaluate_reports
from kg.evaluation.matching import match_reports
from kg.exports.brief import brief_record
from kg.findings.report import Report
from kg.store.report_files import read_reports
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.extraction import rule_reader

SHARED = Path(__file__).parents[3] / "shared"
SCRIPT = SHARED / "tools" / "score_findings.py"
GOLD = {
    "gold-dev.jsonl": "reports-dev.jsonl",
    "gold-seed.jsonl": "seed-report.txt",
    "challenge-dev.jsonl": "challenge-dev.jsonl",
}


def reports_of(name: str) -> list[Report]:
    reports = [one for one in read_reports(SHARED / "data" / name) if isinstance(one, Report)]
    if name.endswith(".txt"):
        return [Report("seed", report.text) for report in reports]
    return reports


def script(*arguments: str | Path) -> str:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def errors(evaluation: Evaluation, kind: ErrorKind) -> list[str]:
    return [
        f"{kind} {one.report} {' '.join(one.unit)}"
        for one in evaluation.errors
        if one.error is kind
    ]


@pytest.mark.skipif(not SCRIPT.is_file(), reason="the scoring script is not beside the repository")
@pytest.mark.parametrize("name", sorted(GOLD))
def test_every_number_is_that_of_the_script(name: str, tmp_path: Path) -> None:
    gold, vocabulary, reader = SHARED / "data" / name, load_vocabulary(), rule_reader()
    matching = match_reports(gold, reports_of(GOLD[name]), Annotations.of(vocabulary))
    assert matching.refused == []
    read = tmp_path / "read.jsonl"
    with read.open("w", encoding="utf-8") as lines:
        for _, report in matching.pairs:
            lines.write(json.dumps(brief_record(reader.read(report), vocabulary)) + "\n")
    expected = json.loads(script(gold, read, "--json"))
    evaluation = evaluate_reports(matching.scored(reader, vocabulary))

    assert expected.pop("attributes") == {
        "laterality": evaluation.side.share,
        "severity": evaluation.severity.share,
    }
    assert expected == {
        group: {
            "precision": one.precision,
            "recall": one.recall,
            "f1": one.f1,
            "gold": one.gold,
        }
        for group, one in evaluation.scores.items()
        if not group.startswith("finding ")
    }
    listed = [
        line
        for line in script(gold, read, "--errors", "100000").splitlines()
        if line.startswith(("missed ", "spurious "))
    ]
    assert listed == [
        *errors(evaluation, ErrorKind.MISSED),
        *errors(evaluation, ErrorKind.SPURIOUS),
    ]
