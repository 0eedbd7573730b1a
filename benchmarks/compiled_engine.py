"""The compiled reader; run by `compiled_process.py` in its own environment.

Reads requests from standard input and answers on standard output, one line of JSON each. The first
request says whether sentences are remembered; the others hold texts, and whether the findings are
asked for or the seconds in which they were found.
"""

import json
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from time import perf_counter

from kg.findings.report import Report
from kg.reading import reader as module
from kg.reading.reader import REMEMBERED_SENTENCES, RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.garbage import settle_garbage


def main() -> None:
    """Answer requests until there are no more."""
    if not (module.__file__ or "").endswith(tuple(EXTENSION_SUFFIXES)):
        sys.exit("this environment has spinekg without a compiled reader: run `make compiled`")
    first = json.loads(sys.stdin.readline())
    started = perf_counter()
    kept = REMEMBERED_SENTENCES if first["remembers"] else 0
    reader = RuleReader(load_lexicon(), load_vocabulary(), remembered=kept)
    settle_garbage()
    _answer({"load": perf_counter() - started, "python": sys.version.split()[0]})
    for line in sys.stdin:
        request = json.loads(line)
        if request["timed"]:
            started = perf_counter()
            for text in request["texts"]:
                reader.read(Report("benchmark", text))
            _answer(perf_counter() - started)
            continue
        found = [reader.read(Report("benchmark", text)).findings for text in request["texts"]]
        _answer([[{"finding": one.type, "level": one.level} for one in many] for many in found])


def _answer(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
