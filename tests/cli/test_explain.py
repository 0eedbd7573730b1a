"""`spinekg explain`: marks, scopes and reasons, as text and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.reading.rules import RULES

TEXT = (
    "HISTORY: Back pain.\n"
    "FINDINGS: At L4-5 there is a mild left paracentral disc protrusion compressing the thecal "
    "sac, without cord compression.\nPossible stennosis of the right C5-C6 foramen.\n"
)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, ["explain", *arguments], input=given)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_sentence_is_printed_with_its_findings_cues_and_levels_marked(report: Path) -> None:
    said = run(str(report))
    assert "{L4-5}" in said
    assert "[without] <cord compression>" in said
    assert "(right)" in said
    assert "Back pain" not in said


def test_each_cue_says_what_it_acts_on(report: Path) -> None:
    assert '"without" (absent before) acts on "cord compression"' in run(str(report))


def test_each_finding_says_by_which_words_and_rules_it_was_read(report: Path) -> None:
    said = run(str(report))
    assert "absent SpinalCordCompression at L4-L5" in said
    assert "(status.absent-before)" in said
    assert "(finding.parts.respelled)" in said


def test_as_json_every_decision_names_a_rule_and_every_offset_fits(report: Path) -> None:
    record = json.loads(run(str(report), "--format", "json"))
    text = record["text"]
    assert text == TEXT
    sentences = record["sentences"]
    assert [sentence["section"] for sentence in sentences] == ["findings", "findings"]
    marks = [mark for sentence in sentences for mark in sentence["marks"]]
    words = {text[mark["start"] : mark["end"]] for mark in marks}
    assert {"without", "L4-5", "mild", "cord compression"} <= words
    decisions = [
        decision
        for sentence in sentences
        for finding in sentence["findings"]
        for decision in finding
    ]
    assert decisions
    assert {decision["rule"] for decision in decisions} <= RULES.keys()
    assert all(decision["because"] for decision in decisions)


def test_one_of_several_reports_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    records = ({"id": name, "text": f"Fracture of {name}."} for name in ("L1", "L2"))
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    said = run(str(path), "--id", "L2")
    assert "report L2" in said
    assert "report L1" not in said


def test_an_unknown_identifier_and_a_missing_file_are_errors(report: Path) -> None:
    for arguments in ((str(report), "--id", "nobody"), (str(report) + "x",)):
        result = CliRunner().invoke(app, ["explain", *arguments])
        assert result.exit_code == 2
        assert "disc" not in result.stderr


def test_a_report_without_findings_says_so() -> None:
    assert "0 findings in all" in run("-", given="FINDINGS: The lumbar spine is normal.")


def test_what_could_not_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"id": "a"}\n{"id": "b", "text": "Fracture of L1."}\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["explain", str(path)])
    assert result.exit_code == 1
    assert "refused:" in result.stderr
    assert "report b" in result.stdout


def test_each_finding_of_the_report_says_how_many_sentences_support_it() -> None:
    said = run("-", given="FINDINGS: Fracture of L1.\nIMPRESSION: L1 fracture. No listhesis.\n")
    assert "present VertebralFracture at L1 (2 sentences)" in said


def test_no_line_ends_with_spaces(report: Path) -> None:
    assert all(line == line.rstrip() for line in run(str(report)).splitlines())


def test_a_section_that_states_no_findings_is_named_without_its_text(report: Path) -> None:
    said = run(str(report))
    assert "history: not read, such a section states no findings" in said
    [skipped] = json.loads(run(str(report), "--format", "json"))["skipped"]
    assert TEXT[skipped["start"] : skipped["end"]].strip() == "Back pain."
