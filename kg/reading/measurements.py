"""Sizes given in a sentence, and the mention that each belongs to."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kg.findings.measurement import Measurement
from kg.reading.cues import CLAUSE_BREAK, DEPENDENT_BREAK
from kg.reading.marks import Marks
from kg.reading.mention import Mention

__all__ = ["find_measurements", "has_sizes", "read_sizes"]

_NUMBER: Final = r"\d{1,3}(?:[.,]\d{1,2})?"
_SIZE: Final = re.compile(
    rf"(?<![\w.])(?P<first>{_NUMBER})\s*(?P<unit1>mm|cm)?"
    rf"(?:\s*(?:x|\u00d7|by)\s*(?P<second>{_NUMBER})\s*(?P<unit2>mm|cm)?)?"
    rf"(?:\s*(?:x|\u00d7|by)\s*(?P<third>{_NUMBER})\s*(?P<unit3>mm|cm)?)?"
    r"(?P<other>\s*(?:%|percent|degrees?|\u00b0))?(?![\w])",
    re.IGNORECASE,
)
#: What a sentence without sizes has none of.
_UNITS: Final = frozenset({"%", "\u00b0", "cm", "degree", "degrees", "mm", "percent"})
_OTHER_UNITS: Final = {"%": "%", "percent": "%", "degree": "deg", "degrees": "deg", "\u00b0": "deg"}
#: A size that follows one of these words belongs to an earlier study.
_PRIOR: Final = re.compile(
    r"\b(?:was|previously|prior|formerly|compared (?:to|with))\b[^;.]{0,12}$", re.I
)


def has_sizes(marks: Marks) -> bool:
    """Say whether a sentence can give a size: it has a unit."""
    return not _UNITS.isdisjoint(marks.word_set)


def find_measurements(
    marks: Marks, mentions: Sequence[Mention]
) -> list[tuple[Mention, Measurement]]:
    """Return the sizes of a sentence, each with the nearest mention that it can belong to.

    A size of the prior study ("was 2.4 cm") is left out; so is a number without a unit.
    """
    found: list[tuple[Mention, Measurement]] = []
    if not mentions:
        return found
    for match, sizes in _current_sizes(marks):
        owner = _nearest(marks, _of_clause(marks, mentions, match), match)
        found.extend([(owner, size) for size in sizes])
    return found


def _nearest(marks: Marks, mentions: Sequence[Mention], match: re.Match[str]) -> Mention:
    return min(mentions, key=lambda mention: _distance(marks, mention, match))


def _of_clause(
    marks: Marks, mentions: Sequence[Mention], match: re.Match[str]
) -> Sequence[Mention]:
    """Return the mentions that no clause break parts from a size, or all where none is left.

    In "abscess at L3-L4, 7 mm, which compresses the cauda equina" the size is the abscess's.
    """
    at = bisect_left(marks.starts, match.start())
    breaks = [cue.first for cue in marks.cues_of(CLAUSE_BREAK, DEPENDENT_BREAK)]
    same = [
        mention
        for mention in mentions
        if not any(min(at, mention.last) < place <= max(at, mention.first) for place in breaks)
    ]
    return same or mentions


def read_sizes(marks: Marks) -> Iterator[Measurement]:
    """Yield the sizes of a sentence that are not those of a prior study."""
    for _, sizes in _current_sizes(marks):
        yield from sizes


def _current_sizes(marks: Marks) -> Iterator[tuple[re.Match[str], list[Measurement]]]:
    if not has_sizes(marks):
        return
    for match in _SIZE.finditer(marks.text):
        sizes = _sizes(match)
        if sizes and not _PRIOR.search(marks.text, 0, match.start()):
            yield match, sizes


def _sizes(match: re.Match[str]) -> list[Measurement]:
    other = (match["other"] or "").strip().lower()
    units = [match["unit1"], match["unit2"], match["unit3"]]
    unit = _OTHER_UNITS.get(other) or next((u.lower() for u in reversed(units) if u), None)
    if unit is None:
        return []
    numbers = [number for number in (match["first"], match["second"], match["third"]) if number]
    several = len(numbers) > 1
    return [
        Measurement(
            value=Decimal(number.replace(",", ".")),
            unit=unit,
            text=match.group().strip(),
            dimension=f"axis {position}" if several else None,
        )
        for position, number in enumerate(numbers, start=1)
    ]


def _distance(marks: Marks, mention: Mention, match: re.Match[str]) -> int:
    start, end = marks.quote(mention.first, mention.last)
    if end <= match.start():
        return match.start() - end + 1
    return max(start - match.end(), 0)
