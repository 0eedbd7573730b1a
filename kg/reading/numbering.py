"""Which numbering of the vertebrae a report states, or follows by the levels that it names."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.findings.finding import Finding
from kg.findings.numbering import NumberingScheme
from kg.findings.qualities import ABSENT
from kg.reading.numbering_words import DENIALS, FINDINGS, LEVELS, OPENING_STEMS, STEMS, WORDS

__all__ = ["find_numbering"]

_STATED: Final = tuple(
    (scheme, STEMS[scheme], tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns))
    for scheme, patterns in WORDS.items()
)
_DENIED: Final = re.compile(DENIALS, re.IGNORECASE)
#: Characters before a statement in which a denial is looked for.
_BEFORE: Final = 60
#: How a transitional vertebra counts when the report says: then it leaves no doubt which.
_SAYS_WHICH: Final = frozenset(
    {
        NumberingScheme.FOUR_LUMBAR,
        NumberingScheme.LUMBARIZED_S1,
        NumberingScheme.SACRALIZED_L5,
        NumberingScheme.SIX_LUMBAR,
    }
)


def find_numbering(
    text: str, findings: Iterable[Finding], levels: Iterable[str]
) -> tuple[NumberingScheme, ...]:
    """Return the numbering schemes of a report, sorted; none where it numbers as usual.

    `levels` are those that the text names. A transitional vertebra of which the report says what
    it is leaves no scheme of its own.
    """
    found = {LEVELS[level] for level in levels if level in LEVELS}
    found.update(
        FINDINGS[one.type] for one in findings if one.type in FINDINGS and one.status is not ABSENT
    )
    found.update(_stated(text))
    if found & _SAYS_WHICH:
        found.discard(NumberingScheme.TRANSITIONAL)
    if NumberingScheme.SIX_LUMBAR in found:
        # "Six lumbar type vertebrae" is a lumbarized S1 that is called L6.
        found.discard(NumberingScheme.LUMBARIZED_S1)
    return tuple(sorted(found))


def _stated(text: str) -> Iterator[NumberingScheme]:
    words = text.lower()
    if not any(map(words.__contains__, OPENING_STEMS)):
        return
    for scheme, stems, patterns in _STATED:
        if any(map(words.__contains__, stems)) and _is_stated(text, patterns):
            yield scheme


def _is_stated(text: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return any(
        not _DENIED.search(text, max(match.start() - _BEFORE, 0), match.start())
        for pattern in patterns
        for match in pattern.finditer(text)
    )
