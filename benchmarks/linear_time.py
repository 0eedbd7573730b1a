"""Whether reading takes time in proportion to the length of a text, for texts made to be slow.

`python benchmarks/linear_time.py [--size 250000]` reads, for each family, texts of n, 2n and 4n
characters, prints the seconds of processor time and the verdict, and ends with 1 when a family is
not linear or a text takes longer than the limit. Every sentence is analysed anew.
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import pairwise
from time import process_time

from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

#: What a text repeats; the first is usual prose.
FAMILIES = (
    "Disc bulge at L4-L5 with mild foraminal stenosis, no cord compression. ",
    *("disc bulge, no stenosis and ", "fracture ", "fracture, ", "fracture; ", "Fracture at L1.\n"),
    *("possible fracture or ", "metastases in L1, and ", "this lesion ", "at the same level "),
    *("no ", "No ", "no. ", "and ", "or ", "with ", "The ", "severe ", "mild L4-5 ", "except at "),
    *("L4-5, ", "L4-5 and ", "L4-", "L1 to ", "L1 through L5 ", "T14 ", "L4-L5: ", "L4-L5:\n"),
    *("A: ", "A:", "AB CD\n", "AB CD:\n", "HISTORY: ", "FINDINGS ", "FINDINGS\n", "MRI: ", "MRI "),
    *("1. ", "1.5 x ", "9 mm, ", "grade 1 ", "4,5,", "respectively ", "e.g. ", "left and right "),
    *("a", "A", "1", "-", "- ", "* ", "_", "'", "'s ", "(", "(((no ", ")", ".", "..\n", ",", ":"),
    *("\n", "\n\n", "\r\n", "\t", "\u00a0", "\\n", "\\", "\x00", "\u2022", "\u0130", "\u0301"),
    *("\u200b", "\ud800", "\uff14", "\u0664", "\U0001f9b4"),
)
#: Greatest ratio of seconds when the length doubles; 2 is linear, 4 is square.
RATIO = 3.0
#: Seconds below which a ratio says nothing.
SHORTEST = 0.2
#: Greatest seconds for a megabyte.
LIMIT = 60.0
DEFAULT_SIZE = 100_000


def seconds(reader: RuleReader, unit: str, size: int) -> float:
    """Return how long the reader takes for a text of `size` characters made of one unit."""
    text = f"Spine. {unit * (size // len(unit) + 1)}"[:size]
    started = process_time()
    reader.read(Report("linear", text))
    return process_time() - started


def verdict(taken: Sequence[float], size: int) -> str:
    """Return "linear", or what is wrong with the seconds for `size` characters, twice and more."""
    if taken[-1] / (4 * size) * 1_000_000 > LIMIT:
        return "TOO SLOW"
    worst = max(after / max(before, SHORTEST) for before, after in pairwise(taken))
    return "linear" if worst <= RATIO else "NOT LINEAR"


def main() -> int:
    """Print a line for each family and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", type=int, default=DEFAULT_SIZE, help="n, in characters")
    size = parser.parse_args().size
    reader = RuleReader(load_lexicon(), load_vocabulary(), remembered=0)
    failed = 0
    print(f"{'seconds for n = ' + format(size, ','):32}{'n':>8}{'2n':>8}{'4n':>8}  verdict")
    for unit in FAMILIES:
        taken = [seconds(reader, unit, times * size) for times in (1, 2, 4)]
        said = verdict(taken, size)
        failed += said != "linear"
        print(f"{ascii(unit)[:30]:32}{''.join(f'{t:8.2f}' for t in taken)}  {said}", flush=True)
    print(f"{len(FAMILIES)} families, {failed} not linear")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
