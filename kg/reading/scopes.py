"""What each cue of a sentence acts on.

A cue reaches over its own clause: forwards until a new clause opens, backwards to where its
clause began. A comma ends a negation unless the list goes on: "no fracture, listhesis or cord
compression".
"""

from collections.abc import Iterable
from typing import Final

from kg.reading.assertion_cues import FAR_REACHING
from kg.reading.cues import (
    ABSENT_AFTER,
    ABSENT_BEFORE,
    CLAUSE_BREAK,
    DEGREE,
    DEPENDENT_BREAK,
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
from kg.reading.joining_words import FRESH_START, LINKING_VERBS
from kg.reading.marks import Marks
from kg.vocabulary.lexicon import FINDING, FORM
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


#: Data: last words of a cue after which a diagnosis stands that is doubted as a whole.
_OPENING_DIAGNOSIS: Final = frozenset({"for", "indicate", "reflect", "represent"})


_NAMING: Final = frozenset({FINDING, FORM})


ACTING: Final = frozenset((*FORWARD, *_BACKWARD))


#: Data: what closes a statement before a comma: "no herniation seen, Modic changes noted".
_CLOSING: Final = frozenset({"detected", "identified", "noted", "present", "seen"})
_OF: Final = frozenset({"in", "of"})
_JOINING: Final = frozenset({",", "and", "but"})
_BREAKS: Final = frozenset({CLAUSE_BREAK, DEPENDENT_BREAK})


#: Tokens that a cue reaches and that a list is looked ahead, so that reading stays linear.
_LONGEST_REACH, _LONGEST_LOOK = 100, 40


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
                _far_end(marks, match)
                if _is_far(marks, match)
                else _forward_end(marks, match, kind)
            )
            first = _far_start(marks, match, last)
            if last >= first:
                scopes.append(Scope(kind, first, last, match.first, match.last))
        if _looks_ahead(marks, match, scopes):
            continue
        for kind in (kind for kind in _BACKWARD if kind in kinds):
            first = _clause_start(marks, match.first)
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
        scope.first <= phrase.first <= scope.last and not _NAMING.isdisjoint(phrase.kinds)
        for phrase in marks.phrases
    )


def _forward_end(marks: Marks, cue: Match[Cue], kind: CueKind) -> int:
    """Return the last token that a forward cue reaches."""
    size, index = min(len(marks.words), cue.last + _LONGEST_REACH), cue.last + 1
    while index < size:
        if _ends_clause(marks, index, cue.last) and not _joins_doubted(marks, cue, index):
            return index - 1
        word = marks.words[index]
        if word == "," and (
            marks.words[index - 1] in _CLOSING or not _list_goes_on(marks, index + 1, kind)
        ):
            return index - 1
        if word in _OF and _names_what_is_there(marks, cue.last + 1, index):
            return index - 1
        if word in {"and", "&"} and _opens_statement(marks, index + 1):
            return index - 1
        index += 1
    return size - 1


def _names_what_is_there(marks: Marks, first: int, index: int) -> bool:
    """Say whether what is denied is denied of a finding: "no fracture of the L3 metastasis"."""
    words, levels_at = marks.words, marks.levels_at
    if words[index + 1 : index + 2] != ["the"]:
        return False
    following = index + 2
    while following < len(words) and levels_at[following] is not None:
        following += 1
    if following in {index + 2, len(words)}:
        return False
    said_of = marks.phrase_at[following]
    return (
        said_of is not None
        and said_of.first == following
        and not _NAMING.isdisjoint(said_of.kinds)
        and any(
            first <= phrase.first < index and not _NAMING.isdisjoint(phrase.kinds)
            for phrase in marks.phrases
        )
    )


def _joins_doubted(marks: Marks, cue: Match[Cue], index: int) -> bool:
    """Say whether "with" joins two parts of one doubt: "suspicious for discitis with abscess"."""
    joining = marks.cue_at[index]
    return (
        marks.words[index] == "with"
        and joining is not None
        and joining.first == joining.last
        and POSSIBLE_BEFORE in cue.kinds
        and marks.words[cue.last] in _OPENING_DIAGNOSIS
    )


