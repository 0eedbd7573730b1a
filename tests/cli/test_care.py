"""The commands that look after a store, from the shell's side."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def store(tmp_path: Path, reports: Path, spinekg: Command) -> Path:
    assert spinekg("--store", tmp_path / "store", "add", reports).code == 0
    return tmp_path / "store"


def test_a_backup_comes_back(tmp_path: Path, store: Path, spinekg: Command) -> None:
    backup = tmp_path / "backup"
    made = spinekg("--store", store, "backup", backup)
    assert (made.code, "commit" in made.err) == (0, True)
    assert spinekg("--store", store, "backup", backup).code == 1
    assert spinekg("--store", store, "remove", "report", "R1").code == 0
    assert spinekg("--store", store, "restore", backup).code == 1
    assert spinekg("--store", store, "restore", "--replace", backup).code == 0
    assert spinekg("--store", store, "show", "report", "R1").code == 0
    assert spinekg("--store", store, "restore", tmp_path / "nowhere").code == 2
    other = tmp_path / "other"
    assert spinekg("--store", other, "restore", backup).code == 0
    assert spinekg("--store", other, "verify").code == 0


def test_verifying_a_damaged_store_names_the_ways_back(
    tmp_path: Path, store: Path, reports: Path, spinekg: Command
) -> None:
    whole = spinekg("--store", store, "verify")
    assert (whole.code, "whole" in whole.err) == (0, True)
    backup = tmp_path / "a backup"
    assert spinekg("--store", store, "backup", backup).code == 0
    for path in (store / "oxigraph").glob("MANIFEST-*"):
        path.unlink()
    (store / "oxigraph.ledger.jsonl").write_bytes(
        (store / "oxigraph.ledger.jsonl").read_bytes().replace(b'"quads":', b'"quods":')
    )
    damaged = spinekg("--store", store, "verify")
    assert damaged.code == 1
    assert f"restore --replace '{backup}'" in damaged.err
    assert f"--store NEW add {reports}" in damaged.err
    assert "metastasis" not in damaged.err.lower()
    assert spinekg("--store", store, "restore", "--replace", backup).code == 0
    assert spinekg("--store", store, "verify").code == 0


def test_verifying_looks_at_the_files_that_are_written_to(store: Path, spinekg: Command) -> None:
    """Readers go on with the checkpoint, which is whole and hides what the next writer meets."""
    assert spinekg("--store", store, "info").code == 0
    for path in (store / "oxigraph").glob("*.sst"):
        path.unlink()
    damaged = spinekg("--store", store, "verify")
    assert (damaged.code, "whole" in damaged.err) == (1, False)


def test_erasing_a_patient_names_the_backups(tmp_path: Path, store: Path, spinekg: Command) -> None:
    backup = tmp_path / "backup"
    assert spinekg("--store", store, "backup", backup).code == 0
    wrong = spinekg("--store", store, "remove", "report", "R1", "--erase")
    assert (wrong.code, "--erase is for patients" in wrong.err) == (2, True)
    erased = spinekg("--store", store, "remove", "patient", "P1", "--erase")
    assert (erased.code, erased.out) == (0, "removed 1\n")
    assert str(backup) in erased.err
    assert spinekg("--store", store, "show", "patient", "P1").code == 1
    assert spinekg("--store", store, "show", "patient", "P2").code == 0
    again = spinekg("--store", store, "remove", "patient", "P1", "--erase")
    assert again.code == 1


def test_a_snapshot_is_made_and_said_to_have_answered(store: Path, spinekg: Command) -> None:
    question = "patients with epidural extension at T12"
    before = spinekg("--store", store, "--verbose", "ask", question)
    assert "engine: embedded: there is no columnar snapshot" in before.err
    assert spinekg("--store", store, "snapshot").code == 0
    after = spinekg("--store", store, "--verbose", "ask", question)
    assert "engine: columnar" in after.err
    assert after.out == before.out
    forced = spinekg("--store", store, "--engine", "embedded", "--verbose", "ask", question)
    assert (forced.out, "it was asked for" in forced.err) == (before.out, True)
    wrong = spinekg("--store", store, "--engine", "quantum", "ask", question)
    assert wrong.code == 2


def test_without_a_store_there_is_nothing_to_look_after(tmp_path: Path, spinekg: Command) -> None:
    for command in (["verify"], ["snapshot"], ["backup", "there"]):
        assert spinekg("--store", tmp_path / "none", *command).code == 2
    assert not (tmp_path / "none").exists()
