"""Several processes read what one would, in the same order; and what becomes when one ends."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import Report, Workspace, extract, open_workspace
from kg.errors import InvalidValue, StoreError, UnreadableInput, WorkerDied
from kg.store.interface import Quad
from kg.vocabulary.namespaces import ONTOLOGY
from kg.workspace.extraction import rule_reader
from kg.workspace.preparing import reading_pool
from kg.workspace.worker_pool import all_cores

#: More than are read before the first process is started.
MANY = 60
LEVELS = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")


@pytest.fixture(autouse=True)
def _same_key(_own_key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPINEKG_KEY", "5a" * 32)


def report(number: int, patient: str | None = None) -> Report:
    level = LEVELS[number % len(LEVELS)]
    text = f"Disc bulge at {level}, number {number}. No spinal canal stenosis at {level}."
    return Report(f"R{number}", text, patient=patient or f"P{number % 7}", place=f"here:{number}")


def mixed_input() -> list[Report | UnreadableInput]:
    """Return reports and all that can happen to one on its way into the store."""
    given: list[Report | UnreadableInput] = [report(number) for number in range(MANY)]
    given[7] = UnreadableInput("reports.jsonl:8", "broken JSON")
    given[30] = Report("R3", "Another text of the same name.", place="here:30")
    given[33] = report(32)
    given[41] = Report("R41", "Disc bulge at L4-L5 \ud800.", patient="P1")
    given[55] = UnreadableInput("reports.jsonl:56", "no text")
    return given


def quads(workspace: Workspace) -> list[Quad]:
    """Return all quads but those of the ontology, whose blank nodes have names of chance."""
    return [quad for quad in workspace.store.quads() if str(quad[3]) != ONTOLOGY]


def added(folder: Path, jobs: int | None) -> tuple[Any, list[Quad], Any]:
    with open_workspace(folder) as workspace:
        summary = workspace.add_reports(mixed_input(), jobs=jobs)
        told = (summary, [str(one) for one in summary.refused])
        return told[1:], quads(workspace), (summary.added, summary.unchanged, summary.set_aside)


def test_two_jobs_store_the_same_quads_and_tell_the_same_as_one(tmp_path: Path) -> None:
    one, several = added(tmp_path / "one", 1), added(tmp_path / "two", 2)
    assert one == several
    (refused,), _, (count, unchanged, set_aside) = one
    assert [line.split(":")[1] for line in refused] == ["8", "30", "56"]
    assert (count, unchanged, len(set_aside)) == (MANY - 5, 1, 1)


def test_what_is_stored_is_written_the_same_by_both(tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("two", 2)):
        with open_workspace(tmp_path / name) as workspace:
            workspace.add_reports([report(number) for number in range(MANY)], jobs=jobs)
            workspace.export(
                tmp_path / f"{name}.nq", format="nquads", with_text=True, with_identifiers=True
            )
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()


def test_readings_come_in_the_order_of_the_reports(tmp_path: Path) -> None:
    for number in range(MANY):
        (tmp_path / f"{number:03}.txt").write_text(report(number).text)
    readings = list(extract(tmp_path, jobs=2))
    assert [reading.report.identifier for reading in readings] == [
        f"{number:03}" for number in range(MANY)
    ]
    assert readings == list(extract(tmp_path))


def test_few_reports_start_no_process(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "store") as workspace:
        workspace.add_reports([report(number) for number in range(5)], jobs=2)
        assert multiprocessing.active_children() == []


def test_reports_are_taken_a_bounded_way_ahead() -> None:
    taken = 0

    def given() -> Iterator[Report]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield report(number)

    with reading_pool(2) as pool:
        readings = pool.map(given())
        for _ in range(MANY):
            next(readings)
        assert MANY <= taken < 4 * MANY


def test_a_process_that_ends_is_an_error_and_leaves_whole_reports(tmp_path: Path) -> None:
    given = [report(number) for number in range(8 * MANY)]

    def with_an_accident() -> Iterator[Report]:
        for number, one in enumerate(given):
            if number == 4 * MANY:
                for process in multiprocessing.active_children():
                    os.kill(int(process.pid or 0), signal.SIGKILL)
            yield one

    counted: list[int] = []
    with open_workspace(tmp_path / "store") as workspace:
        with pytest.raises(WorkerDied, match="--jobs 1"):
            workspace.add_reports(
                with_an_accident(), jobs=2, on_progress=lambda done, _: counted.append(done)
            )
        assert multiprocessing.active_children() == []
        facts = workspace.info()
        assert 0 < counted[-1] == facts.reports < len(given)
        assert facts.findings == 2 * facts.reports
        assert workspace.check() == ()
        summary = workspace.add_reports(given, jobs=2)
        assert (summary.added, summary.unchanged) == (len(given) - counted[-1], counted[-1])


def test_an_error_on_the_way_ends_the_processes(tmp_path: Path) -> None:
    def broken() -> Iterator[Report]:
        yield from (report(number) for number in range(MANY))
        raise StoreError("the source has gone")

    with open_workspace(tmp_path / "store") as workspace:
        with pytest.raises(StoreError, match="has gone"):
            workspace.add_reports(broken(), jobs=2)
        assert multiprocessing.active_children() == []
        assert workspace.check() == ()


def test_a_reading_that_is_left_early_ends_the_processes(tmp_path: Path) -> None:
    for number in range(MANY):
        (tmp_path / f"{number:03}.txt").write_text(report(number).text)
    readings = extract(tmp_path, jobs=2)
    assert next(readings).findings
    for _ in range(MANY // 2):
        next(readings)
    readings.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [0, -3])
def test_less_than_one_job_is_refused(jobs: int, tmp_path: Path) -> None:
    with (
        open_workspace(tmp_path / "store") as workspace,
        pytest.raises(InvalidValue, match="none at all"),
    ):
        workspace.add_reports([report(1)], jobs=jobs)


def test_the_default_is_all_cores_that_this_process_may_use() -> None:
    assert 1 <= all_cores() <= (os.cpu_count() or 1)
    with reading_pool(None) as pool:
        assert list(pool.map([report(1)])) == [rule_reader().read(report(1))]
