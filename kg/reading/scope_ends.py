"""Where what a forward cue acts on ends: its clause, its list, what is known to be there."""

from collections.abc import Iterable
from typing import Final

from kg.reading.cues import (
    ABSENT_BEFORE,
    BREAKS,
    CLAUSE_BREAK,
    DEGREE,
    HYPOTHETICAL_BEFORE,
    POSSIBLE_BEFORE,
    Cue,
    CueKind,
)
from kg.reading.joining_words import FRESH_START, LINKING_VERBS
from kg.reading.marks import Marks
from kg.vocabulary.meanings import NAMING
from kg.vocabulary.token_trie import Match

__all__ = ["far_end", "forward_end"]

#: Data: last words of a cue after which a diagnosis stands that is doubted as a whole.
_OPENING_DIAGNOSIS: Final = frozenset({"for", "indicate", "reflect", "represent"})
#: Data: what closes a statement before a comma: "no herniation seen, Modic changes noted".
_CLOSING: Final = frozenset({"detected", "identified", "noted", "present", "seen"})
_OF: Final = frozenset({"in", "of"})
#: Tokens that a cue reaches and that a list is looked ahead, so that reading stays linear.
_LONGEST_REACH, _LONGEST_LOOK = 100, 40


def forward_end(marks: Marks, cue: Match[Cue], kind: CueKind) -> int:
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
        if word == "(" and marks.words[cue.first : cue.last + 1] == ["not"]:
            # "The arch is not fused (spina bifida occulta)".
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
        and not NAMING.isdisjoint(said_of.kinds)
        and any(
            first <= phrase.first < index and not NAMING.isdisjoint(phrase.kinds)
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


def far_end(marks: Marks, cue: Match[Cue]) -> int:
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
    return denies or not BREAKS.isdisjoint(cue.kinds)


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
