"""That the benchmark of stores runs and compares answers; how fast anything is is not tested."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
ENGINES = ("spinekg", "spinekg snapshot alone", "DuckDB floor")


@pytest.fixture(scope="module")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    for needed in ("duckdb", "psutil", "pyarrow", "requests"):
        pytest.importorskip(needed)
    written = tmp_path_factory.mktemp("stores") / "result.json"
    finished = subprocess.run(
        [
            sys.executable,
            REPOSITORY / "benchmarks" / "stores.py",
            *("--reports", "100", "--engines", *ENGINES, "--json", written),
        ],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert finished.returncode == 0, finished.stderr
    assert "| cohort by junction |" in finished.stdout
    result: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return result


def test_every_engine_gives_the_answers_of_the_typed_table(small_run: dict[str, Any]) -> None:
    (run,) = small_run["runs"]
    assert [one["engine"] for one in run["engines"]] == list(ENGINES)
    for question in run["engines"][0]["questions"]:
        digests = {one["questions"][question]["digest"] for one in run["engines"]}
        assert len(digests) == 1, question


def test_most_questions_have_rows_even_in_a_small_corpus(small_run: dict[str, Any]) -> None:
    answers = small_run["runs"][0]["engines"][0]["questions"]
    assert len(answers) == 8
    assert sum(answer["rows"] > 0 for answer in answers.values()) >= 6


def test_speed_disk_and_memory_are_measured_and_judged(small_run: dict[str, Any]) -> None:
    ours = small_run["runs"][0]["engines"][0]
    assert set(ours["load"]["disk"]) == {"store", "snapshot"}
    assert min(ours["load"]["disk"].values()) > 0
    assert ours["memory"] > 0
    names = {goal["goal"] for goal in small_run["goals"]}
    assert "bytes of disk per finding in the snapshot" in names
    assert "times the floor: severity by region" in names
