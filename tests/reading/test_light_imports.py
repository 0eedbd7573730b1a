"""Reading reports waits for no library that only stores, checks or questions need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("maplib", "owlready2", "pyshacl", "rdflib", "rich", "SPARQLWrapper", "symspellpy", "typer")
#: Reads a report of plain words and prints which of the named modules that has imported.
SCRIPT = """
import sys
from kg import Report
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary
reader = RuleReader(load_lexicon(), load_vocabulary())
assert reader.read(Report("R1", "Disc bulge at L4-L5.")).findings
print(" ".join(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_reading_a_report_imports_nothing_heavy() -> None:
    imported = subprocess.run(
        [sys.executable, "-c", SCRIPT, *HEAVY],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert imported == []


def test_the_package_gives_its_names_without_being_asked_for_them_before() -> None:
    script = "import kg; print(*(n for n in kg.__all__ if getattr(kg, n).__name__ != n))"
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert printed.strip() == ""
