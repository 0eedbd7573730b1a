"""That the benchmark runs; how fast anything is depends on the machine and is not tested."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
BENCHMARK = REPOSITORY / "benchmarks" / "reading.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, BENCHMARK, *arguments],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def small_run() -> dict[str, Any]:
    sizes = ("--reports", "2", "--rounds", "1", "--cold-starts", "1", "--lengths", "1")
    left_out = ("--without", "medspacy", "--without", "aho-corasick", "--without", "compiled")
    finished = run(*sizes, *left_out, "--json")
    assert finished.returncode == 0, finished.stderr
    result: dict[str, Any] = json.loads(finished.stdout)
    return result


def test_the_reports_have_the_length_that_is_promised(small_run: dict[str, Any]) -> None:
    assert len(small_run["words per report"]) == 2
    assert all(300 <= words <= 320 for words in small_run["words per report"])


def test_spinekg_finds_what_the_reports_are_made_of(small_run: dict[str, Any]) -> None:
    spinekg, as_it_comes, scan = small_run["warm"]
    assert spinekg["engine"] == "spinekg"
    assert spinekg["found per report"] == as_it_comes["found per report"]
    assert spinekg["found per report"] > 30
    assert spinekg["reports/s"] > 0
    assert scan["found per report"] > 30


def test_each_goal_is_judged_and_what_is_left_out_is_named(small_run: dict[str, Any]) -> None:
    assert small_run["left out"] == ["medspacy", "aho-corasick", "compiled"]
    assert {goal["goal"] for goal in small_run["goals"]} == {
        "times as long as the plain scan",
        "reports/s per core where the plain scan takes 0.06 ms",
        "seconds of import and load",
    }


def test_a_missing_medspacy_ends_the_run_with_what_to_do(tmp_path: Path) -> None:
    finished = run(
        *("--reports", "1", "--without", "aho-corasick", "--without", "compiled"),
        *("--medspacy", str(tmp_path / "python")),
    )
    assert finished.returncode == 1
    assert "make benchmark" in finished.stderr
    assert not finished.stdout


def test_a_missing_compiled_reader_ends_the_run_with_what_to_do(tmp_path: Path) -> None:
    finished = run(
        *("--reports", "1", "--without", "aho-corasick", "--without", "medspacy"),
        *("--compiled", str(tmp_path / "python")),
    )
    assert finished.returncode == 1
    assert "make compiled" in finished.stderr


def test_reports_of_a_file_are_read_without_a_memory(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"text": "MRI. Mild disc bulge at L4-L5."}\n')
    sizes = ("--rounds", "1", "--cold-starts", "1", "--lengths", "1", "--json")
    left_out = ("--without", "medspacy", "--without", "aho-corasick", "--without", "compiled")
    finished = run(*sizes, *left_out, "--texts", str(tmp_path / "texts.jsonl"))
    assert finished.returncode == 0, finished.stderr
    spinekg, _ = json.loads(finished.stdout)["warm"]
    assert spinekg["found per report"] == 1
