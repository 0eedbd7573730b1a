"""A short run of the fuzzer where atheris is installed; `make fuzz` runs it for minutes."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

TARGET = Path(__file__).parent / "fuzz_reader.py"
RUNS = 2_000


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed (make fuzz)")
def test_a_short_run_of_the_fuzzer_breaks_no_promise(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, TARGET, "-len_control=0", f"-runs={RUNS}", "-seed=1", "-max_len=256"],
        check=False,
        cwd=tmp_path,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-4_000:]
    assert f"Done {RUNS} runs" in run.stderr
