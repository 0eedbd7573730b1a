"""Where a report says what another extractor quotes: word for word, or not at all."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from kg.adapters.checks import Sections
from kg.findings.evidence import Evidence
from kg.findings.report import Report

__all__ = ["QuoteFinder"]

_WORD = re.compile(r"\S+")


class QuoteFinder:
    """Finds quotes in one report and remembers which of their places are taken.

    A quote is found as it stands, or else with white space of another kind or length, and in no
    other way. One that occurs several times stands for its first place that is not taken yet;
    when all are, for the first one again. Places in history and the like do not count.
    """

    def __init__(self, report: Report, rule: str) -> None:
        self._text = report.text
        self._rule = rule
        self._sections = Sections.of(report)
        self._waiting: dict[str, Iterator[Evidence]] = {}
        self._first: dict[str, Evidence] = {}

    def evidence(self, quote: str) -> Evidence | None:
        """Return the evidence that a quote stands for, None when there is none."""
        wanted = quote.strip()
        if not any(character.isalnum() for character in wanted):
            return None
        if wanted not in self._waiting:
            self._waiting[wanted] = self._pieces(wanted)
        piece = next(self._waiting[wanted], None)
        if piece is not None:
            self._first.setdefault(wanted, piece)
        return piece or self._first.get(wanted)

    def _pieces(self, wanted: str) -> Iterator[Evidence]:
        for start, end in self._places(wanted):
            section = self._sections.stating(start, end)
            if section is not None:
                yield Evidence(self._text[start:end], start, end, section, self._rule)

    def _places(self, wanted: str) -> Iterator[tuple[int, int]]:
        if wanted in self._text:
            yield from _occurrences(wanted, self._text)
        else:
            words = " ".join(_WORD.findall(wanted))
            for start, end in _occurrences(words, self._spaced):
                yield self._offset(start), self._offset(end - 1) + 1

    @cached_property
    def _spaced(self) -> str:
        """Return the text with single spaces in place of all white space."""
        return " ".join(_WORD.findall(self._text))

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Return where each word starts, in the spaced text and in the text."""
        spaced, starts, position = list[int](), list[int](), 0
        for match in _WORD.finditer(self._text):
            spaced.append(position)
            starts.append(match.start())
            position += match.end() - match.start() + 1
        return spaced, starts

    def _offset(self, position: int) -> int:
        """Return the offset in the text of a character of a word of the spaced text."""
        spaced, starts = self._words
        word = bisect_right(spaced, position) - 1
        return starts[word] + position - spaced[word]


def _occurrences(wanted: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(wanted)
    while start >= 0:
        yield start, start + len(wanted)
        start = text.find(wanted, start + len(wanted))
