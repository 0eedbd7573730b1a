"""Fuzz the rule reader with atheris: `python tests/fuzzing/fuzz_reader.py [-max_total_time=300]`.

The bytes that libFuzzer makes become a text of two kinds of pieces: words that reports are made of
and any Unicode, surrogates and controls included. A text that breaks a promise of the reader ends
the run; libFuzzer writes its bytes to a file, with which the target is run again to see it.
"""

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.findings.finding import Finding

ROOT = Path(__file__).parents[2]

#: Words, headings, cues, levels, marks and hostile characters, one for each low byte.
PIECES = (
    *("Disc bulge", "disc protrusion", "fracture", "metastases", "foraminal stenosis", "listhesis"),
    *("thecal sac", "compressing", "cord compression", "epidural extension", "facet arthropathy"),
    *("no", "without", "possible", "or", "and", "but", "except", "not identified", "has resolved"),
    *("unchanged", "previously", "ruled out", "if", "respectively", "remaining levels", "through"),
    *("mild", "moderate to severe", "left", "right", "bilateral", "grade", "I", "3", "multilevel"),
    *("at", "in", "L4-L5", "L3-4", "T12", "C5, C6", "L1 to L4", "T14", "S1", "L5/S1", "L4-L5:"),
    *("lumbar spine", "spine", "same level", "this lesion", "vertebral body", "of", "the", "with"),
    *("FINDINGS:", "IMPRESSION:", "HISTORY:", "Comparison:", "TECHNIQUE", "Discs:", "MRI", "1."),
    *("9 mm", "2.3 x 1.8 cm", "4.50", "now measures", "was", "10%", "T2", "and 5", "to", "level"),
    *(".", ",", ";", ":", "-", "(", ")", "/", "*", "\u2022", "\u2013", "?", "!", "'", '"', "_"),
    *("\n", "\r\n", "\n\n", "\t", "\u00a0", "\\n", "  ", "\f", "\v", "\x1c", "\x85", "\u2028"),
    *("\x00", "\ufeff", "\u200b", "\u00ad", "\u200f", "\u0301", "\u0130", "\ufb01", "\u00df"),
    *("\u00b2", "\u0664", "\uff14", "\u2463", "\ud800", "\udfff", "\U0001f9b4", "\u6f22", "\u01c5"),
)
_WHITE = re.compile(r"[^\S\n]+")


def composed(data: bytes) -> str:
    """Return the text that some bytes stand for: a piece for each low byte, else a character.

    >>> composed(bytes([0, 5])), composed(b"\\xff\\x21\\x30")
    ('Disc bulge listhesis', '\\u2130')
    """
    words: list[str] = []
    place = 0
    while place < len(data):
        if data[place] < len(PIECES):
            words.append(PIECES[data[place]])
            words.append(" ")
        else:
            words.append(chr(int.from_bytes(data[place + 1 : place + 3], "big")))
            place += 2
        place += 1
    return "".join(words).removesuffix(" ")


class Promises:
    """What the reader promises of every text; each check ends with an assertion when broken."""

    def __init__(self) -> None:
        # Imported here, where atheris looks on, so that it knows which lines a text reaches.
        from kg.findings.report import Report
        from kg.reading.reader import RuleReader
        from kg.vocabulary.lexicon import load_lexicon
        from kg.vocabulary.vocabulary import load_vocabulary

        self._report = Report
        words = load_lexicon(), load_vocabulary()
        self._reader, self._anew = RuleReader(*words), RuleReader(*words, remembered=0)

    def check(self, text: str) -> None:
        """Read a text, again without memory, and again with other white space in its lines."""
        if not text.strip():
            return  # no report: see kg.findings.report
        findings = self._reader.read(self._report("fuzzed", text)).findings
        for finding in findings:
            for evidence in finding.evidence:
                assert text[evidence.start : evidence.end] == evidence.quote, ascii(text)
        assert self._anew.read(self._report("fuzzed", text)).findings == findings, ascii(text)
        spaced = "  " + _WHITE.sub(" \t ", text).replace("\n", " \r\n  ") + "\n\n"
        again = self._reader.read(self._report("fuzzed", spaced)).findings
        assert [_said(one) for one in again] == [_said(one) for one in findings], ascii(text)


def _said(finding: "Finding") -> tuple[object, ...]:
    measured = tuple(" ".join(one.text.split()) for one in finding.measurements)
    return (finding.key, finding.side, finding.severity, finding.temporality, measured)


def main() -> None:
    """Fuzz until libFuzzer ends; the arguments are its own."""
    sys.path.insert(0, str(ROOT))
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["kg"]):
        promises = Promises()
    atheris.Setup(sys.argv, lambda data: promises.check(composed(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
