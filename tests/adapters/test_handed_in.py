"""Files of findings, and the reader that they become."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg.adapters.handed_in_records import FindingsFormat
from kg.adapters.prompt import SCHEMA_FILE, prompt_for
from kg.errors import RefusedFindings, UnreadableInput
from kg.findings.json_form import reading_to_json
from kg.findings.report import Report
from kg.reading.interface import Reader
from kg.reading.reader import RuleReader
from kg.resources import resource_folder
from kg.store.findings_files import HandedInFindings, read_findings
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

SECRET = "Marigold"
BULGE = {
    "finding": "DiscBulge",
    "levels": ["L4-L5"],
    "status": "present",
    "side": None,
    "severity": None,
    "quote": "Disc bulge",
}


def handed_in(path: Path, findings_format: str = "llm") -> HandedInFindings:
    return read_findings(
        path,
        FindingsFormat(findings_format),
        lexicon=load_lexicon(),
        vocabulary=load_vocabulary(),
    )


def lines(folder: Path, *records: object) -> Path:
    path = folder / "findings.jsonl"
    texts = (one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_the_rule_reader_and_findings_handed_in_are_readers(tmp_path: Path) -> None:
    readers: list[Reader] = [
        RuleReader(load_lexicon(), load_vocabulary()),
        handed_in(lines(tmp_path)).reader,
    ]
    assert [one.extractor.split()[0] for one in readers] == ["spinekg-rules", "spinekg-llm"]


@pytest.mark.parametrize(
    "record",
    [
        {"id": "R1", "findings": [BULGE]},
        {"id": "R1", "response": json.dumps({"findings": [BULGE]})},
        {"id": "R1", "answer": f"```json\n{json.dumps([BULGE])}\n```"},
        {"id": "R1", "output": {"findings": [BULGE]}},
    ],
)
def test_an_answer_comes_as_findings_or_as_it_was(
    record: dict[str, Any], tmp_path: Path, report: Report
) -> None:
    reading = handed_in(lines(tmp_path, record)).reader.read(report)
    assert [(one.type, one.level) for one in reading.findings] == [("DiscBulge", "L4-L5")]
    assert reading.extractor == "spinekg-llm 0.1.0"
    assert reading.coverage == ("LumbarSpine",)


def test_the_model_is_part_of_the_extractor(tmp_path: Path, report: Report) -> None:
    path = lines(tmp_path, {"id": "R1", "model": "lab/model-7b:q4", "findings": [BULGE]})
    reading = handed_in(path).reader.read(report)
    assert reading.extractor == "spinekg-llm/lab/model-7b:q4 0.1.0"
    assert reading.findings[0].evidence[0].rule == reading.extractor


def test_the_reader_goes_by_another_name_for_each_file(tmp_path: Path, report: Report) -> None:
    """Else a report that is stored would not be read again when other findings are handed in."""
    one = handed_in(lines(tmp_path, {"id": "R1", "findings": [BULGE]})).reader
    other = handed_in(lines(tmp_path, {"id": "R1", "findings": []})).reader
    assert one.extractor != other.extractor
    assert one.extractor != one.read(report).extractor == other.read(report).extractor


def test_refusals_are_counted_and_kept_as_warnings(tmp_path: Path, report: Report) -> None:
    wrong = {**BULGE, "quote": SECRET}
    odd = {**BULGE, "side": SECRET}
    reader = handed_in(lines(tmp_path, {"id": "R1", "findings": [wrong, BULGE, odd]})).reader
    reading = reader.read(report)
    place = f"{tmp_path / 'findings.jsonl'}:1"
    assert [one.place for one in reader.refused] == [f"{place} /findings/0/quote"]
    assert [one.place for one in reader.left_out] == [f"{place} /findings/2/side"]
    assert reading.warnings == (
        "finding refused: /findings/0/quote: "
        "is not what the report says in its findings, impression or narrative",
        "left out: /findings/2/side: is none of left, right, bilateral, midline",
    )
    assert SECRET not in str(reading.warnings)


def test_a_report_without_findings_handed_in_is_refused(tmp_path: Path) -> None:
    reader = handed_in(lines(tmp_path, {"id": "R1", "findings": []})).reader
    with pytest.raises(RefusedFindings, match=r"more\.jsonl:4: no findings were handed in"):
        reader.read(Report(SECRET, "Disc bulge.", place="more.jsonl:4"))


def test_a_broken_answer_names_its_place(tmp_path: Path, report: Report) -> None:
    path = lines(tmp_path, {"id": "R1", "response": f"Sorry, {SECRET}."})
    with pytest.raises(RefusedFindings) as caught:
        handed_in(path).reader.read(report)
    assert str(caught.value) == f"{path}:1: there is no JSON in the answer"


BROKEN = {
    "no JSON": ('{"id": ' + SECRET, "broken JSON at column 8"),
    "a number": (7, "/: expected an object"),
    "no id": ({"findings": []}, "/id: is missing or no text"),
    "a list of ids": ({"id": [SECRET]}, "/id: is missing or no text"),
    "an odd model": ({"id": "R1", "model": f"{SECRET} {SECRET}"}, "/model: is no name of a model"),
    "a bomb": ("[" * 100_000, "beyond limits"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_record_is_refused_and_the_rest_go_on(
    name: str, tmp_path: Path, report: Report
) -> None:
    record, reason = BROKEN[name]
    found = handed_in(lines(tmp_path, record, {"id": "R1", "findings": [BULGE]}))
    (refused,) = found.refused
    assert refused.place.startswith(f"{tmp_path / 'findings.jsonl'}:1")
    assert reason in str(refused)
    assert SECRET not in str(refused)
    assert len(found.reader.read(report).findings) == 1


def test_two_records_for_one_report_are_one_too_many(tmp_path: Path, report: Report) -> None:
    path = lines(tmp_path, {"id": "R1", "findings": [BULGE]}, {"id": "R1", "findings": []})
    found = handed_in(path)
    assert [str(one) for one in found.refused] == [f"{path}:2: is for the same report as {path}:1"]
    assert len(found.reader.read(report).findings) == 1


def test_a_json_file_holds_one_record_or_a_list(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "findings.json"
    for content in ({"id": "R1", "findings": [BULGE]}, [{"id": "R1", "findings": [BULGE]}]):
        path.write_text(json.dumps(content, indent=2))
        assert len(handed_in(path).reader.read(report).findings) == 1


@pytest.mark.parametrize("name", ["missing.jsonl", "findings.xml", "folder.json"])
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "findings.xml").write_text("<a/>")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(UnreadableInput, match=name):
        handed_in(tmp_path / name)


def test_the_published_form_keeps_the_name_of_its_extractor(tmp_path: Path, report: Report) -> None:
    form = reading_to_json(RuleReader(load_lexicon(), load_vocabulary()).read(report))
    reading = handed_in(
        lines(tmp_path, {**form, "extractor": "registry 7"}), "spinekg"
    ).reader.read(report)
    assert reading.extractor == "registry 7"
    assert reading_to_json(reading) == {**form, "extractor": "registry 7"}


@pytest.mark.parametrize("key", ["0", "R1", "anything"])
def test_radgraph_knows_a_report_by_its_text(
    key: str, tmp_path: Path, report: Report, graph_of: Callable[..., Any]
) -> None:
    other = graph_of("No fracture.", ("fracture", "OBS-DA"))
    graph = graph_of(report.text, ("disc", "ANAT-DP"), ("fracture", "OBS-DA"))
    path = tmp_path / "graphs.json"
    path.write_text(json.dumps({"first": other, key: graph}))
    reader = handed_in(path, "radgraph").reader
    assert [one.type for one in reader.read(report).findings] == ["VertebralFracture"]
    assert [one.type for one in reader.read(Report("X", "No  FRACTURE.")).findings] == [
        "VertebralFracture"
    ]
    assert reader.extractor.startswith("spinekg-radgraph 0.1.0+")


def test_radgraph_for_another_text_of_the_same_id_is_refused(
    tmp_path: Path, report: Report, graph_of: Callable[..., Any]
) -> None:
    path = lines(tmp_path, {"R1": graph_of("No fracture.", ("fracture", "OBS-DA"))})
    with pytest.raises(RefusedFindings, match="is not what the report says there"):
        handed_in(path, "radgraph").reader.read(report)


def test_the_prompt_names_every_key_and_the_report() -> None:
    prompt = prompt_for("Disc bulge at {report}.", load_vocabulary())
    assert "Disc bulge at {report}." in prompt
    assert "{finding_keys}" not in prompt
    assert all(
        term.notation in prompt for term in load_vocabulary().findings.values() if term.notation
    )


def test_what_the_schema_asks_for_is_read(tmp_path: Path, report: Report) -> None:
    path = resource_folder("ontology") / SCHEMA_FILE
    jsonschema.validate({"findings": [BULGE]}, json.loads(path.read_text(encoding="utf-8")))
    reader = handed_in(lines(tmp_path, {"id": "R1", "findings": [BULGE]})).reader
    reader.read(report)
    assert (reader.refused, reader.left_out) == ([], [])


def test_the_example_of_the_prompt_is_what_the_schema_asks_for() -> None:
    prompt = prompt_for("", load_vocabulary())
    start = prompt.index('{"findings"')
    example = json.loads(prompt[start : prompt.index("]}", start) + 2].replace("\n", " "))
    path = resource_folder("ontology") / SCHEMA_FILE
    jsonschema.validate(example, json.loads(path.read_text(encoding="utf-8")))
