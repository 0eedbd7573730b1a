"""Degrees in plain words: "severe", "at least moderate", "mild or worse", "less than severe"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.asking.question_words import COMPARED_AFTER, COMPARED_BEFORE, Comparison
from kg.findings.qualities import Severity
from kg.reading.phrases import Phrase, PhraseKind

__all__ = ["Degree", "find_degrees"]

#: A degree "between two" asks for all from the one to the other.
_STRETCHES = {
    Severity.MILD_MODERATE: (Severity.MILD, Severity.MODERATE),
    Severity.MODERATE_SEVERE: (Severity.MODERATE, Severity.SEVERE),
}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


_BEFORE = re.compile(rf"\b({_alternatives(COMPARED_BEFORE)})\s+(?:an?\s+)?$", re.I)
_AFTER = re.compile(rf"\s*,?\s*({_alternatives(COMPARED_AFTER)})\b", re.I)


@dataclass(frozen=True, slots=True)
class Degree:
    """The lowest and the highest rank that count, None where open, and the text that says so."""

    phrase: Phrase
    lowest: int | None
    highest: int | None
    spans: tuple[tuple[int, int], ...]


def find_degrees(text: str, phrases: tuple[Phrase, ...]) -> Iterator[Degree]:
    """Yield the degrees that a question asks for, each with the words that compare it."""
    for phrase in phrases:
        if phrase.kind is not PhraseKind.SEVERITY:
            continue
        spans = [(phrase.start, phrase.end)]
        comparison = Comparison.EQUAL
        if before := _BEFORE.search(text, 0, phrase.start):
            comparison = COMPARED_BEFORE[before[1].lower()]
            spans.insert(0, before.span(1))
        elif after := _after(text, phrase, phrases):
            comparison = COMPARED_AFTER[after[1].lower()]
            spans.append(after.span(1))
        lowest, highest = _ranks(Severity(phrase.values[0]), comparison)
        yield Degree(phrase, lowest, highest, tuple(spans))


def _after(text: str, phrase: Phrase, phrases: tuple[Phrase, ...]) -> re.Match[str] | None:
    """Return what follows a degree, or its finding: "severe or worse", "mild stenosis or worse"."""
    ends = [phrase.end] + [
        other.end
        for other in phrases
        if other.kind is PhraseKind.FINDING
        and other.start >= phrase.end
        and not text[phrase.end : other.start].strip()
    ]
    return next(filter(None, (_AFTER.match(text, end) for end in ends)), None)


def _ranks(severity: Severity, comparison: Comparison) -> tuple[int | None, int | None]:
    first, last = _STRETCHES.get(severity, (severity, severity))
    return {
        Comparison.EQUAL: (first.rank, last.rank),
        Comparison.AT_LEAST: (first.rank, None),
        Comparison.MORE: (last.rank + 1, None),
        Comparison.AT_MOST: (None, last.rank),
        Comparison.LESS: (None, first.rank - 1),
    }[comparison]
