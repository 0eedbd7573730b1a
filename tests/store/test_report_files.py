"""Reports are read from files; what cannot be read is named by place and reason, never by word."""

import io
import json
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableInput
from kg.findings.report import MAXIMUM_TEXT_LENGTH, Report
from kg.store.bounded_lines import MAXIMUM_LINE_LENGTH
from kg.store.embedded import EmbeddedStore
from kg.store.report_files import read_reports

SECRET = "Jane Roe"


def refusals(path: Path | str) -> list[str]:
    return [str(item) for item in read_reports(path) if isinstance(item, UnreadableInput)]


def identifiers(path: Path | str) -> list[str]:
    return [item.identifier for item in read_reports(path) if isinstance(item, Report)]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def line(identifier: str, text: str = "Normal.", **others: object) -> str:
    return json.dumps({"id": identifier, "text": text, **others}) + "\n"


def test_a_text_is_one_report_named_by_its_file(tmp_path: Path) -> None:
    path = written(tmp_path / "seed-report.txt", "\ufeffFINDINGS:\r\nNormal.\n")
    assert list(read_reports(path)) == [Report("seed-report", "FINDINGS:\r\nNormal.\n")]


def test_json_lines_give_patient_date_and_title_and_ignore_the_rest(tmp_path: Path) -> None:
    content = line("a", patient="P1", date="2024-01-31", title="MRI", other=[1]) + "\n" + line("b")
    path = written(tmp_path / "reports.jsonl", content)
    first, second = read_reports(path)
    assert first == Report("a", "Normal.", "P1", date(2024, 1, 31), "MRI")
    assert isinstance(second, Report)
    assert second.place == f"{path}:3"


def test_numbers_as_identifiers_are_texts(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", '{"id": 17, "text": "Normal.", "patient": 4}\n')
    assert list(read_reports(path)) == [Report("17", "Normal.", "4")]


def test_a_broken_line_seven_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [line(str(number)) for number in range(1, 11)]
    lines[6] = '{"id": "7", "text": "Jane Roe\n'
    path = written(tmp_path / "reports.jsonl", "".join(lines))
    (refusal,) = refusals(path)
    assert refusal.startswith(f"{path}:7: broken JSON at column ")
    assert identifiers(path) == ["1", "2", "3", "4", "5", "6", "8", "9", "10"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('["Jane Roe"]', "expected a JSON object"),
        ('{"text": "Jane Roe"}', "'id' is missing"),
        ('{"id": "Jane Roe", "text": "  "}', "'text' is missing or empty"),
        ('{"id": "a", "text": 5}', "'text' is not text but int"),
        ('{"id": true, "text": "Jane Roe"}', "'id' is not text but bool"),
        ('{"id": "a", "text": "Jane Roe", "date": "Jane Roe"}', "YYYY-MM-DD"),
        ('{"id": "a", "text": "Jane Roe", "date": "20240131"}', "YYYY-MM-DD"),
        ('{"id": "a", "text": "Jane Roe", "date": "2024-02-30"}', "no day written as 2024-03-31"),
        ('{"id": "a", "text": "Jane Roe \\u0000"}', "characters that are no text"),
        ('{"id": "a", "text": "Jane Roe \\ud800"}', "characters that are no text"),
        ('{"id": "Jane Roe", "text": ' + "[" * 100_000, "beyond limits"),
        ('{"id": ' + "9" * 10_000 + "}", "beyond limits"),
        ('{"id": "Jane Roe \\q"}', "broken JSON at column"),
        (json.dumps({"id": "a", "text": "x" * (MAXIMUM_TEXT_LENGTH + 1)}), "limit of 1000000"),
    ],
)
def test_a_record_that_cannot_be_is_refused_without_its_words(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = written(tmp_path / "r.jsonl", content + "\n" + line("good"))
    (refusal,) = refusals(path)
    assert refusal.startswith(f"{path}:1: ")
    assert reason in refusal
    assert SECRET not in refusal
    assert identifiers(path) == ["good"]


def test_what_is_no_utf8_is_refused_at_its_byte(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", line("a").encode() + b'{"id": "\xe9"}\n' + b'{"id": 1}')
    offset = len(line("a")) + 8
    first, second = refusals(path)
    assert first == f"{path}:2: not UTF-8 at byte {offset}; save the file as UTF-8"
    assert second.startswith(f"{path}:3: 'text' is missing")
    text = written(tmp_path / "r.txt", b"caf\xe9")
    assert refusals(text) == [f"{text}: not UTF-8 at byte 3; save the file as UTF-8"]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04\x00\x00 Jane Roe", "binary data"),
        ("id,text\na,Jane Roe".encode("utf-16"), "UTF-16"),
    ],
    ids=["empty", "binary", "utf-16"],
)
def test_a_file_that_is_no_text_is_refused_once(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (refusal,) = refusals(written(tmp_path / name, content))
    assert refusal.startswith(f"{tmp_path / name}: ")
    assert reason in refusal


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", " \n"), ("a.jsonl", "\n\n"), ("a.csv", "id,text\n")]
)
def test_a_file_without_a_report_is_refused(tmp_path: Path, name: str, content: str) -> None:
    assert len(refusals(written(tmp_path / name, content))) == 1


