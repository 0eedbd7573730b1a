"""Where the words stand that can grade or place a mention: before it, after it, far after it."""

from typing import Final

from kg.reading.cues import ABSENT_BEFORE, CHANGE, CLAUSE_BREAK, DEGREE, DEPENDENT_BREAK, SIDE, Cue
from kg.reading.joining_words import LEFT_STOPS, RIGHT_PASSED
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.quality_behind import graded_in_parentheses
from kg.reading.quality_words import DISC_ZONES, MIDLINE_DISC_WORDS
from kg.vocabulary.meanings import LEVEL_SET, NEUTRAL, SITE
from kg.vocabulary.token_trie import Match

__all__ = ["left_window", "own_tokens", "right_window"]

#: Data: words that a degree reaches past: "mild associated narrowing", "a mild amount of spurring".
_TRANSPARENT: Final = frozenset(
    {"associated", "concomitant", "resultant", "resulting", "secondary"}
    | {"acquired", "bony", "congenital", "degenerative", "discogenic", "osseous"}
)
_AMOUNTS: Final = frozenset({"amount", "component", "degree", "degrees"})
_PASSED: Final = frozenset({LEVEL_SET, NEUTRAL})
#: After one of these begins what a degree before it does not grade.
_PARTING: Final = frozenset({ABSENT_BEFORE, CLAUSE_BREAK, DEPENDENT_BREAK})
#: What opens the second part of "mild right and severe left", "left and no right".
_JOINED_KINDS: Final = frozenset({DEGREE, SIDE, ABSENT_BEFORE})


def left_window(marks: Marks, mention: Mention, *, is_disc_contour: bool = False) -> list[int]:
    """Return the tokens of the mention's noun phrase left of it, in order."""
    zones = _zones(marks) if is_disc_contour else frozenset()
    if mention.site_first is None or mention.form_first is None:
        return _leftwards(marks, mention.first - 1, mention, zones)[::-1]
    near, far = sorted((mention.site_first, mention.form_first))
    if _has_other_site(marks, mention):
        # "Severe canal and moderate foraminal stenosis": what is nearer is the other's.
        return _leftwards(marks, near - 1, mention, zones)[::-1]
    window = _leftwards(marks, far - 1, mention, zones)
    if not window or window[-1] >= near:
        # From the farther one it did not reach the nearer one.
        window.extend(_leftwards(marks, near - 1, mention, zones))
    return window[::-1]


def _has_other_site(marks: Marks, mention: Mention) -> bool:
    """Say whether another site stands between that of a mention and its form."""
    last, form = mention.site_last, mention.form_first
    if last is None or form is None or form - last < 3:
        return False
    return any(SITE in p.kinds and last < p.first < form for p in marks.phrases)


def _zones(marks: Marks) -> frozenset[int]:
    """Return the tokens that only say in which zone a disc bulges: "right foraminal extrusion"."""
    if DISC_ZONES.isdisjoint(marks.word_set):
        return frozenset()
    return frozenset(
        index
        for phrase in marks.phrases
        if DISC_ZONES.issuperset(marks.words[phrase.first : phrase.last + 1])
        for index in range(phrase.first, phrase.last + 1)
    )


def _leftwards(marks: Marks, index: int, mention: Mention, zones: frozenset[int]) -> list[int]:
    passed: list[int] = []
    is_grading = marks.is_grading
    while index >= 0 and (
        is_grading[index] or index in zones or not _stops_left(marks, index, mention)
    ):
        passed.append(index)
        index -= 1
    return passed


def _stops_left(marks: Marks, index: int, mention: Mention) -> bool:
    word, phrase = marks.words[index], marks.phrase_at[index]
    if phrase is not None and word not in MIDLINE_DISC_WORDS and word not in _TRANSPARENT:
        # "Mild lumbar spondylosis", "mild non-compressive bulge": these are passed over.
        is_own = mention.first <= phrase.first and phrase.last <= mention.last
        return not is_own and not _PASSED.issuperset(phrase.kinds)
    if word in {"and", "or"} and _joins_sides(marks, index):
        return False
    if word == "no" and index and marks.words[index - 1] in {"and", "but"}:
        return not _joins_sides(marks, index - 1)
    if word in _TRANSPARENT or _is_of_amount(marks, index) or _ends_abbreviation(marks, index):
        return False
    cue = marks.cue_at[index]
    if cue is not None and not (CHANGE in cue.kinds and len(cue.kinds) == 1):
        return True
    if word == ",":
        joined = marks.words[index + 1 : index + 2] in (["and"], ["or"])
        return not (joined and _joins_sides(marks, index + 1)) and not _is_adjective_list(
            marks, index
        )
    return word in LEFT_STOPS or not _is_place_in_phrase(marks, index)


