"""Where degrees and sides stand behind a mention: in parentheses, after verbs, far behind."""

from kg.reading.cues import CLAUSE_BREAK, DEGREE, DEPENDENT_BREAK, SIDE
from kg.reading.joining_words import SIDED_BY, SIDED_PASSED
from kg.reading.marks import Marks
from kg.reading.mention import Mention, start_of_next
from kg.reading.quality_words import ADVERBS_OF_SIDE
from kg.vocabulary.meanings import FORM, Meaning
from kg.vocabulary.token_trie import Match

__all__ = ["adverbs_after", "degree_now", "graded_in_parentheses", "side_of_what_follows"]


def graded_in_parentheses(marks: Marks, index: int) -> int:
    """Return where the parentheses close that hold a degree only, 0 where there are none."""
    if index + 2 >= len(marks.words) or marks.words[index] != "(":
        return 0
    cue = marks.cue_at[index + 1]
    if cue is None or DEGREE not in cue.kinds or marks.words[cue.last + 1 : cue.last + 2] != [")"]:
        return 0
    return cue.last + 1


def side_of_what_follows(marks: Marks, mention: Mention) -> list[int]:
    """Return the side of what a mention comes from or lies at: "a cyst from the right facet"."""
    if SIDE not in marks.cue_kinds:
        return []
    index, size = mention.last + 1, len(marks.words)
    if index >= size or marks.words[index] not in SIDED_BY:
        return []
    while index < size and marks.words[index] in SIDED_PASSED:
        index += 1
    cue = marks.cue_at[index] if index < size else None
    return [index] if cue is not None and SIDE in cue.kinds else []


def degree_now(marks: Marks, mention: Mention, mentions: list[Mention]) -> list[int]:
    """Return the degree that a mention has now: "severe on the prior study, is now moderate"."""
    end = start_of_next(mention, mentions, len(marks.words))
    for index in range(mention.last + 1, end - 1):
        cue = marks.cue_at[index + 1]
        if marks.words[index] == "now" and cue is not None and DEGREE in cue.kinds:
            return [index + 1]
    return []


def adverbs_after(marks: Marks, mention: Mention, mentions: list[Mention]) -> list[int]:
    """Return where adverbs of side stand between a mention and the next: "… bilaterally"."""
    if SIDE not in marks.cue_kinds:
        return []
    adverbs = [
        cue.first
        for cue in marks.cues
        if cue.first > mention.last and SIDE in cue.kinds and marks.words_of(cue) in ADVERBS_OF_SIDE
    ]
    if not adverbs:
        return []
    ends = [cue.first for cue in marks.cues_of(CLAUSE_BREAK, DEPENDENT_BREAK)]
    ends.extend(phrase.first for phrase in marks.phrases if _is_form(phrase))
    ends.extend(index for index, word in enumerate(marks.words) if word in {"and", ";"})
    end = min(
        (place for place in ends if place > mention.last),
        default=len(marks.words),
    )
    end = min(end, start_of_next(mention, mentions, len(marks.words)))
    return [index for index in adverbs if index < end]


def _is_form(phrase: Match[Meaning]) -> bool:
    return FORM in phrase.kinds