def test_a_missing_file_and_an_unknown_kind_are_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path / "no.txt") == [f"{tmp_path / 'no.txt'}: no such file or folder"]
    path = written(tmp_path / "scan.pdf", "x")
    assert refusals(path) == [f"{path}: unknown kind of file; expected .txt, .jsonl, .csv"]


@pytest.mark.parametrize("name", ["long.jsonl", "long.csv"])
def test_a_line_of_fifty_megabytes_is_refused_within_bounds(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    good, header = (line("good"), "") if name.endswith("jsonl") else ("good,Normal.\n", "id,text\n")
    with path.open("wb") as stream:
        stream.write(header.encode() + b'"x, ')
        for _ in range(50):
            stream.write(b"x" * 1_000_000)
        stream.write(b"\n" + good.encode())
    tracemalloc.start()
    (refusal,) = refusals(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert f":{1 + bool(header)}: the line has 5000000" in refusal
    assert peak < 4 * MAXIMUM_LINE_LENGTH
    assert identifiers(path) == ["good"]


def test_a_text_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "x" * (MAXIMUM_TEXT_LENGTH + 1))
    assert "1000001 characters" in refusals(path)[0]
    written(path, "x" * (5 * MAXIMUM_TEXT_LENGTH))
    assert "longer than 1000000 characters" in refusals(path)[0]


def test_rows_give_reports_and_quotes_span_lines(tmp_path: Path) -> None:
    rows = (
        'ID, Text ,patient,date,extra\na,"One ""two"",\r\nthree",P1,2024-01-31,x\n\nb,Normal.,,,\n'
    )
    path = written(tmp_path / "r.csv", "\ufeff" + rows)
    first, second = read_reports(path)
    assert first == Report("a", 'One "two",\r\nthree', "P1", date(2024, 1, 31))
    assert second == Report("b", "Normal.")
    assert isinstance(second, Report)
    assert second.place == f"{path}:5"


def test_a_field_longer_than_the_usual_limit_of_csv_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "r.csv", "id,text\na," + "x" * 500_000 + "\n")
    assert identifiers(path) == ["a"]


def test_missing_columns_are_named_with_those_found(tmp_path: Path) -> None:
    path = written(
        tmp_path / "r.csv", f'id,report,"{SECRET} has a herniation at L4-L5, a big one"\n'
    )
    (refusal,) = refusals(path)
    assert "no column 'text'; found id, report, 1 not shown" in refusal
    assert SECRET not in refusal


