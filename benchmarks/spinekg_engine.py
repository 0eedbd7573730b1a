"""spinekg as it is measured: warm in this process, and from a cold start in one of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from kg.findings.report import Reading, Report
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.extraction import rule_reader

__all__ = ["REPOSITORY", "SpineKg", "cold_start"]

REPOSITORY = Path(__file__).resolve().parent.parent
#: Prints after how many seconds a fresh interpreter has imported, loaded and read.
_COLD = """
import json, sys, time
text = sys.stdin.read()
start = time.perf_counter()
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary
imported = time.perf_counter()
reader = RuleReader(load_lexicon(), load_vocabulary())
loaded = time.perf_counter()
reader.read(Report("cold", text))
print(json.dumps([imported - start, loaded - imported, time.perf_counter() - loaded]))
"""


class SpineKg:
    """The rule reader: everything from text to findings with their evidence."""

    def __init__(self, *, remembers: bool) -> None:
        """Remember the analysis of sentences, as the reader comes, or read each one anew."""
        if remembers:
            self.name = "spinekg as it comes"
            self._reader = rule_reader()
        else:
            self.name = "spinekg"
            self._reader = RuleReader(load_lexicon(), load_vocabulary(), remembered=0)

    def read(self, text: str) -> int:
        """Return how many findings are read, one for each level."""
        return len(self.reading(text).findings)

    def reading(self, text: str) -> Reading:
        """Return what the text says."""
        return self._reader.read(Report("benchmark", text))


def cold_start(text: str, *, times: int) -> Mapping[str, float]:
    """Return the median seconds of each step from a fresh interpreter to the first findings."""
    bare, runs = [], []
    for _ in range(times):
        started = perf_counter()
        _run("pass", "")
        bare.append(perf_counter() - started)
        started = perf_counter()
        steps = json.loads(_run(_COLD, text))
        runs.append((*steps, perf_counter() - started))
    imports, loading, first, whole = (median(column) for column in zip(*runs, strict=True))
    return {
        "bare interpreter": median(bare),
        "import": imports,
        "load of ontology and lexicon": loading,
        "first report": first,
        "whole process": whole,
    }


def _run(code: str, text: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        input=text,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
