"""Which change a sentence states of a mention: "stable", "has increased", "new since the prior"."""

from typing import Final

from kg.findings.qualities import Change
from kg.reading.cues import CHANGE, Cue
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.vocabulary.token_trie import Match

__all__ = ["find_change"]

#: Data: what a predicate begins with, or stands after: "are stable", "has increased".
_PREDICATE: Final = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "been", "remain", "remains", "remained"}
    | {"appear", "appears", "appeared", "seems", "seem", "shows", "show", "demonstrates"}
)
#: Data: words between such a word and the change.
_ADVERBS: Final = frozenset(
    {"also", "essentially", "grossly", "largely", "not", "now", "overall", "otherwise"}
    | {"relatively", "significantly", "slightly", "still", "substantially"}
)
#: Words that a list of levels takes, which bring a change no farther away.
_LISTING: Final = frozenset({",", "and", "at", "&", "/", "-"})
_FARTHEST: Final = 10


def find_change(marks: Marks, mention: Mention, mentions: list[Mention]) -> Change | None:
    """Return the change that the clause states of a mention, from the nearest word of change.

    What is predicated of something before it ("the metastases are stable, without extension") says
    nothing of what comes after.
    """
    if CHANGE not in marks.cue_kinds:
        return None
    nearest: tuple[int, Change] | None = None
    for match in marks.cues_of(CHANGE):
        between = range(min(match.last, mention.head), max(match.first, mention.head))
        if any(marks.words[index] == ";" for index in between):
            continue
        if mention.first > match.last and _is_of_another(marks, match, mentions):
            continue
        distance = _distance(marks, mention, match)
        change = match.kinds[CHANGE][0].change
        if change and distance <= _FARTHEST and (nearest is None or distance < nearest[0]):
            nearest = (distance, change)
    return nearest[1] if nearest else None


def _distance(marks: Marks, mention: Mention, match: Match[Cue]) -> int:
    """Return how many words lie between, without those of a list of levels."""
    if match.first <= mention.last:
        return min(abs(match.last - mention.first), abs(match.first - mention.last))
    distance, in_list = 0, False
    for index in range(mention.last + 1, match.first + 1):
        is_level = marks.levels_at[index] is not None
        if is_level or (in_list and marks.words[index] in _LISTING):
            in_list = True
            continue
        distance, in_list = distance + 1, False
    return distance


def _is_of_another(marks: Marks, match: Match[Cue], mentions: list[Mention]) -> bool:
    """Say whether a word of change is the predicate of a mention that stands before it."""
    if not any(other.last < match.first for other in mentions):
        return False
    if marks.words[match.first] in _PREDICATE:
        return True
    index = match.first - 1
    while index >= 0 and marks.words[index] in _ADVERBS:
        index -= 1
    return index >= 0 and marks.words[index] in _PREDICATE
