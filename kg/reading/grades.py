"""Published grades as a sentence states them: "grade 1 anterolisthesis", "Modic type 2"."""

import re
from functools import cache
from typing import Final

from kg.reading.finding_groups import FindingGroups
from kg.reading.grade_words import SCALES, Scale
from kg.reading.marks import Marks
from kg.reading.mention import Mention

__all__ = ["find_grade", "states_grade"]

_NO_ANCESTORS: Final[frozenset[str]] = frozenset()


def _pattern(scale: Scale) -> re.Pattern[str]:
    values = "|".join(re.escape(one) for one in sorted(scale.values, key=len, reverse=True))
    return re.compile(rf"{scale.words}\s*(?P<value>{values})\b(?!\.\d)", re.IGNORECASE)


_OPENING: Final = frozenset(word for scale in SCALES for word in scale.opening)
_PATTERNS: Final = tuple((scale, _pattern(scale)) for scale in SCALES)


def states_grade(marks: Marks) -> bool:
    """Say whether a sentence has a word that opens a grade."""
    return not _OPENING.isdisjoint(marks.word_set)


def find_grade(marks: Marks, mention: Mention, groups: FindingGroups) -> str | None:
    """Return the grade that the sentence states for a mention, such as "Meyerding 1".

    Only a scale counts that grades the finding class of the mention or one above it, and of
    several statements the nearest one.
    """
    scales = _scales_of(groups.ancestors.get(mention.finding, _NO_ANCESTORS))
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
