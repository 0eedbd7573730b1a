"""The same text gives the same findings in every process, whatever the order of its sets."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "sentences"


def test_reading_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    for path in CASES.glob("*.txt"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    readings = {
        subprocess.run(
            [sys.executable, "-m", "kg", "extract", "--format", "json", str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(readings) == 1
    assert b"VertebralFracture" in readings.pop()
