"""Which finding a sentence says causes which: "resulting in", "due to", "compressing the cord"."""

from typing import Final

from kg.reading.assertion_cues import CAUSED_BY, CAUSING, PRESSING
from kg.reading.cues import CLAUSE_BREAK, DEPENDENT_BREAK
from kg.reading.marks import Marks
from kg.reading.mention import Mention

__all__ = ["find_effects"]

#: Directly before a verb these take up the finding before them as its subject.
_RELATIVE: Final = frozenset({"which", "that"})
_CAUSING, _CAUSED_BY, _PRESSING = frozenset(CAUSING), frozenset(CAUSED_BY), frozenset(PRESSING)


def find_effects(marks: Marks, mentions: list[Mention]) -> dict[int, tuple[int, ...]]:
    """Return for each mention that causes others the positions of those, as the sentence says."""
    effects: dict[int, list[int]] = {}
    if len(mentions) < 2 or not _tells(marks):
        return {}
    for cause, effect in (*_by_words(marks, mentions), *_by_verbs(marks, mentions)):
        of_cause = effects.setdefault(cause, [])
        if mentions[cause].finding != mentions[effect].finding and effect not in of_cause:
            of_cause.append(effect)
    return {cause: tuple(found) for cause, found in effects.items() if found}


def _tells(marks: Marks) -> bool:
    return DEPENDENT_BREAK in marks.cue_kinds or not _PRESSING.isdisjoint(marks.word_set)


def _by_words(marks: Marks, mentions: list[Mention]) -> list[tuple[int, int]]:
    """Return causes and effects that words of cause part: "A resulting in B", "B due to A"."""
    found: list[tuple[int, int]] = []
    for match in marks.cues_of(DEPENDENT_BREAK):
        words = marks.words_of(match)
        before = [i for i, other in enumerate(mentions) if other.head < match.first]
        after = [i for i, other in enumerate(mentions) if other.first > match.last]
        if not before or not after or (words not in _CAUSING and words not in _CAUSED_BY):
            continue
        pair = (before[-1], after[0])
        found.append(pair[::-1] if words in _CAUSED_BY else pair)
    return found


def _by_verbs(marks: Marks, mentions: list[Mention]) -> list[tuple[int, int]]:
    """Return causes and effects where the effect is what the cause does: "A compressing the cord".

    The cause is the last finding before the verb that is no such effect itself.
    """
    found: list[tuple[int, int]] = []
    verbs = [one.first if one.form_first is None else one.form_first for one in mentions]
    is_effect = [marks.words[verb] in _PRESSING for verb in verbs]
    for position, verb in enumerate(verbs):
        if not is_effect[position]:
            continue
        before = [i for i, one in enumerate(mentions) if one.head < verb and not is_effect[i]]
        if before and not _is_parted(marks, mentions[before[-1]].head, verb):
            found.append((before[-1], position))
    return found


def _is_parted(marks: Marks, first: int, last: int) -> bool:
    """Say whether another clause begins between two words; "which compresses" begins none."""
    return ";" in marks.words[first:last] or any(
        first < cue.first < last
        and not (cue.first == last - 1 and marks.words[cue.first] in _RELATIVE)
        for cue in marks.cues_of(CLAUSE_BREAK)
    )
