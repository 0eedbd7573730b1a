"""Gold files, whole and broken."""

import json
from pathlib import Path

import pytest

from kg.errors import UnreadableInput
from kg.evaluation.annotations import Annotations
from kg.evaluation.gold_file import GoldReport, read_gold
from kg.evaluation.matching import match_reports
from kg.findings.report import Report

SECRET = "Mrs Marigold"
BULGE = {"finding": "DiscBulge", "levels": ["L4-L5"]}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_empty_lines_are_passed_and_numbers_may_be_ids(tmp_path: Path, known: Annotations) -> None:
    path = written(tmp_path, "", {"id": 7, "findings": [BULGE]}, "", {"id": "b", "findings": []})
    found = list(read_gold(path, known))
    assert [
        (one.identifier, len(one.units), one.line) for one in found if isinstance(one, GoldReport)
    ] == [("7", 1, 2), ("b", 0, 4)]


def test_an_empty_file_has_no_gold(tmp_path: Path, known: Annotations) -> None:
    assert list(read_gold(written(tmp_path), known)) == []


BROKEN = {
    "no JSON": ('{"id": "' + SECRET, "broken JSON at column"),
    "no object": ([SECRET], 'expected a JSON object with "id" and "findings"'),
    "no id": ({"findings": []}, 'expected a JSON object with "id" and "findings"'),
    "id a list": ({"id": [SECRET], "findings": []}, "/id is no text"),
    "findings a text": ({"id": "a", "findings": SECRET}, "/findings is no list"),
    "finding a text": ({"id": "a", "findings": [SECRET]}, "/findings/0 is no object"),
    "unknown key": (
        {"id": "a", "findings": [BULGE, {"finding": SECRET}]},
        "/findings/1/finding is no annotation key",
    ),
    "misspelt key": (
        {"id": "a", "findings": [{"finding": "DiskBulge"}]},
        "/findings/0/finding is no annotation key; did they mean 'DiscBulge'?",
    ),
    "impossible level": (
        {"id": "a", "findings": [{**BULGE, "levels": ["L4-L5", SECRET]}]},
        "/findings/0/levels/1 is no level",
    ),
    "T14": ({"id": "a", "findings": [{**BULGE, "levels": ["T14"]}]}, "/levels/0 is no level"),
    "levels a text": (
        {"id": "a", "findings": [{**BULGE, "levels": "L4-L5"}]},
        "/findings/0/levels is no list",
    ),
    "side": ({"id": "a", "findings": [{**BULGE, "laterality": SECRET}]}, "/laterality is none of"),
    "degree": ({"id": "a", "findings": [{**BULGE, "severity": 3}]}, "/severity is none of minimal"),
    "certainty": ({"id": "a", "findings": [{**BULGE, "certainty": "yes"}]}, "/certainty is none"),
    "no certainty": ({"id": "a", "findings": [{**BULGE, "certainty": None}]}, "/certainty is null"),
    "not a number": ('{"id": "a", "findings": NaN}', "NaN and Infinity"),
    "huge number": ('{"id": ' + "9" * 5000 + ', "findings": []}', "beyond limits"),
    "bomb": ('{"id": "a", "findings": ' + "[" * 100_000, "beyond limits"),
    "key twice": ('{"id": "a", "id": "b", "findings": []}', "the same key twice"),
    "half a character": ('{"id": "\\ud800", "findings": []}', "no text"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_line_is_refused_by_place_without_its_words(
    name: str, tmp_path: Path, known: Annotations
) -> None:
    line, reason = BROKEN[name]
    path = written(tmp_path, {"id": "good", "findings": [BULGE]}, line)
    good, bad = read_gold(path, known)
    assert isinstance(good, GoldReport)
    assert isinstance(bad, UnreadableInput)
    assert str(bad).startswith(f"{path}:2: ")
    assert reason in str(bad)
    assert SECRET not in str(bad)


def test_an_id_that_comes_twice_is_refused(tmp_path: Path, known: Annotations) -> None:
    _, second = read_gold(written(tmp_path, *[{"id": "a", "findings": []}] * 2), known)
    assert str(second).endswith("gold.jsonl:2: the same id as in line 1")


def test_a_file_that_is_not_there_is_named(tmp_path: Path, known: Annotations) -> None:
    with pytest.raises(UnreadableInput, match=r"missing\.jsonl: cannot be read"):
        list(read_gold(tmp_path / "missing.jsonl", known))


def test_gold_without_a_report_is_an_error_that_counts(tmp_path: Path, known: Annotations) -> None:
    records = [{"id": f"{SECRET} {n}", "findings": []} for n in range(3)]
    path = written(tmp_path, *records)
    with pytest.raises(
        UnreadableInput, match=r"2 gold ids are those of no report \(lines 2, 3\)"
    ) as caught:
        match_reports(path, [Report(f"{SECRET} 0", "Disc bulge.")], known)
    assert SECRET not in str(caught.value)


def test_reports_without_gold_are_counted_and_two_of_one_id_refused(
    tmp_path: Path, known: Annotations
) -> None:
    path = written(tmp_path, {"id": "a", "findings": []})
    matching = match_reports(
        path,
        [
            Report("a", "Disc bulge."),
            Report("b", "No fracture."),
            Report("a", "Disc bulge."),
            Report("a", f"{SECRET} has a syrinx.", place="more.jsonl:9"),
            UnreadableInput("bad.txt", "the file is empty"),
        ],
        known,
    )
    assert [report.text for _, report in matching.pairs] == ["Disc bulge."]
    assert matching.without_gold == 1
    assert [one.place for one in matching.refused] == ["more.jsonl:9", "bad.txt"]
    assert SECRET not in str(matching.refused)
