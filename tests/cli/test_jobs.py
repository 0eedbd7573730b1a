"""--jobs changes how long a command takes, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
#: More than are read before the first process is started.
MANY = 50


@pytest.fixture
def many_reports(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    lines = [
        json.dumps({"id": f"R{number}", "text": f"Disc bulge at L4-L5, number {number}."})
        for number in range(MANY)
    ]
    lines[20] = "{"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_extract_prints_the_same_with_two_jobs(many_reports: Path, spinekg: Command) -> None:
    one = spinekg("extract", "--jobs", "1", many_reports)
    two = spinekg("extract", "--jobs", "2", many_reports)
    assert one.out.count("\n") == MANY - 1
    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)


def test_add_tells_the_same_with_two_jobs(
    many_reports: Path, spinekg: Command, tmp_path: Path
) -> None:
    one = spinekg("--store", tmp_path / "one", "add", "--jobs", "1", many_reports)
    two = spinekg("--store", tmp_path / "two", "add", "--jobs", "2", many_reports)
    assert one.out.startswith(f"added {MANY - 1}, replaced 0")
    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)


@pytest.mark.parametrize("command", ["add", "extract"])
def test_no_job_at_all_is_wrong_usage(command: str, many_reports: Path, spinekg: Command) -> None:
    outcome = spinekg(command, "--jobs", "0", many_reports)
    assert outcome.code == 2
    assert "--jobs" in outcome.err
