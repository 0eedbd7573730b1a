"""Which numbering of the vertebrae a report states, or follows by the levels that it names."""

import re
from collections.abc import Iterable, Iterator

from kg.findings.finding import Finding
from kg.findings.numbering import NumberingScheme
from kg.findings.qualities import Status
from kg.reading.numbering_words import DENIALS, FINDINGS, LEVELS, WORDS

__all__ = ["find_numbering"]

_STATED = tuple(
    (scheme, re.compile(pattern, re.IGNORECASE))
    for scheme, patterns in WORDS.items()
    for pattern in patterns
)
_DENIED = re.compile(DENIALS, re.IGNORECASE)
#: Every pattern has one of these words, and few reports have one.
_SPEAKS_OF_NUMBERING = re.compile(
    r"\b(?:number|count|label)|rib[- s]|lumbar[- ]type|lumbar vert|lumbar segm|formed|mobile|free",
    re.IGNORECASE,
)
#: Characters before a statement in which a denial is looked for.
_BEFORE = 60
#: How a transitional vertebra counts when the report says: then it leaves no doubt which.
_SAYS_WHICH = frozenset(
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
        FINDINGS[one.type]
        for one in findings
        if one.type in FINDINGS and one.status is not Status.ABSENT
    )
    if _SPEAKS_OF_NUMBERING.search(text):
        found.update(_stated(text))
    if found & _SAYS_WHICH:
        found.discard(NumberingScheme.TRANSITIONAL)
    if NumberingScheme.SIX_LUMBAR in found:
        # "Six lumbar type vertebrae" is a lumbarized S1 that is called L6.
        found.discard(NumberingScheme.LUMBARIZED_S1)
    return tuple(sorted(found))


def _stated(text: str) -> Iterator[NumberingScheme]:
    for scheme, pattern in _STATED:
        for match in pattern.finditer(text):
            if not _DENIED.search(text, max(match.start() - _BEFORE, 0), match.start()):
                yield scheme
                break
