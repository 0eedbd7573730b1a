"""A workspace: what it makes, what it refuses, what it gives back."""

import stat
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg import Report, Workspace, open_workspace
from kg.errors import (
    InvalidValue,
    MissingExtra,
    StoreDamaged,
    StoreLocked,
    UnknownIdentifier,
    UnknownStore,
    UnreadableInput,
)
from kg.store.interface import Table
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import DATA, SPINE
from kg.workspace import extract
from kg.workspace.extraction import passing_key
from kg.workspace.plain_values import plain_rows

QUESTION = "patients with epidural extension at thoracolumbar levels"


def test_a_workspace_that_must_exist_is_not_made(tmp_path: Path) -> None:
    with (
        pytest.raises(UnknownStore, match="no store in"),
        open_workspace(tmp_path / "store", create=False),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_opening_alone_makes_and_reads_nothing(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "store"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_everything_in_the_folder_is_the_owners_alone(workspace: Workspace) -> None:
    workspace.ask("patients with fractures")
    workspace.close()  # until then the engine may be making a file of its own in the background
    for path in (workspace.directory, *workspace.directory.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_adding_twice_changes_no_quad(workspace: Workspace, reports: tuple[Report, ...]) -> None:
    before = list(workspace.store.quads())
    summary = workspace.add_reports(reports)
    assert (summary.added, summary.replaced, summary.unchanged) == (0, 0, 2)
    assert list(workspace.store.quads()) == before


def test_a_workspace_opened_again_is_the_same(workspace: Workspace) -> None:
    before = workspace.info()
    workspace.close()
    with open_workspace(workspace.directory, create=False) as again:
        assert again.info() == before
        assert [row.level for row in again.ask(QUESTION).rows] == ["T12"]


def test_a_workspace_that_is_written_elsewhere_can_be_read_but_not_written(
    workspace: Workspace, reports: tuple[Report, ...]
) -> None:
    assert workspace.add_reports(reports).unchanged
    with open_workspace(workspace.directory) as second:
        assert second.info() == workspace.info()
        with pytest.raises(StoreLocked):
            second.add_reports(reports)


def test_another_key_than_that_of_the_reports_is_refused(
    workspace: Workspace, reports: tuple[Report, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.close()
    monkeypatch.setenv("SPINEKG_KEY", "ab" * 32)
    with open_workspace(workspace.directory) as other, pytest.raises(StoreDamaged, match="the key"):
        other.add_reports(reports)


def test_a_lost_key_is_not_replaced(workspace: Workspace, reports: tuple[Report, ...]) -> None:
    workspace.close()
    key = workspace.directory / "identity.key"
    content = key.read_text()
    key.unlink()
    with open_workspace(workspace.directory) as other, pytest.raises(StoreDamaged, match="the key"):
        other.add_reports(reports)
    assert not key.exists()
    key.write_text(content)
    with open_workspace(workspace.directory) as restored:
        assert restored.add_reports(reports).unchanged == 2


def test_an_answer_is_a_frame_of_pandas_or_polars(workspace: Workspace) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    answer = workspace.ask(QUESTION)
    assert list(workspace.frame(answer)["level"]) == ["T12"]
    assert workspace.frame(answer, "polars")["level"].to_list() == ["T12"]
    assert "epidural extension" in workspace.frame(answer)["sentences"][0]


def test_a_frame_without_rows_has_its_columns(workspace: Workspace) -> None:
    pytest.importorskip("pandas")
    answer = workspace.ask("patients with meningioma")
    assert "level" in workspace.frame(answer).columns
    assert len(workspace.frame(answer)) == 0


def test_frames_of_other_libraries_are_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = workspace.ask(QUESTION)
    with pytest.raises(InvalidValue, match="'numpy'"):
        workspace.frame(answer, "numpy")
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(MissingExtra, match="frames"):
        workspace.frame(answer, "polars")


def test_plain_values_are_names_numbers_and_dates(workspace: Workspace) -> None:
    table = workspace.sparql(
        f"SELECT ?level ?day (2 AS ?two) ?none WHERE {{ ?f a <{SPINE.EpiduralExtension}> ; "
        f"<{SPINE.atLevel}> ?level ; <{SPINE.inReport}>/<{SPINE.studyDate}> ?day }}"
    )
    assert isinstance(table, Table)
    [row] = plain_rows(table)
    assert (row["level"], str(row["day"]), row["two"], row["none"]) == (
        "T12",
        "2024-03-01",
        2,
        None,
    )


def test_reports_of_a_patient_come_by_date(workspace: Workspace) -> None:
    readings = workspace.stored.patient("P1")
    assert [reading.report.identifier for reading in readings] == ["R1", "R2"]


def test_everything_goes_by_its_iri_too(workspace: Workspace) -> None:
    reading = workspace.stored.report("R1")
    node = workspace.identifiers.report("R1")
    for name in (str(node), f"data:{node.removeprefix(DATA)}", node.removeprefix(DATA)):
        assert workspace.stored.report(name) == reading
    patient = workspace.identifiers.patient("P1")
    assert workspace.stored.patient(str(patient)) == workspace.stored.patient("P1")
    for number, finding in enumerate(reading.findings, start=1):
        iri = workspace.stored.finding_node(reading, finding)
        assert workspace.stored.finding(iri) == (reading, finding)
        assert workspace.stored.finding(f"R1#{number}") == (reading, finding)


@pytest.mark.parametrize("name", ["R9", "R1> <x:y", "", "finding/aaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_what_is_not_there_has_no_stand_in(name: str, workspace: Workspace) -> None:
    for find in (workspace.stored.report, workspace.stored.patient, workspace.stored.finding):
        with pytest.raises(UnknownIdentifier):
            find(name)


def test_removing_a_patient_removes_every_report(workspace: Workspace) -> None:
    assert workspace.remove_patient("P1") == 2
    assert workspace.info().reports == 0
    with pytest.raises(UnknownIdentifier):
        workspace.remove_patient("P1")


def test_check_finds_what_does_not_pass_the_shapes(workspace: Workspace) -> None:
    assert workspace.check() == ()
    report = workspace.identifiers.report("R1")
    finding = workspace.stored.finding_node(
        workspace.stored.report("R1"), workspace.stored.report("R1").findings[0]
    )
    wrong: Triple = (URIRef(finding), SPINE.status, Literal("certainly"))
    workspace.store.replace_graph(report, [*workspace.store.graph_triples(report), wrong])
    violations = workspace.check()
    assert {violation.report for violation in violations} == {report}
    assert {violation.focus for violation in violations} == {URIRef(finding)}


def test_progress_counts_up_to_the_whole(workspace: Workspace) -> None:
    counted: list[tuple[int, int | None]] = []
    workspace.check(on_progress=lambda done, total: counted.append((done, total)))
    assert counted == [(2, 2)]


def test_an_export_may_be_named_by_text(workspace: Workspace, tmp_path: Path) -> None:
    summary = workspace.export(str(tmp_path / "out.nq"), format="nquads")
    assert summary.triples == len((tmp_path / "out.nq").read_text().splitlines())


def test_extracting_raises_at_what_it_cannot_read_unless_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "b.txt").write_text("Disc bulge at L4-L5.")
    with pytest.raises(UnreadableInput, match=r"a\.txt"):
        list(extract(tmp_path))
    refused: list[UnreadableInput] = []
    [reading] = extract(tmp_path, on_refused=refused.append)
    assert [finding.level for finding in reading.findings] == ["L4-L5"]
    assert [error.place for error in refused] == [str(tmp_path / "a.txt")]


def test_a_key_for_one_time_is_new_each_time(tmp_path: Path) -> None:
    assert passing_key(tmp_path) != passing_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
