"""What each cue of a sentence acts on.

A cue reaches over its own clause: forwards until a new clause opens, backwards to where its
clause began. A comma ends a negation unless the list goes on: "no fracture, listhesis or cord
compression".
"""

from typing import Final

from kg.reading.assertion_cues import FAR_REACHING
from kg.reading.cues import (
    ABSENT_AFTER,
    ABSENT_BEFORE,
    CLAUSE_BREAK,
    HISTORICAL_AFTER,
    HISTORICAL_BEFORE,
    HYPOTHETICAL_AFTER,
    HYPOTHETICAL_BEFORE,
    POSSIBLE_AFTER,
    POSSIBLE_BEFORE,
    PSEUDO,
    Cue,
    CueKind,
)
from kg.reading.marks import Marks
from kg.reading.scope_ends import far_end, forward_end
from kg.vocabulary.meanings import NAMING
from kg.vocabulary.token_trie import Match

__all__ = ["ACTING", "FORWARD", "Scope", "find_scopes"]

FORWARD: Final = (
    ABSENT_BEFORE,
    POSSIBLE_BEFORE,
    HISTORICAL_BEFORE,
    HYPOTHETICAL_BEFORE,
)

_BACKWARD: Final = (
    ABSENT_AFTER,
    POSSIBLE_AFTER,
    HISTORICAL_AFTER,
    HYPOTHETICAL_AFTER,
)

#: Data: cues that open a list, and the words after which the list stands.
_LISTING: Final = frozenset({"ddx", "differential"})

_LISTED_AFTER: Final = frozenset(
    {"are", "considerations", "include", "included", "includes", "is", ":"}
)

ACTING: Final = frozenset((*FORWARD, *_BACKWARD))

_JOINING: Final = frozenset({",", "and", "but"})
_CONJUNCTIONS: Final = frozenset({"and", "or", "nor", "&"})


class Scope:
    """The tokens that a cue acts on, `first` to `last`, and the cue itself."""

    __slots__ = ("cue_first", "cue_last", "first", "kind", "last")

    def __init__(self, kind: CueKind, first: int, last: int, cue_first: int, cue_last: int) -> None:
        self.kind = kind
        self.first = first
        self.last = last
        self.cue_first = cue_first
        self.cue_last = cue_last


def find_scopes(marks: Marks) -> list[Scope]:
    """Return what each assertion cue of the sentence acts on."""
    scopes: list[Scope] = []
    for match in marks.cues:
        kinds = match.kinds
        if PSEUDO in kinds or ACTING.isdisjoint(kinds):
            continue
        # In the order of the tables: the order of a set differs from one process to the next.
        for kind in (kind for kind in FORWARD if kind in kinds):
            last = (
                far_end(marks, match) if _is_far(marks, match) else forward_end(marks, match, kind)
            )
            first = _far_start(marks, match, last)
            if last >= first:
                scopes.append(Scope(kind, first, last, match.first, match.last))
        if _looks_ahead(marks, match, scopes):
            continue
        for kind in (kind for kind in _BACKWARD if kind in kinds):
            first = _backward_start(marks, match.first, kind)
            if first < match.first:
                scopes.append(Scope(kind, first, match.first - 1, match.first, match.last))
    return scopes


def _looks_ahead(marks: Marks, cue: Match[Cue], scopes: list[Scope]) -> bool:
    """Say whether a cue acts on nothing before it.

    "Is likely impinged" looks ahead, "fracture is likely" looks back.
    """
    is_forward = bool(scopes) and scopes[-1].cue_first == cue.first
    return (is_forward and _names_within(marks, scopes[-1])) or _is_of_next_place(marks, cue)


def _is_of_next_place(marks: Marks, cue: Match[Cue]) -> bool:
    """Say whether a cue is of the place behind it: "severe at L4-L5 and absent at L5-S1"."""
    before, after = cue.first - 1, cue.last + 1
    if before < 1 or after + 1 >= len(marks.words) or marks.words[before] not in _JOINING:
        return False
    while before > 0 and marks.words[before] in _JOINING:
        before -= 1
    return (
        marks.words[after] in {"at", "in"}
        and marks.levels_at[after + 1] is not None
        and marks.levels_at[before] is not None
    )


def _names_within(marks: Marks, scope: Scope) -> bool:
    """Say whether a finding or a form stands within a scope."""
    return any(
        scope.first <= phrase.first <= scope.last and not NAMING.isdisjoint(phrase.kinds)
        for phrase in marks.phrases
    )


def _is_far(marks: Marks, cue: Match[Cue]) -> bool:
    return marks.words_of(cue) in FAR_REACHING


def _far_start(marks: Marks, cue: Match[Cue], last: int) -> int:
    """Return the first token that a forward cue acts on; of a differential, what it includes."""
    if marks.words[cue.first] in _LISTING:
        for index in range(cue.last + 1, last):
            if marks.words[index] in _LISTED_AFTER:
                return index + 1
    verb = marks.phrase_at[cue.last]
    # "Which may contact the root": the cue takes the verb in.
    return cue.last if verb is not None and verb.first > cue.first else cue.last + 1


def _backward_start(marks: Marks, before: int, kind: CueKind) -> int:
    """Return the first token that a cue at `before` acts on backwards."""
    first = _clause_start(marks, before)
    return _last_item(marks, first, before) if kind is POSSIBLE_AFTER else first


def _last_item(marks: Marks, first: int, before: int) -> int:
    """Return where the item starts that a doubt behind it is of: "listhesis, injury not excluded".

    A comma parts items, unless a conjunction behind it makes a list of them.
    """
    for index in range(before - 1, first, -1):
        if marks.words[index] in _CONJUNCTIONS:
            return first
        if marks.words[index] == "," and any(
            index < phrase.first < before and not NAMING.isdisjoint(phrase.kinds)
            for phrase in marks.phrases
        ):
            return index + 1
    return first


def _clause_start(marks: Marks, before: int) -> int:
    """Return where the clause that ends before token `before` begins."""
    for index in range(before - 1, -1, -1):
        cue = marks.cue_at[index]
        opens = cue is not None and CLAUSE_BREAK in cue.kinds
        if opens or (marks.words[index] in {";", ":"} and index < before - 1):
            return index + 1
    return 0
