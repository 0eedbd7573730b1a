"""Why a process that reads may look for garbage rarely: reading makes none that needs it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Reads each file of sentences and prints how many findings there were and how much garbage.
READING = """
import gc
import sys
from pathlib import Path
from kg.findings.report import Report
from kg.workspace.extraction import rule_reader

reader = rule_reader()
texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
reader.read(Report("first", texts[0]))
gc.collect()
gc.disable()
print(sum(len(reader.read(Report("cycles", text)).findings) for text in texts), gc.collect())
"""
SETTLED = """
import gc
from kg.workspace.garbage import settle_garbage

settle_garbage()
print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] > 700, gc.isenabled())
"""


def _printed(script: str, *arguments: str) -> list[str]:
    """Return the words that a process of its own prints; threads of a test runner leave garbage."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.split()


def test_reading_leaves_no_cycles_of_references() -> None:
    findings, garbage = _printed(READING, str(ROOT / "tests" / "cases" / "sentences"))
    assert int(findings) > 200
    assert int(garbage) == 0


def test_a_settled_process_looks_rarely() -> None:
    assert _printed(SETTLED) == ["True", "True", "True"]
