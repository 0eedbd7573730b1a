"""Published grades as a sentence states them: "grade 1 anterolisthesis", "Modic type 2"."""

import re
from functools import cache
from typing import Final

from kg.reading.grade_words import SCALES, Scale
from kg.reading.marks import Marks
from kg.reading.mention import Mention

__all__ = ["find_grade"]


def _pattern(scale: Scale) -> re.Pattern[str]:
    values = "|".join(re.escape(one) for one in sorted(scale.values, key=len, reverse=True))
    return re.compile(rf"{scale.words}\s*(?P<value>{values})\b(?!\.\d)", re.IGNORECASE)


_OPENING: Final = frozenset(word for scale in SCALES for word in scale.opening)
_PATTERNS: Final = tuple((scale, _pattern(scale)) for scale in SCALES)


def find_grade(marks: Marks, mention: Mention, ancestors: frozenset[str]) -> str | None:
    """Return the grade that the sentence states for a mention, such as "Meyerding 1".

    `ancestors` are the finding class of the mention and those above it; only a scale that grades
    one of them counts, and of several statements the nearest one.
    """
    if _OPENING.isdisjoint(marks.word_set):
        return None
    scales = _scales_of(ancestors)
    start, end = marks.quote(mention.first, mention.last)
    found: list[tuple[int, str]] = []
    for scale, pattern in scales:
        for match in pattern.finditer(marks.text):
            value = scale.values[match["value"].lower()]
            found.append((_distance(match, start, end), f"{scale.name} {value}"))
    return min(found)[1] if found else None


@cache
def _scales_of(ancestors: frozenset[str]) -> tuple[tuple[Scale, re.Pattern[str]], ...]:
    """Return the scales that grade a finding class, with their patterns."""
    return tuple((s, p) for s, p in _PATTERNS if not ancestors.isdisjoint(s.findings))


def _distance(match: re.Match[str], start: int, end: int) -> int:
    return max(match.start() - end, start - match.end(), 0)