@pytest.mark.parametrize(
    ("rows", "place", "reason", "rest"),
    [
        ("a,Jane Roe,x\nb,Normal.\n", 2, "3 values, but there are 2 columns", ["b"]),
        ('a,"Jane" Roe\nb,Normal.\n', 2, "not a row of CSV", ["b"]),
        (",Jane Roe\nb,Normal.\n", 2, "'id' is missing", ["b"]),
        ('b,Normal.\na,"Jane Roe\nx,y\n', 3, "not a row of CSV: unexpected end", ["b"]),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    tmp_path: Path, rows: str, place: int, reason: str, rest: list[str]
) -> None:
    path = written(tmp_path / "r.csv", "id,text\n" + rows)
    refusal = refusals(path)[0]
    assert refusal.startswith(f"{path}:{place}: ")
    assert reason in refusal
    assert SECRET not in refusal
    assert identifiers(path) == rest


def test_the_middle_of_a_broken_text_is_not_read_as_rows(tmp_path: Path) -> None:
    rows = b'id,text\na,"One\n\xe9\nfake,report\n"\nb,Normal.\n'
    path = written(tmp_path / "r.csv", rows)
    first, second = refusals(path)
    assert first.startswith(f"{path}:3: not UTF-8")
    assert second == f"{path}:2: the row does not end; the rest of the file is not read"
    assert identifiers(path) == []


def test_a_folder_gives_all_its_files_by_path(tmp_path: Path) -> None:
    for name in ("b/a.txt", "a/a.txt", "a.txt", ".hidden/x.txt", ".DS_Store", "b/scan.pdf"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Normal.", encoding="utf-8")
    assert identifiers(tmp_path / "reports") == ["a", "a/a", "b/a"]
    (refusal,) = refusals(tmp_path / "reports")
    assert refusal.startswith(f"{tmp_path / 'reports' / 'b' / 'scan.pdf'}: unknown kind of file")


def test_the_files_of_a_store_in_the_folder_are_no_reports(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Normal.", encoding="utf-8")
    with EmbeddedStore(tmp_path / "oxigraph", background=()):
        (tmp_path / "identity.key").write_text("key", encoding="utf-8")
        assert [item.identifier for item in read_reports(tmp_path) if isinstance(item, Report)] == [
            "a"
        ]
        assert refusals(tmp_path) == []


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert refusals(tmp_path) == [
        f"{tmp_path}: no files in this folder; expected .txt, .jsonl, .csv"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Normal.\n", [Report("stdin-d4b23841275c", "Normal.\n")]),
        ("id,text\na,Normal.\n", [Report("a", "Normal.")]),
        ("\n " + line("a") + line("b"), [Report("a", "Normal."), Report("b", "Normal.")]),
    ],
    ids=["text", "csv", "json lines"],
)
def test_standard_input_is_one_text_or_csv_or_json_lines(
    monkeypatch: pytest.MonkeyPatch, content: str, expected: list[Report]
) -> None:
    for buffer in (io.BytesIO(content.encode()), io.BufferedReader(io.BytesIO(content.encode()))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(buffer))
        assert list(read_reports("-")) == expected


def test_two_texts_on_standard_input_are_two_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for content in (b"Normal.", b"Disc bulge at L4-L5."):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        (report,) = read_reports("-")
        assert isinstance(report, Report)
        names.add(report.identifier)
    assert len(names) == 2


def test_a_table_without_column_names_is_refused_without_its_values(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id7,Jane Roe,Fracture of L1.\n", encoding="utf-8")
    (refusal,) = refusals(table)
    assert "a first line of 3 values" in refusal
    assert "jane" not in refusal.lower()


def test_nothing_on_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert refusals("-") == ["-: the file is empty"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 1}\n{')))
    assert [refusal[:4] for refusal in refusals("-")] == ["-:1:", "-:2:"]


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=300), extension=st.sampled_from([".txt", ".jsonl", ".csv"]))
def test_any_bytes_give_reports_or_refusals(tmp_path: Path, content: bytes, extension: str) -> None:
    path = written(tmp_path / f"any{extension}", content)
    assert list(read_reports(path)) != []


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_is_read_from_json_lines_as_it_is(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "any.jsonl", line("a", "x" + text))
    assert list(read_reports(path)) == [Report("a", "x" + text)]
