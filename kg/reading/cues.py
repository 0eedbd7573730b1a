"""The cue words as one trie: what each does to the findings around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from kg.findings.qualities import Change, Severity, Side
from kg.reading import assertion_cues as assertion
from kg.reading import quality_words as quality
from kg.reading.change_words import CHANGES
from kg.vocabulary.token_trie import TokenTrie
from kg.vocabulary.tokens import Tokenizer

__all__ = [
    "ABSENT_AFTER",
    "ABSENT_BEFORE",
    "BREAKS",
    "CHANGE",
    "CLAUSE_BREAK",
    "DEGREE",
    "DEPENDENT_BREAK",
    "GRADING",
    "HISTORICAL_AFTER",
    "HISTORICAL_BEFORE",
    "HYPOTHETICAL_AFTER",
    "HYPOTHETICAL_BEFORE",
    "POSSIBLE_AFTER",
    "POSSIBLE_BEFORE",
    "PSEUDO",
    "SIDE",
    "Cue",
    "CueKind",
    "cue_trie",
]


class CueKind(StrEnum):
    """What a cue word does."""

    #: By its text: `Enum` hashes in Python, and every token is asked for its kinds.
    __hash__ = str.__hash__

    ABSENT_BEFORE = "absent before"
    ABSENT_AFTER = "absent after"
    POSSIBLE_BEFORE = "possible before"
    POSSIBLE_AFTER = "possible after"
    HISTORICAL_BEFORE = "historical before"
    HISTORICAL_AFTER = "historical after"
    HYPOTHETICAL_BEFORE = "hypothetical before"
    HYPOTHETICAL_AFTER = "hypothetical after"
    PSEUDO = "pseudo"
    CLAUSE_BREAK = "clause break"
    DEPENDENT_BREAK = "dependent break"
    DEGREE = "degree"
    SIDE = "side"
    CHANGE = "change"


#: The kinds by name alone: Python 3.11 looks a member of an `Enum` up slowly, and each rule does.
ABSENT_BEFORE: Final = CueKind.ABSENT_BEFORE
ABSENT_AFTER: Final = CueKind.ABSENT_AFTER
POSSIBLE_BEFORE: Final = CueKind.POSSIBLE_BEFORE
POSSIBLE_AFTER: Final = CueKind.POSSIBLE_AFTER
HISTORICAL_BEFORE: Final = CueKind.HISTORICAL_BEFORE
HISTORICAL_AFTER: Final = CueKind.HISTORICAL_AFTER
HYPOTHETICAL_BEFORE: Final = CueKind.HYPOTHETICAL_BEFORE
HYPOTHETICAL_AFTER: Final = CueKind.HYPOTHETICAL_AFTER
PSEUDO: Final = CueKind.PSEUDO
CLAUSE_BREAK: Final = CueKind.CLAUSE_BREAK
DEPENDENT_BREAK: Final = CueKind.DEPENDENT_BREAK
DEGREE: Final = CueKind.DEGREE
SIDE: Final = CueKind.SIDE
CHANGE: Final = CueKind.CHANGE

#: Cues that only grade or place what stands around them.
GRADING: Final = frozenset({CueKind.DEGREE, CueKind.SIDE})
#: Cues behind which another clause begins.
BREAKS: Final = frozenset({CueKind.CLAUSE_BREAK, CueKind.DEPENDENT_BREAK})


@dataclass(frozen=True)
class Cue:
    """One meaning of a cue; the value that a degree, a side or a change stands for."""

    kind: CueKind
    severity: Severity | None = None
    side: Side | None = None
    change: Change | None = None


_ASSERTION: Final[dict[CueKind, Iterable[str]]] = {
    CueKind.ABSENT_BEFORE: assertion.ABSENT_BEFORE,
    CueKind.ABSENT_AFTER: assertion.ABSENT_AFTER,
    CueKind.POSSIBLE_BEFORE: assertion.POSSIBLE_BEFORE,
    CueKind.POSSIBLE_AFTER: assertion.POSSIBLE_AFTER,
    CueKind.HISTORICAL_BEFORE: assertion.HISTORICAL_BEFORE,
    CueKind.HISTORICAL_AFTER: assertion.HISTORICAL_AFTER,
    CueKind.HYPOTHETICAL_BEFORE: assertion.HYPOTHETICAL_BEFORE,
    CueKind.HYPOTHETICAL_AFTER: assertion.HYPOTHETICAL_AFTER,
    CueKind.PSEUDO: assertion.PSEUDO_CUES,
    CueKind.CLAUSE_BREAK: assertion.CLAUSE_BREAKS,
    CueKind.DEPENDENT_BREAK: assertion.DEPENDENT_BREAKS,
}


def _entries() -> Iterator[tuple[str, Cue]]:
    for kind, phrases in _ASSERTION.items():
        yield from ((phrase, Cue(kind)) for phrase in phrases)
    for phrase, severity in quality.DEGREES.items():
        yield phrase, Cue(CueKind.DEGREE, severity=severity)
    for phrase in quality.UNGRADED_DEGREES:
        yield phrase, Cue(CueKind.DEGREE)
    for phrase, side in quality.SIDES.items():
        yield phrase, Cue(CueKind.SIDE, side=side)
    for phrase, change in CHANGES.items():
        yield phrase, Cue(CueKind.CHANGE, change=change)


@cache
def cue_trie() -> TokenTrie[Cue]:
    """Return every cue by its words, in lower case, hyphens dropped."""
    tokenizer = Tokenizer()
    return TokenTrie((tokenizer.tokens(phrase).words, cue) for phrase, cue in _entries())
