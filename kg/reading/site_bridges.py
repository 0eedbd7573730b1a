"""Over which words a form reaches its site, and which join sites into a list."""

from typing import Final

from kg.reading.cues import ABSENT_BEFORE, BREAKS
from kg.reading.joining_words import COPULAS, JOINING, LINKING, SEEN
from kg.reading.marks import Marks

__all__ = ["is_bridge", "is_joining"]

#: Words that a form reaches over, in general and where the words themselves let it.
_SHORT_GAP, _LONG_GAP = 2, 7
#: Letters that open the name of a root: "the thecal sac and the left L5 nerve root".
_ROOT_LETTERS: Final = frozenset("cls")
_ARTICLES: Final = frozenset({"a", "an"})
_ALTERNATIVES: Final = frozenset({"nor", "or"})
_UNITS: Final = frozenset({"%", "cm", "mm", "percent"})
#: Data: negations between a site and what is said of it: "the cord is neither compressed nor …".
_PREDICATE_NEGATIONS: Final = frozenset({"free", "neither", "no", "nor", "not"})
#: Words of which a list has one between its parts, and those that no form reaches over.
_CONJUNCTIONS: Final = frozenset({",", "and", "or", "nor", "&", "/"})
_SEPARATING: Final = frozenset({",", ":", "and", "or", "nor", "&"})
#: Data: adjectives that place a mass, and others that may stand, with commas, between the two.
_PLACING: Final = frozenset(
    {"epidural", "extradural", "extramedullary", "intradural", "intramedullary", "subdural"}
)
_DESCRIBING: Final = frozenset(
    {",", "and", "avidly", "circumscribed", "cystic", "enhancing", "expansile", "heterogeneously"}
    | {"homogeneously", "intensely", "lobulated", "oval", "ovoid", "peripherally", "rim", "round"}
    | {"solid", "vividly", "well"}
)


def is_joining(marks: Marks, first: int, end: int) -> bool:
    """Say whether the tokens from `first` to before `end` join the parts of one list."""
    if first >= end:
        return False
    words = [marks.words[index] for index in _between(marks, first, end)]
    if not words:
        return False
    if not _ARTICLES.isdisjoint(words) and _ALTERNATIVES.isdisjoint(words):
        # "Metastases and an osteolytic lesion": something else begins.
        return False
    return (
        len(words) <= _LONG_GAP
        and JOINING.issuperset(words)
        and not _CONJUNCTIONS.isdisjoint(words)
    )


def is_bridge(marks: Marks, first: int, end: int, direction: int) -> bool:
    """Say whether a form reaches its nearest site over the tokens from `first` to before `end`."""
    if first >= end:
        return True
    kept = _between(marks, first, end)
    words = [marks.words[index] for index in kept]
    if not _SEPARATING.isdisjoint(words):
        words = [marks.words[index] for index in kept if not _joins_places(marks, index)]
    if direction < 0 and marks.words[first - 1] in _PLACING and _DESCRIBING.issuperset(words):
        return True
    if len(words) > _LONG_GAP or not _SEPARATING.isdisjoint(words):
        return False
    if (marks.cues or ";" in marks.word_set) and _has_break(marks, first, end, direction):
        return False
    if len(words) <= _SHORT_GAP:
        return True
    if direction > 0:
        after_verb = next((word for word in words if word not in SEEN), "")
        return after_verb in LINKING
    return not COPULAS.isdisjoint(words)


def _joins_places(marks: Marks, index: int) -> bool:
    """Say whether a conjunction only joins places: "on the right C4-C5 and bilateral C5-C6 …"."""
    words, size = marks.words, len(marks.words)
    return (
        words[index] in {"and", ",", "&"}
        and 0 < index < size - 1
        and marks.levels_at[index - 1] is not None
        and (marks.levels_at[index + 1] is not None or marks.is_grading[index + 1])
    )


def _between(marks: Marks, first: int, end: int) -> list[int]:
    """Return the tokens that do more than grade, place or number what is around them."""
    words, levels_at, is_grading = marks.words, marks.levels_at, marks.is_grading
    return [
        index
        for index in range(first, end)
        if levels_at[index] is None
        and not is_grading[index]
        and not (words[index] in _ROOT_LETTERS and words[index + 1].isdigit())
        and (word := words[index]) not in _UNITS
        and not word[0].isdigit()
    ]


def _has_break(marks: Marks, first: int, end: int, direction: int) -> bool:
    """Say whether a form cannot reach over a token; only "not" lies between a site and a form."""
    for index in range(first, end):
        cue = marks.cue_at[index]
        if cue is None:
            if marks.words[index] == ";":
                return True
        elif ABSENT_BEFORE in cue.kinds:
            if direction > 0 or marks.words[cue.first] not in _PREDICATE_NEGATIONS:
                return True
        elif not BREAKS.isdisjoint(cue.kinds):
            return True
    return False
