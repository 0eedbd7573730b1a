"""spinekg add, remove, check and info, and what they say about bad input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


def test_adding_counts_what_was_done(spinekg: Command, reports: Path) -> None:
    assert spinekg("--store", "s", "add", reports).out == (
        "added 2, replaced 0, unchanged 0, set aside 0, refused 0\n"
    )


def test_adding_again_changes_nothing(spinekg: Command, reports: Path, store: Path) -> None:
    before = spinekg("--store", store, "info", "--format", "json").out
    again = spinekg("--store", store, "add", reports)
    assert (again.code, again.out) == (
        0,
        "added 0, replaced 0, unchanged 2, set aside 0, refused 0\n",
    )
    assert spinekg("--store", store, "info", "--format", "json").out == before


def test_a_changed_report_replaces_the_old_one(
    spinekg: Command, store: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "R2.txt"
    changed.write_text("MRI lumbar spine. Disc bulge at L5-S1.", encoding="utf-8")
    assert "replaced 1" in spinekg("--store", store, "add", changed).out
    assert spinekg("--store", store, "ask", "how many reports with disc extrusion").out.startswith(
        "0 "
    )


def test_standard_input_is_a_path(spinekg: Command) -> None:
    outcome = spinekg("--store", "s", "add", "-", stdin="Compression fracture of L1.")
    assert (outcome.code, outcome.out.split(",")[0]) == (0, "added 1")


def test_the_store_is_where_the_environment_says(
    spinekg: Command, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPINEKG_STORE", str(tmp_path / "named"))
    assert spinekg("add", reports).code == 0
    assert (tmp_path / "named" / "oxigraph").is_dir()


def test_the_store_is_in_the_current_folder_by_default(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    assert spinekg("add", reports).code == 0
    assert (tmp_path / "spinekg-store" / "oxigraph").is_dir()


BAD_INPUT = {
    "missing.txt": (None, "missing.txt: no such file or folder"),
    "empty.txt": (b"", "empty.txt: the file is empty"),
    "binary.txt": (b"MZ\x00\x01", "binary.txt: binary data"),
    "latin.txt": ("Arthropathie facettaire à L4.".encode("latin-1"), "latin.txt: not UTF-8"),
    "report.pdf": (b"%PDF-1.7", "report.pdf: unknown kind of file"),
    "columns.csv": (b"id,words\nR9,Disc bulge\n", "columns.csv: no column 'text'"),
    "huge.jsonl": (
        b'{"id": "R9", "text": "' + b"x" * 50_000_000 + b'"}\n',
        "huge.jsonl:1: the line has 50000025 bytes",
    ),
}


@pytest.mark.parametrize("name", sorted(BAD_INPUT))
def test_bad_input_is_named_and_the_rest_is_added(
    name: str, spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    content, message = BAD_INPUT[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = spinekg("--store", "s", "add", name, reports)
    assert outcome.code == 1
    assert outcome.out == "added 2, replaced 0, unchanged 0, set aside 0, refused 1\n"
    assert f"refused: {message}" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_broken_line_is_named_by_its_number(spinekg: Command, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"R{n}", "text": f"Disc bulge at L{n}-L{n + 1}."}) for n in (1, 2)]
    path = tmp_path / "seven.jsonl"
    path.write_text("\n".join([lines[0], "", "", "", "", "", '{"id": "R7", ', lines[1]]))
    outcome = spinekg("--store", "s", "add", path)
    assert outcome.code == 1
    assert "seven.jsonl:7: broken JSON" in outcome.err
    assert outcome.out.startswith("added 2,")


def test_a_second_report_with_the_same_id_is_refused(spinekg: Command, tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    texts = ("Disc bulge at L4-L5.", "Disc bulge at L5-S1.")
    path.write_text("".join(json.dumps({"id": "R1", "text": one}) + "\n" for one in texts))
    outcome = spinekg("--store", "s", "add", path)
    assert (outcome.code, outcome.out.split(",")[0]) == (1, "added 1")
    assert "twice.jsonl:2: another report with the same identifier" in outcome.err


def test_an_empty_folder_is_refused(spinekg: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = spinekg("--store", "s", "add", "empty")
    assert outcome.code == 1
    assert "empty: no files in this folder" in outcome.err


def test_paths_of_which_none_exists_are_wrong_usage(spinekg: Command, tmp_path: Path) -> None:
    outcome = spinekg("--store", "s", "add", "one.txt", "two.txt")
    assert outcome.code == 2
    assert "no such file or folder" in outcome.err
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("arguments", [("--store", "", "add", "-"), ("add", ""), ("extract", "")])
def test_an_empty_name_is_not_this_folder(
    arguments: tuple[str, ...], spinekg: Command, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text("Disc bulge at L4-L5.")
    outcome = spinekg(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert "empty" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["one.txt"]


def test_no_message_repeats_report_text(spinekg: Command, tmp_path: Path) -> None:
    path = tmp_path / "secret.jsonl"
    path.write_text('{"id": "R1", "text": "Mrs Marigold has a disc bulge"\n')
    outcome = spinekg("--store", "s", "add", path)
    assert outcome.code == 1
    assert "Marigold" not in outcome.out + outcome.err


def test_a_file_in_the_place_of_the_store_is_an_error(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    (tmp_path / "s").write_text("not a store")
    outcome = spinekg("--store", "s", "add", reports)
    assert outcome.code == 1
    assert outcome.err.startswith("error: ")
    assert (tmp_path / "s").read_text() == "not a store"


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "disc bulge"),
        ("check",),
        ("export",),
        ("info",),
        ("remove", "report", "R1"),
        ("show", "report", "R1"),
    ],
    ids=lambda command: command[0],
)
def test_a_command_that_needs_a_store_makes_none(
    command: tuple[str, ...], spinekg: Command, tmp_path: Path
) -> None:
    outcome = spinekg("--store", "s", *command)
    assert outcome.code == 2
    assert "no store in 's'" in outcome.err
    assert not (tmp_path / "s").exists()


def test_removing_a_report_removes_its_findings(spinekg: Command, store: Path) -> None:
    assert spinekg("--store", store, "remove", "report", "R1").out == "removed 1\n"
    assert spinekg("--store", store, "show", "report", "R1").code == 1
    assert spinekg("--store", store, "show", "report", "R2").code == 0


def test_removing_a_patient_removes_all_reports(spinekg: Command, store: Path) -> None:
    assert spinekg("--store", store, "remove", "patient", "P2").out == "removed 1\n"
    facts = json.loads(spinekg("--store", store, "info", "--format", "json").out)
    assert (facts["reports"], facts["patients"]) == (1, 1)


def test_removing_what_is_not_there_is_said_and_the_rest_is_removed(
    spinekg: Command, store: Path
) -> None:
    outcome = spinekg("--store", store, "remove", "report", "R9", "R1")
    assert (outcome.code, outcome.out) == (1, "removed 1\n")
    assert "'R9': no such report" in outcome.err


def test_a_sound_store_is_clean(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "check")
    assert (outcome.code, outcome.out) == (0, "")
    assert "clean" in outcome.err


def test_info_counts_reports_patients_and_findings(spinekg: Command, store: Path) -> None:
    facts = json.loads(spinekg("--store", store, "info", "--format", "json").out)
    assert (facts["reports"], facts["patients"], facts["set aside"]) == (2, 2, 0)
    assert facts["findings"] >= 7
    assert {"spinekg", "extractor", "ontology", "pyoxigraph", "python"} <= facts.keys()
