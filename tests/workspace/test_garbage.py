"""Why a process that reads may look for garbage rarely: reading makes none that needs it."""

import gc
import subprocess
import sys
from pathlib import Path

from kg.findings.report import Report
from kg.workspace.extraction import rule_reader

FOLDER = Path(__file__).parents[1] / "cases" / "sentences"


def test_reading_leaves_no_cycles_of_references() -> None:
    reader = rule_reader()
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]
    reader.read(Report("first", texts[0]))
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            assert reader.read(Report("cycles", text)).findings
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_settled_process_looks_rarely() -> None:
    script = (
        "import gc; from kg.workspace.garbage import settle_garbage; settle_garbage()\n"
        "print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] > 700, gc.isenabled())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split() == ["True", "True", "True"]
