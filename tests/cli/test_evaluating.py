"""spinekg evaluate."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
SECRET = "Marigold"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Return gold findings for the two reports of `reports`, one of them wrong."""
    findings = {
        "R1": [
            {"finding": "OsseousMetastasis", "levels": ["T12"]},
            {"finding": "EpiduralExtension", "levels": ["T12"]},
            {"finding": "SpinalCordCompression", "levels": ["T12"], "severity": "moderate"},
            {"finding": "CordSignalAbnormality", "certainty": "absent"},
        ],
        "R2": [
            {"finding": "DiscExtrusion", "levels": ["L4-L5"], "laterality": "left"},
            {
                "finding": "LateralRecessStenosis",
                "levels": ["L4-L5"],
                "laterality": "right",
                "severity": "severe",
            },
            {"finding": "DiscBulge", "levels": ["L4-L5"], "severity": "mild"},
            {"finding": "SpinalCanalStenosis", "levels": ["L5-S1"], "certainty": "absent"},
        ],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(
        "".join(json.dumps({"id": n, "findings": found}) + "\n" for n, found in findings.items())
    )
    return path


def test_scores_and_confusions_as_json(spinekg: Command, gold: Path, reports: Path) -> None:
    outcome = spinekg("evaluate", gold, reports, "--format", "json", "--list")
    found = json.loads(outcome.out)
    assert (outcome.code, outcome.err, found["reports"]) == (0, "", 2)
    assert found["scores"]["all"] == {
        "precision": 0.875,
        "recall": 0.875,
        "f1": 0.875,
        "gold": 8,
        "read": 8,
        "matched": 7,
    }
    assert found["laterality"] == {"share": 0.857, "same": 6, "matched": 7}
    assert found["confusions"] == [
        {"confusion": "other level", "gold": "L4-L5", "read": "L5-S1", "count": 1},
        {"confusion": "other side", "gold": "right", "read": "left", "count": 1},
    ]
    assert [(one["error"], one["report"], one["level"]) for one in found["errors"]] == [
        ("missed", "R2", "L4-L5"),
        ("spurious", "R2", "L5-S1"),
        ("side", "R2", "L4-L5"),
    ]


def test_as_text_errors_are_listed_when_asked_for(
    spinekg: Command, gold: Path, reports: Path
) -> None:
    brief = spinekg("evaluate", gold, reports)
    assert "missed R2" not in brief.out
    assert brief.out.startswith("2 reports\n")
    listed = spinekg("evaluate", gold, reports, "--errors", "1").out
    assert "missed R2 DiscBulge L4-L5 present: other level, gold L4-L5, read L5-S1\n" in listed
    assert "spurious R2 DiscBulge L5-S1 present: other level, gold L4-L5, read L5-S1\n" in listed
    assert "laterality right on 0.857 of matched units (6 of 7)" in listed


def test_csv_holds_scores_or_errors(spinekg: Command, gold: Path, reports: Path) -> None:
    def rows(*options: str) -> list[dict[str, str]]:
        out = spinekg("evaluate", gold, reports, "--format", "csv", *options).out
        return list(csv.DictReader(io.StringIO(out)))

    scores = {(row["group"], row["value"]): row["f1"] for row in rows()}
    assert scores[("all", "")] == "0.875"
    assert scores[("certainty", "absent")] == "1.0"
    assert scores[("finding", "DiscBulge")] == "0.0"
    assert [row["error"] for row in rows("--list")] == ["missed", "spurious", "side"]


def test_ids_that_match_no_report_are_an_error(
    spinekg: Command, gold: Path, tmp_path: Path
) -> None:
    (tmp_path / "R1.txt").write_text(f"{SECRET} has a disc bulge at L4-L5.")
    outcome = spinekg("evaluate", gold, "R1.txt")
    assert (outcome.code, outcome.out) == (1, "")
    assert "gold.jsonl: 1 gold ids are those of no report (lines 2)" in outcome.err
    assert SECRET not in outcome.err


def test_broken_gold_is_refused_and_the_rest_is_scored(
    spinekg: Command, gold: Path, reports: Path
) -> None:
    first, second = gold.read_text().splitlines()
    gold.write_text(f"{first}\n{second[:-3]}\n{SECRET}\n")
    outcome = spinekg("evaluate", gold, reports, "--format", "json")
    assert (outcome.code, json.loads(outcome.out)["reports"]) == (1, 1)
    assert outcome.err.count("refused: ") == 2
    assert "reports without gold, which were not scored: 1" in outcome.err
    assert SECRET not in outcome.err


def test_gold_and_reports_may_be_one_file(spinekg: Command, tmp_path: Path) -> None:
    record = {
        "id": "one",
        "text": "Disc bulge at L4-L5.",
        "findings": [{"finding": "DiscBulge", "levels": ["L4-L5"]}],
    }
    path = tmp_path / "both.jsonl"
    path.write_text(json.dumps(record) + "\n")
    found = json.loads(spinekg("evaluate", path, path, "--format", "json").out)
    assert (found["scores"]["all"]["f1"], found["f1_interval"]) == (1.0, None)


def test_gold_that_is_not_there_is_wrong_usage(spinekg: Command, reports: Path) -> None:
    outcome = spinekg("evaluate", "missing.jsonl", reports)
    assert outcome.code == 2
    assert "missing.jsonl" in outcome.err


def test_findings_of_another_extractor_are_scored(
    spinekg: Command, gold: Path, reports: Path, tmp_path: Path
) -> None:
    answers = {
        "R1": [
            {
                "finding": "epidural extension",
                "levels": "T12",
                "status": "present",
                "quote": "epidural extension",
            },
            {"finding": "syrinx", "status": "present", "quote": f"{SECRET} syrinx"},
        ],
        "R2": [
            {"finding": "DiscBulge", "levels": ["L4/5"], "status": "yes", "quote": "disc bulge"}
        ],
    }
    path = tmp_path / "answers.jsonl"
    path.write_text(
        "".join(json.dumps({"id": n, "findings": found}) + "\n" for n, found in answers.items())
    )
    options = ("--findings", path, "--findings-format", "llm", "--format", "json")
    outcome = spinekg("evaluate", gold, reports, *options)
    pooled = json.loads(outcome.out)["scores"]["all"]
    assert (pooled["matched"], pooled["read"], pooled["gold"]) == (2, 2, 8)
    assert outcome.code == 1
    assert "finding refused: " in outcome.err
    assert "/findings/1/quote: is not what the report says" in outcome.err
    assert SECRET not in outcome.err


def test_a_report_without_findings_handed_in_scores_as_empty(
    spinekg: Command, gold: Path, reports: Path, tmp_path: Path
) -> None:
    (tmp_path / "none.jsonl").write_text('{"id": "R1", "findings": []}\n')
    options = ("--findings", "none.jsonl", "--findings-format", "llm", "--format", "json")
    outcome = spinekg("evaluate", gold, reports, *options)
    assert json.loads(outcome.out)["scores"]["all"]["gold"] == 8
    assert outcome.code == 1
    assert "reports.jsonl:2: no findings were handed in for this report" in outcome.err


def test_findings_that_are_not_there_are_wrong_usage(
    spinekg: Command, gold: Path, reports: Path
) -> None:
    assert spinekg("evaluate", gold, reports, "--findings", "none.jsonl").code == 2
