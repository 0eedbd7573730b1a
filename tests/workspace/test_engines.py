"""Which engine answers, that both answer alike, and that a snapshot follows its store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.asking.catalogue import load_catalogue
from kg.demo.corpus import demo_corpus
from kg.errors import NotColumnar
from kg.workspace import Workspace, open_workspace
from kg.workspace.engines import Choice, Engine
from tests.conformance.exceptions import EXCEPTIONS

QUESTION = "patients with epidural extension at thoracolumbar levels"
REPORTS = [one.report for one in demo_corpus()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    with open_workspace(folder) as workspace:
        workspace.add_reports(REPORTS)
        workspace.make_snapshot()
    return folder


@pytest.fixture
def choices() -> list[Choice]:
    return []


@pytest.fixture
def workspace(folder: Path, choices: list[Choice]) -> Iterator[Workspace]:
    with open_workspace(folder, on_choice=choices.append) as opened:
        yield opened


def test_a_cohort_is_answered_by_the_snapshot_as_by_the_store(
    folder: Path, workspace: Workspace, choices: list[Choice]
) -> None:
    answer = workspace.ask(QUESTION)
    with open_workspace(folder, engine=Engine.EMBEDDED, on_choice=choices.append) as other:
        assert other.ask(QUESTION) == answer
    # The question is asked again for each other extent of the junction, on the same engine.
    asked = [choice.engine for choice in choices]
    half = len(asked) // 2
    assert asked == [Engine.COLUMNAR] * half + [Engine.EMBEDDED] * half
    assert answer.rows


def test_a_patient_and_what_the_snapshot_lacks_are_looked_up_in_the_store(
    workspace: Workspace, choices: list[Choice]
) -> None:
    assert workspace.query("findings_of_patient", patient="demo-001").rows
    assert (choices[-1].engine, "one node" in choices[-1].reason) == (Engine.EMBEDDED, True)
    assert workspace.sparql("SELECT ?p { ?s ?p ?o } LIMIT 1")
    assert choices[-1].engine is Engine.EMBEDDED
    assert "variable" in choices[-1].reason
    assert workspace.sparql("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1")


def test_the_snapshot_alone_refuses_what_it_does_not_answer(folder: Path) -> None:
    with open_workspace(folder, engine=Engine.COLUMNAR) as workspace:
        assert workspace.query("findings_of_patient", patient="demo-001").rows
        with pytest.raises(NotColumnar, match="variable"):
            workspace.sparql("SELECT ?p { ?s ?p ?o } LIMIT 1")


def test_every_query_of_the_catalogue_is_the_same_on_both(folder: Path) -> None:
    left = set()
    with (
        open_workspace(folder, engine=Engine.COLUMNAR) as columnar,
        open_workspace(folder, engine=Engine.EMBEDDED) as embedded,
    ):
        for name in load_catalogue().names:
            text = load_catalogue().query(name).text
            try:
                answer = columnar.sparql(text)
            except NotColumnar:
                left.add(f"catalogue/{name}/as it stands")
            else:
                assert answer == embedded.sparql(text), name
    assert left <= {query for engine, query in EXCEPTIONS if engine == "columnar"}


def test_a_snapshot_follows_what_is_added_and_removed(
    tmp_path: Path, choices: list[Choice]
) -> None:
    with open_workspace(tmp_path) as workspace:
        workspace.add_reports(REPORTS[:40])
        workspace.make_snapshot()
        workspace.add_reports(REPORTS[40:60])
        workspace.remove_patient("demo-001")
    with (
        open_workspace(tmp_path, on_choice=choices.append) as workspace,
        open_workspace(tmp_path, engine=Engine.EMBEDDED) as store,
    ):
        assert workspace.ask(QUESTION) == store.ask(QUESTION)
        assert choices[-1].engine is Engine.COLUMNAR


def test_a_snapshot_that_is_behind_answers_nothing(tmp_path: Path, choices: list[Choice]) -> None:
    with open_workspace(tmp_path) as workspace:
        workspace.add_reports(REPORTS[:5])
        workspace.make_snapshot()
    with open_workspace(tmp_path, on_choice=choices.append) as workspace:
        workspace.store.remove_graph(workspace.stored.all_reports()[0])
        workspace.ask(QUESTION)
        assert (choices[-1].engine, "commit" in choices[-1].reason) == (Engine.EMBEDDED, True)


def test_a_damaged_snapshot_is_passed_over(tmp_path: Path, choices: list[Choice]) -> None:
    with open_workspace(tmp_path) as workspace:
        workspace.add_reports(REPORTS[:5])
        workspace.make_snapshot()
    for path in (tmp_path / "columnar").glob("*.duckdb"):
        path.write_bytes(b"nothing" * 10_000)
    with open_workspace(tmp_path, on_choice=choices.append) as workspace:
        workspace.ask(QUESTION)
        assert (choices[-1].engine, "made anew" in choices[-1].reason) == (Engine.EMBEDDED, True)
        workspace.make_snapshot()
