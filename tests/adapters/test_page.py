"""What `docs/other-extractors.md` shows is so."""

import json
import re
from pathlib import Path

import pytest

from kg.adapters.handed_in_records import FindingsFormat
from kg.errors import UnreadableInput
from kg.findings.finding import FindingKey
from kg.findings.report import Report
from kg.store.findings_files import read_findings
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "other-extractors.md").read_text(encoding="utf-8")
FORMS = ("spinekg", "llm", "llm", "radgraph")
EXPECTED: set[FindingKey] = {
    ("ForaminalStenosis", "L4-L5", "present", "left", "mild", "current", ""),
    ("VertebralFracture", "", "absent", "", "", "current", ""),
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("number", range(len(FORMS)))
def test_every_example_says_the_same(number: int, tmp_path: Path) -> None:
    [text], examples = blocks("text"), blocks("json")
    assert len(examples) == len(FORMS)
    path = tmp_path / "findings.json"
    path.write_text(examples[number], encoding="utf-8")
    found = read_findings(
        path, FindingsFormat(FORMS[number]), lexicon=load_lexicon(), vocabulary=load_vocabulary()
    )
    assert found.refused == tuple[UnreadableInput, ...]()
    reading = found.reader.read(Report("R1", text.strip()))
    assert {finding.key for finding in reading.findings} == EXPECTED
    assert reading.warnings == ()


def test_the_python_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPINEKG_KEY", raising=False)
    [block] = blocks("python")
    values: dict[str, object] = {}
    exec(compile(block, "other-extractors.md", "exec"), values)
    assert values["summary"].added == 1  # type: ignore[attr-defined]
    assert len(values["answer"].rows) == 1  # type: ignore[attr-defined]


def test_the_commands_of_the_page_have_the_options(tmp_path: Path) -> None:
    assert all("--findings" in line for line in "".join(blocks("sh")).splitlines())
    assert json.loads(blocks("json")[0])["id"] == "R1"