def _ends_abbreviation(marks: Marks, index: int) -> bool:
    """Say whether a token is the full stop of a degree or a side: "mod. bilat. narrowing"."""
    return marks.words[index] == "." and index > 0 and marks.is_grading[index - 1]


def _is_of_amount(marks: Marks, index: int) -> bool:
    return marks.words[index] == "of" and index > 0 and marks.words[index - 1] in _AMOUNTS


def _is_place_in_phrase(marks: Marks, index: int) -> bool:
    """Say whether a token is no place, or one that a side opens: "bilateral L5 pars defects"."""
    group = marks.levels_at[index]
    if group is None:
        return True
    return group.first > 0 and marks.is_grading[group.first - 1]


def _joins_sides(marks: Marks, index: int) -> bool:
    """Say whether "and" joins two graded sides: "mild right and severe left"."""
    last = index - 2 if index > 1 and marks.words[index - 1] == "," else index - 1
    before = marks.cue_at[last] if last >= 0 else None
    after = marks.cue_at[index + 1]
    return (
        before is not None
        and after is not None
        and SIDE in before.kinds
        and not _JOINED_KINDS.isdisjoint(after.kinds)
    )


def _is_adjective_list(marks: Marks, index: int) -> bool:
    """Say whether the words before a comma only place or grade: "left paracentral, broad base"."""
    for before in range(index - 1, max(index - 5, -1), -1):
        if marks.is_grading[before]:
            return True
        if marks.phrase_at[before] is not None or marks.levels_at[before] is not None:
            return False
        if marks.words[before] in LEFT_STOPS:
            return False
    return False


def right_window(marks: Marks, mention: Mention) -> list[int]:
    """Return the tokens after a mention that can still grade or place it.

    What follows the place of "severe at L4-L5 and moderate at L5-S1" belongs to the next one.
    """
    window: list[int] = []
    is_placed = False
    index = mention.last + 1
    while index < len(marks.words):
        cue, word = marks.cue_at[index], marks.words[index]
        if last := graded_in_parentheses(marks, index):
            return [*window, *range(index + 1, last)]
        if cue is not None and marks.is_grading[index]:
            if _grades_what_follows(marks, cue):
                break
            window.append(index)
        elif word == "," and _is_quality_chunk(marks, index + 1):
            pass
        elif marks.levels_at[index] is not None:
            is_placed = True
        elif word not in RIGHT_PASSED or (is_placed and window and word == "and"):
            break
        index += 1
    return window


def _grades_what_follows(marks: Marks, cue: Match[Cue]) -> bool:
    """Say whether a degree or a side belongs to the next phrase rather than to what precedes it."""
    for index in range(cue.last + 1, min(cue.last + 4, len(marks.words))):
        word = marks.words[index]
        following = marks.cue_at[index]
        if following is not None and not _PARTING.isdisjoint(following.kinds):
            return False
        if marks.phrase_at[index] is not None:
            return True
        if word in {",", ";", "and"} or word in RIGHT_PASSED:
            return False
        if following is None and marks.levels_at[index] is not None:
            return False
    return False


def _is_quality_chunk(marks: Marks, start: int) -> bool:
    """Say whether what follows a comma does nothing but grade or place."""
    graded = False
    for index in range(start, len(marks.words)):
        cue, word = marks.cue_at[index], marks.words[index]
        if word == ";" or (word == "," and graded):
            break
        if marks.is_grading[index]:
            graded = True
        elif word == ",":
            continue
        elif word not in RIGHT_PASSED and marks.levels_at[index] is None:
            return graded and cue is not None
    return graded


def own_tokens(marks: Marks, mention: Mention) -> list[int]:
    """Return the tokens of a mention without the sites of others that share its form."""
    first, last = mention.first, mention.last
    site, form = mention.site_last, mention.form_first
    if site is None or form is None or site + 1 >= form:
        return list(range(first, last + 1))
    if _has_other_site(marks, mention):
        return [index for index in range(first, last + 1) if index <= site or index >= form]
    return [
        index
        for index in range(first, last + 1)
        if index <= site
        or index >= form
        or (phrase := marks.phrase_at[index]) is None
        or phrase.first <= site
        or phrase.last >= form
    ]
