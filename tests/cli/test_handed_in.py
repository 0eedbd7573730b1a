"""spinekg add and extract with the findings of another extractor."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
SECRET = "Marigold"
CASES = Path(__file__).parents[1] / "cases" / "handed_in"
REPORTS = CASES / "reports.jsonl"


def answers(folder: Path, **findings: list[dict[str, Any]]) -> Path:
    path = folder / "answers.jsonl"
    records = ({"id": name, "findings": found} for name, found in findings.items())
    path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path


def finding(name: str, level: str, quote: str, **more: str) -> dict[str, Any]:
    return {"finding": name, "levels": [level], "status": "present", "quote": quote, **more}


def test_findings_handed_in_are_stored_with_their_extractor(spinekg: Command) -> None:
    given = ("--findings", CASES / "registry.jsonl")
    outcome = spinekg("--store", "s", "add", REPORTS, *given)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "added 2, replaced 0, unchanged 0, set aside 0, refused 0\n"
    shown = json.loads(spinekg("--store", "s", "show", "report", "H2", "--format", "json").out)[0]
    assert shown["extractor"] == "spine-registry 3.1"
    assert {one["type"] for one in shown["findings"]} >= {"OsseousMetastasis", "EpiduralExtension"}
    assert spinekg("--store", "s", "check").code == 0
    asked = spinekg("--store", "s", "ask", "how many patients with epidural extension at T8")
    assert asked.out.startswith("1 ")


def test_the_same_findings_again_change_nothing(spinekg: Command) -> None:
    given = ("--findings", CASES / "registry.jsonl")
    spinekg("--store", "s", "add", REPORTS, *given)
    again = spinekg("--store", "s", "add", REPORTS, *given)
    assert again.out == "added 0, replaced 0, unchanged 2, set aside 0, refused 0\n"


def test_other_findings_of_the_same_extractor_replace_those_before(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    bulge = finding("DiscBulge", "L5-S1", "Mild disc bulge")
    options = ("--findings-format", "llm", "--findings")
    for found, said in (([bulge], "added 1"), ([bulge], "unchanged 1"), ([], "replaced 1")):
        path = answers(tmp_path, R2=found)
        assert said in spinekg("--store", "s", "add", reports, *options, path).out


def test_the_rule_reader_replaces_what_was_handed_in(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    options = ("--findings-format", "llm", "--findings", answers(tmp_path, R1=[], R2=[]))
    spinekg("--store", "s", "add", reports, *options)
    assert "replaced 2" in spinekg("--store", "s", "add", reports).out


def test_a_report_without_findings_handed_in_is_set_aside(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    path = answers(tmp_path, R2=[finding("DiscBulge", "L5-S1", "Mild disc bulge")])
    outcome = spinekg(
        "--store", "s", "add", reports, "--findings", path, "--findings-format", "llm"
    )
    assert outcome.out == "added 1, replaced 0, unchanged 0, set aside 1, refused 0\n"
    assert outcome.code == 1
    assert "no findings were handed in for this report" in outcome.err


def test_a_quote_that_the_report_does_not_have_is_refused_and_said(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    path = answers(
        tmp_path,
        R1=[],
        R2=[
            finding("DiscBulge", "L5-S1", "Mild disc bulge"),
            finding("Syrinx", "T5", f"{SECRET} has a syrinx"),
            finding(SECRET, "T5", "Mild disc bulge"),
            finding("DiscBulge", "L5-S1", "Mild disc bulge", side=SECRET),
        ],
    )
    outcome = spinekg(
        "--store", "s", "add", reports, "--findings", path, "--findings-format", "llm"
    )
    assert outcome.out.startswith("added 2,")
    assert outcome.code == 1
    assert f"finding refused: {path}:2 /findings/1/quote" in outcome.err.replace("\n", "")
    assert "/findings/2/finding: names no known finding" in outcome.err
    assert "note: sides, degrees and times that are not known, left out: 1" in outcome.err
    assert SECRET not in outcome.err
    shown = spinekg("--store", "s", "show", "report", "R2", "--format", "json").out
    assert "finding refused: /findings/1/quote" in shown
    assert SECRET not in shown


def test_many_refusals_are_counted_by_reason(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    path = answers(tmp_path, R1=[], R2=[finding("Syrinx", "T5", "syrinx")] * 50)
    err = spinekg(
        "--store", "s", "add", reports, "--findings", path, "--findings-format", "llm"
    ).err
    assert "findings refused: 50 times: is not what the report says" in err


@pytest.mark.parametrize(
    ("name", "findings_format", "expected"),
    [
        ("registry.jsonl", "spinekg", 2),
        ("llm_tidy.jsonl", "llm", 2),
        ("radgraph.json", "radgraph", 1),
        ("radgraph_xl.json", "radgraph", 1),
    ],
)
def test_extracting_gives_the_published_form_of_any_findings(
    name: str, findings_format: str, expected: int, spinekg: Command, tmp_path: Path
) -> None:
    """What is printed can be handed in again, and says the same."""
    options = ("--findings", CASES / name, "--findings-format", findings_format)
    outcome = spinekg("extract", REPORTS, *options)
    assert len(outcome.out.splitlines()) == expected
    (tmp_path / "again.jsonl").write_text(outcome.out)
    again = spinekg("extract", REPORTS, "--findings", "again.jsonl")
    assert again.out == outcome.out


def test_broken_findings_are_named_by_line(spinekg: Command, reports: Path, tmp_path: Path) -> None:
    path = answers(tmp_path, R1=[], R2=[])
    path.write_text(path.read_text() + f'{{"id": "{SECRET}\n')
    outcome = spinekg("extract", reports, "--findings", path, "--findings-format", "llm")
    assert (outcome.code, len(outcome.out.splitlines())) == (1, 2)
    assert "answers.jsonl:3: broken JSON at column" in outcome.err.replace("\n", "")
    assert SECRET not in outcome.err


def test_findings_in_another_form_are_refused_not_lost(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    path = answers(tmp_path, R1=[], R2=[finding("DiscBulge", "L5-S1", "Mild disc bulge")])
    outcome = spinekg("extract", reports, "--findings", path)
    assert (outcome.code, outcome.out) == (1, "")
    assert "/extractor: is missing" in outcome.err
