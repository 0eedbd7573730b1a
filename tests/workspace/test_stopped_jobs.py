"""Ctrl-C reaches every process of a terminal: all of them end, and the store stays whole."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import open_workspace

GIVEN = 4_000
STOPPED = "stopped; what was stored until now stays stored\n"


def started(*arguments: str | Path) -> "subprocess.Popen[str]":
    """Return the command in a group of its own, as a terminal would start it."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"},
        start_new_session=True,
    )


def group_size(group: int) -> int:
    """Return how many processes there are in a group."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # After the name, which ends with the last bracket: state, parent, group.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        count += int(fields[2]) == group and fields[0] != "Z"
    return count


def has_reports(folder: Path) -> bool:
    """Say whether a report was acknowledged in the store of a workspace."""
    ledger = folder / "oxigraph.ledger.jsonl"
    return ledger.exists() and "/report/" in ledger.read_text()


def wait_until(holds: Callable[[], bool]) -> None:
    patience = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < patience, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(GIVEN):
            text = f"Disc bulge at L4-L5 number {number}. No spinal canal stenosis at L5-S1."
            stream.write(json.dumps({"id": f"R{number}", "text": text}) + "\n")
    return path


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_all_processes_end_with_the_command(
    ending: signal.Signals, reports: Path, tmp_path: Path
) -> None:
    running = started("--store", tmp_path / "s", "add", "--jobs", "2", reports)
    # The command, what starts its workers, what looks after them, and two workers.
    wait_until(lambda: group_size(running.pid) >= 5)
    wait_until(lambda: has_reports(tmp_path / "s"))
    if ending == signal.SIGINT:
        os.killpg(running.pid, signal.SIGINT)
    else:
        running.kill()
    # Standard error ends when the last process that holds it has ended.
    out, err = running.communicate(timeout=10)
    if ending == signal.SIGINT:
        assert (running.returncode, out, err) == (130, "", STOPPED)
    wait_until(lambda: group_size(running.pid) == 0)
    with open_workspace(tmp_path / "s") as workspace:
        facts = workspace.info()
        assert 0 < facts.reports < GIVEN
        assert facts.findings == 2 * facts.reports