def _is_far(marks: Marks, cue: Match[Cue]) -> bool:
    return " ".join(marks.words[cue.first : cue.last + 1]) in FAR_REACHING


def _far_start(marks: Marks, cue: Match[Cue], last: int) -> int:
    """Return the first token that a forward cue acts on; of a differential, what it includes."""
    if marks.words[cue.first] in _LISTING:
        for index in range(cue.last + 1, last):
            if marks.words[index] in _LISTED_AFTER:
                return index + 1
    verb = marks.phrase_at[cue.last]
    # "Which may contact the root": the cue takes the verb in.
    return cue.last if verb is not None and verb.first > cue.first else cue.last + 1


def _far_end(marks: Marks, cue: Match[Cue]) -> int:
    """Return the last token of a cue that only another statement ends."""
    size = min(len(marks.words), cue.last + _LONGEST_REACH)
    for index in range(cue.last + 1, size):
        following = marks.cue_at[index]
        if marks.words[index] == ";" or (following is not None and CLAUSE_BREAK in following.kinds):
            return index - 1
    return size - 1


def _ends_clause(marks: Marks, index: int, cue_last: int) -> bool:
    cue = marks.cue_at[index]
    if cue is None or cue.first <= cue_last:
        return marks.words[index] in {";", ":"}
    if cue.first != index or cue.first == cue_last + 1:
        # "Without associated cord expansion": directly behind a cue it opens nothing.
        return False
    # "Removal of the tumour with no residual compression": a negation opens its own clause.
    denies = ABSENT_BEFORE in cue.kinds and marks.words[index].startswith("with")
    return denies or not _BREAKS.isdisjoint(cue.kinds)


def _opens_statement(marks: Marks, index: int) -> bool:
    """Say whether what follows "and" is a statement of its own rather than a list item."""
    if index >= len(marks.words):
        return True
    cue = marks.cue_at[index]
    if cue and any(meaning.severity for meaning in cue.kinds.get(DEGREE, ())):
        return True
    return marks.words[index] in FRESH_START


def _list_goes_on(marks: Marks, start: int, kind: CueKind) -> bool:
    """Say whether the list that a cue governs continues after a comma at `start` - 1."""
    words = marks.words[start : start + _LONGEST_LOOK]
    if not words:
        return False
    if words[0] in {"or", "nor"}:
        return True
    if kind in {POSSIBLE_BEFORE, HYPOTHETICAL_BEFORE}:
        return _closes_with_or(words[: _statement_length(marks, start)])
    if kind is not ABSENT_BEFORE:
        return False
    if words[0] in {"and", "&"}:
        return not _opens_statement(marks, start + 1)
    chunk_end = next((i for i, word in enumerate(words) if word in {",", ";"}), len(words))
    rest = words[: _statement_length(marks, start)]
    if "or" in rest or "nor" in rest:
        return _closes_with_or(rest)
    return (
        chunk_end <= 5 and not _opens_statement(marks, start) and not _has_verb(words[:chunk_end])
    )


def _closes_with_or(words: list[str]) -> bool:
    """Say whether words are the rest of a list that "or" or "nor" closes, without a verb."""
    closing = next((index for index, word in enumerate(words) if word in {"or", "nor"}), None)
    return closing is not None and not _has_verb(words[:closing])


def _statement_length(marks: Marks, start: int) -> int:
    end = min(len(marks.words), start + _LONGEST_LOOK)
    for index in range(start, end):
        if _ends_clause(marks, index, start - 1):
            return index - start
    return end - start


def _has_verb(words: Iterable[str]) -> bool:
    return not LINKING_VERBS.isdisjoint(words)


def _clause_start(marks: Marks, before: int) -> int:
    """Return where the clause that ends before token `before` begins."""
    for index in range(before - 1, -1, -1):
        cue = marks.cue_at[index]
        opens = cue is not None and CLAUSE_BREAK in cue.kinds
        if opens or (marks.words[index] in {";", ":"} and index < before - 1):
            return index + 1
    return 0
