"""What a sentence says of levels without naming them: "this level", "it", "multilevel"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kg.reading.assertion_cues import IDENTIFYING
from kg.reading.clauses import Clause
from kg.reading.cues import DEPENDENT_BREAK
from kg.reading.joining_words import LINKING_VERBS
from kg.reading.marks import Marks
from kg.reading.mention import Mention

__all__ = [
    "diagnoses",
    "is_everywhere",
    "is_general",
    "is_multilevel",
    "names_levels",
    "one_of_two",
    "opens_with_it",
    "refers_back",
    "speaks_of_it",
]

_SAME_LEVEL: Final = (
    ("this", "level"),
    ("that", "level"),
    ("same", "level"),
    ("these", "levels"),
    ("those", "levels"),
    ("same", "levels"),
    ("this", "segment"),
    ("above", "levels"),
    ("this", "vertebra"),
    ("that", "vertebra"),
    ("this", "disc"),
    ("same", "site"),
)
_OF_TWO: Final = {"former": 0, "latter": -1}
_TWO: Final = frozenset(_OF_TWO)
#: Data: nouns that stand for the finding before, after "the" or "this".
_IT: Final = frozenset(
    {"abscess", "collection", "cyst", "lesion", "mass", "metastasis", "nodule", "tumor", "tumour"}
)
#: Data: what follows "there" where it means a place: "no edema there, nor retropulsion".
_ENDS: Final = frozenset({",", ".", ";", ":"})
#: Data: without one of these and without a place a sentence says nothing of levels.
_POINTING: Final = frozenset({"here", "level", "levels", "segment", "segments", "there"})
_LEVEL_NOUNS: Final = frozenset(noun for _, noun in _SAME_LEVEL)
_GENERAL_WORDS: Final = frozenset(
    {"multilevel", "throughout", "diffusely", "elsewhere", "remaining", "rest", "other"}
)
#: Data: words of a sentence that gives a diagnosis.
_DIAGNOSING: Final = frozenset(
    {"biopsy", "confirmed", "confirming", "confirms", "diagnosis", "dx", "histologic"}
    | {"histological", "histologically", "histology", "histopathologic", "histopathological"}
    | {"histopathology", "path", "pathology", "proven", "specimen"}
)
#: Tokens of a sentence that is nothing but a name.
_SHORT: Final = 4
_MULTILEVEL: Final = frozenset({"multilevel", "multi"})
_EVERY: Final = frozenset({"all", "every", "multiple", "several", "various", "many", "different"})
_ADJACENT: Final = 4


def names_levels(marks: Marks) -> bool:
    """Say whether a sentence names a place or points to one ("at this level")."""
    return bool(marks.levels) or not _POINTING.isdisjoint(marks.word_set)


def opens_with_it(marks: Marks) -> bool:
    """Say whether the subject of a sentence is the finding before: "It extends …"."""
    words = marks.words[:2]
    return words[:1] in (["it"], ["its"]) or (
        len(words) == 2 and words[0] in {"the", "this"} and words[1] in _IT
    )


def speaks_of_it(marks: Marks, mention: Mention) -> bool:
    """Say whether a mention is said of the finding before: "after contrast the lesion enhances"."""
    words = marks.words[max(0, mention.first - 2) : mention.first]
    return len(words) == 2 and words[0] == "the" and words[1] in _IT


def diagnoses(marks: Marks) -> bool:
    """Say whether a sentence says what something is: "histology: …", "compatible with …"."""
    if "differential" in marks.word_set:
        return False
    if len(marks.words) <= _SHORT and LINKING_VERBS.isdisjoint(marks.word_set):
        # "Classic schwannoma.", "Meningioma most likely."
        return True
    return not _DIAGNOSING.isdisjoint(marks.word_set) or any(
        marks.words_of(cue) in IDENTIFYING for cue in marks.cues_of(DEPENDENT_BREAK)
    )


def is_multilevel(marks: Marks, mention: Mention) -> bool:
    """Say whether a mention itself is said of many levels: "multilevel disc disease"."""
    if _MULTILEVEL.isdisjoint(marks.word_set):
        return False
    words = marks.words[max(0, mention.first - _ADJACENT) : mention.last + 1]
    return "multilevel" in words or ("multi", "level") in pairwise(words)


def is_general(marks: Marks) -> bool:
    """Say whether a sentence speaks of no one level: "there is also multilevel disc disease"."""
    return not _GENERAL_WORDS.isdisjoint(marks.word_set)


def is_everywhere(marks: Marks, mention: Mention) -> bool:
    """Say whether a mention is said of all levels: "desiccation at all lumbar levels"."""
    if _EVERY.isdisjoint(marks.word_set):
        return False
    words = marks.words[mention.last + 1 : mention.last + 1 + _ADJACENT]
    return words[:1] == ["at"] and not _EVERY.isdisjoint(words[1:2]) and "level" in "".join(words)


def one_of_two(marks: Marks, clauses: Sequence[Clause], mention: Mention) -> tuple[str, ...]:
    """Return what "the latter level" in the last of these clauses means, or nothing.

    It places a mention behind it, and one that "at" joins to it: "stenosis at the latter level".
    """
    if _TWO.isdisjoint(marks.word_set):
        return ()
    # "…, the latter | with stenosis": it ends the clause before.
    tokens = range(max(0, clauses[-1].first - 1), clauses[-1].last + 1)
    at = next((index for index in tokens if marks.words[index] in _OF_TWO), None)
    earlier = [group.levels for clause in clauses for group in clause.groups if group.levels]
    if at is None or not earlier:
        return ()
    if at > mention.last and "at" not in marks.words[at - 2 : at]:
        return ()
    both = tuple(level for levels in earlier for level in levels)
    return ((earlier[-1] if len(earlier[-1]) > 1 else both)[_OF_TWO[marks.words[at]]],)


def refers_back(marks: Marks, clause: Clause) -> str | None:
    """Return the noun of "this level", "these levels" in a clause, or None."""
    if _POINTING.isdisjoint(marks.word_set) and _LEVEL_NOUNS.isdisjoint(marks.word_set):
        return None
    words = marks.words[clause.first : clause.last + 1]
    if _POINTING.isdisjoint(words) and _LEVEL_NOUNS.isdisjoint(words):
        return None
    if words[:1] == ["here"] or any(
        a == "there" and b in _ENDS for a, b in pairwise([*words, "."])
    ):
        return "level"
    if _LEVEL_NOUNS.isdisjoint(words):
        return None
    return next((pair[1] for pair in pairwise(words) if pair in _SAME_LEVEL), None)
