"""Dates in plain words: "in 2023", "since March 2022", "between 2021 and 2023"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.asking.question_words import MONTHS

__all__ = ["DateRange", "find_dates"]

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|(?:(?:{_MONTH})\.?\s+)?(?:19|20)\d{{2}})"
_BETWEEN = re.compile(rf"\b(?:between|from)\s+({_DAY})\s+(?:and|to|until)\s+({_DAY})\b", re.I)
_SINCE = re.compile(rf"\b(?:since|from|starting)\s+({_DAY})\b", re.I)
_AFTER = re.compile(rf"\bafter\s+({_DAY})\b", re.I)
_BEFORE = re.compile(rf"\bbefore\s+({_DAY})\b", re.I)
_UNTIL = re.compile(rf"\b(?:until|up to|by)\s+({_DAY})\b", re.I)
_IN = re.compile(rf"\b(?:in|during|on)\s+({_DAY})\b", re.I)


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day asked for, None where open, and the stretches of text that say so."""

    since: date | None
    until: date | None
    spans: tuple[tuple[int, int], ...]


def find_dates(text: str) -> DateRange:
    """Return the days that a question is restricted to; an impossible date counts as none."""
    since: date | None = None
    until: date | None = None
    spans: list[tuple[int, int]] = []
    for pattern in (_BETWEEN, _SINCE, _AFTER, _BEFORE, _UNTIL, _IN):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in spans):
                continue
            first, last = _period(match[1]), _period(match[match.lastindex or 1])
            if first is None or last is None:
                continue
            since, until = _restricted(pattern, first, last, (since, until))
            spans.append(match.span())
    return DateRange(since, until, tuple(sorted(spans)))


def _restricted(
    pattern: re.Pattern[str],
    first: tuple[date, date],
    last: tuple[date, date],
    sofar: tuple[date | None, date | None],
) -> tuple[date | None, date | None]:
    since, until = sofar
    if pattern in (_BETWEEN, _IN):
        return first[0], last[1]
    if pattern is _SINCE:
        return first[0], until
    if pattern is _AFTER:
        return first[1] + timedelta(days=1), until
    if pattern is _BEFORE:
        return since, first[0] - timedelta(days=1)
    return since, first[1]


def _period(words: str) -> tuple[date, date] | None:
    """Return the first and the last day of a year, a month or a day."""
    try:
        if "-" in words:
            day = date.fromisoformat(words)
            return day, day
        *month, year = words.lower().replace(".", "").split()
        if not month:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        number = MONTHS[month[0]]
        return (
            date(int(year), number, 1),
            date(int(year), number, monthrange(int(year), number)[1]),
        )
    except ValueError:
        return None
