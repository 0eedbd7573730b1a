"""Prints what the reader of this interpreter's environment makes of texts on standard input.

Run by `test_compiled.py` with the interpreter of `.venv/compiled`; imports nothing of the tests.
"""

import json
import sys
from importlib.machinery import EXTENSION_SUFFIXES

from kg.findings.report import Report
from kg.reading import reader as module
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary


def main() -> None:
    """Print whether the reader is compiled, and the reading of each text."""
    compiled = (module.__file__ or "").endswith(tuple(EXTENSION_SUFFIXES))
    reader = RuleReader(load_lexicon(), load_vocabulary())
    texts = json.load(sys.stdin)
    readings = [repr(reader.read(Report("text", text))) for text in texts]
    json.dump({"compiled": compiled, "readings": readings}, sys.stdout)


if __name__ == "__main__":
    main()
