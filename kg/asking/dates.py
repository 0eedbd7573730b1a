"""Dates in plain words: "in 2023", "since March 2022", "between 2021 and 2023"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.asking.question_words import MONTHS

__all__ = ["DateRange", "find_dates"]

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = rf"((?:19|20)\d{{2}}-\d{{2}}-\d{{2}}|(?:(?:{_MONTH})\.?\s+)?(?:19|20)\d{{2}})(?![\w-])"

#: In the order in which they are tried; none looks at what an earlier one has understood.
_PATTERNS = {
    "between": re.compile(
        rf"\b(?:between|from)\s+{_DAY}\s+(?:and|to|until|through)\s+{_DAY}", re.I
    ),
    "in both": re.compile(rf"\b(?:in|during|from)\s+{_DAY}\s+(?:and|or)\s+(?:in\s+)?{_DAY}", re.I),
    "since": re.compile(
        rf"\b(?:since\s+{_DAY}|(?:from|starting)\s+{_DAY}\s+(?:on|onwards?|forward)\b)", re.I
    ),
    "after": re.compile(rf"\bafter\s+{_DAY}", re.I),
    "before": re.compile(rf"\bbefore\s+{_DAY}", re.I),
    "until": re.compile(rf"\b(?:until|up to|by)\s+{_DAY}", re.I),
    "in": re.compile(rf"\b(?:in|during|on|from|of)\s+{_DAY}", re.I),
}
_ONE_DAY = timedelta(days=1)

Period = tuple[date, date]
Limits = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day asked for, None where open, and the stretches of text that say so."""

    since: date | None
    until: date | None
    spans: tuple[tuple[int, int], ...]


def find_dates(text: str) -> DateRange:
    """Return the days that a question is restricted to; an impossible date counts as none.

    "In 2022 or 2023" is one stretch, as the two meet; of two that do not, the first counts.
    """
    limits: Limits = (None, None)
    spans: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in spans):
                continue
            periods = [_period(words) for words in match.groups() if words is not None]
            known = sorted(period for period in periods if period is not None)
            if len(known) < len(periods) or (name == "in both" and not _meet(*known)):
                continue
            limits = _restricted(name, (known[0][0], known[-1][1]), limits)
            spans.append(match.span())
    return DateRange(*limits, tuple(sorted(spans)))


def _meet(first: Period, second: Period) -> bool:
    return second[0] - first[1] <= _ONE_DAY


def _restricted(name: str, period: Period, limits: Limits) -> Limits:
    since, until = limits
    if name == "since":
        return period[0], until
    if name == "after":
        return period[1] + _ONE_DAY, until
    if name == "before":
        return since, period[0] - _ONE_DAY
    if name == "until":
        return since, period[1]
    return period


def _period(words: str) -> Period | None:
    """Return the first and the last day of a year, a month or a day."""
    try:
        if "-" in words:
            day = date.fromisoformat(words)
            return day, day
    except ValueError:
        return None
    *month, year = words.lower().replace(".", "").split()
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    number = MONTHS[month[0]]
    last = monthrange(int(year), number)[1]
    return date(int(year), number, 1), date(int(year), number, last)
