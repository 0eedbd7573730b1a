"""Degrees that a sentence gives side by side: "mild on the left and severe on the right"."""

from typing import Final

from kg.findings.qualities import Side
from kg.reading.cues import DEGREE, SIDE, Cue
from kg.reading.joining_words import COPULAS
from kg.reading.marks import Marks
from kg.reading.mention import Mention, start_of_next
from kg.vocabulary.token_trie import Match

__all__ = ["SidedDegree", "find_opening_side", "find_sided_degrees", "find_subject_side"]

#: Data: words between a degree and its side, and those that open a clause with a side.
_ON: Final = frozenset({"on", "in", "at", "to", "the"})
_ON_THE: Final = ["on", "the"]
_PARTING: Final = frozenset({";", ":"})

#: The cue of a degree and that of its side.
SidedDegree = tuple[Match[Cue], Match[Cue]]


def find_sided_degrees(
    marks: Marks, mention: Mention, mentions: list[Mention]
) -> list[SidedDegree]:
    """Return each degree after a mention with the side that it is said of, where sides differ."""
    if DEGREE not in marks.cue_kinds or SIDE not in marks.cue_kinds:
        return []
    end = start_of_next(mention, mentions, len(marks.words))
    found: list[SidedDegree] = []
    for cue in marks.cues:
        if not mention.last < cue.first < end or DEGREE not in cue.kinds:
            continue
        index = cue.last + 1
        while index < end and marks.words[index] in _ON:
            index += 1
        side = marks.cue_at[index] if cue.last + 1 < index < end else None
        if side is not None and _side_of(side) in {Side.LEFT, Side.RIGHT}:
            found.append((cue, side))
    return found if len({_side_of(side) for _, side in found}) == len(found) else []


def find_opening_side(marks: Marks, mention: Mention) -> Match[Cue] | None:
    """Return the side with which the clause of a mention opens: "on the right, the foramen …"."""
    if SIDE not in marks.cue_kinds:
        return None
    start = mention.first
    while start and marks.words[start - 1] not in _PARTING:
        start -= 1
    side = marks.cue_at[start + 2] if start + 2 < len(marks.words) else None
    if side is None or SIDE not in side.kinds or marks.words[start : start + 2] != _ON_THE:
        return None
    return side if marks.words[side.last + 1 : side.last + 2] == [","] else None


def find_subject_side(marks: Marks, mention: Mention) -> Match[Cue] | None:
    """Return the side that is the subject of a form: "…; the right is patent"."""
    form = mention.form_first
    if form is None or form < 3 or marks.words[form - 1] not in COPULAS:
        return None
    side = marks.cue_at[form - 2]
    is_subject = side is not None and side.first > 0 and marks.words[side.first - 1] == "the"
    return side if side is not None and is_subject and SIDE in side.kinds else None


def _side_of(cue: Match[Cue]) -> Side | None:
    return cue.kinds[SIDE][0].side if SIDE in cue.kinds else None
