"""Which place of a sentence is that of a mention, and what "this level" means."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kg.findings.qualities import ABSENT, Status
from kg.reading.assertion_cues import IDENTIFYING
from kg.reading.clauses import Clause
from kg.reading.cues import DEGREE, DEPENDENT_BREAK
from kg.reading.joining_words import COPULAS
from kg.reading.marks import Marks, PlacedLevels
from kg.reading.mention import Mention

__all__ = [
    "claimed_by_graded",
    "diagnoses",
    "inherited",
    "is_everywhere",
    "is_general",
    "is_multilevel",
    "modifies",
    "names_levels",
    "one_of_two",
    "opens_with_it",
    "own_group",
    "placed_itself",
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
_MULTILEVEL: Final = frozenset({"multilevel", "multi"})
_EVERY: Final = frozenset({"all", "every", "multiple", "several", "various", "many", "different"})
#: Data: what says only that a finding is there: "disc bulge noted at L4-L5".
_SEEN: Final = frozenset({"identified", "noted", "present", "seen"})
_ADJACENT: Final = 4
_ARTICLES: Final = frozenset({"a", "an"})
_JOINING_PLACES: Final = frozenset({"and", ",", "&"})
#: Data: what stands between a finding and the levels that it is at.
_JOINED_BY: Final = (
    *(["at"], ["from"], ["between"], ["at", "the"], ["involving"], ["including"], [","], [":"]),
    *(["("], [",", "at"], [",", "including"]),
)
_OF: Final = (["of"], ["of", "the"], ["in", "the"], ["appearance", "of", "the"])


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
    return not _DIAGNOSING.isdisjoint(marks.word_set) or any(
        " ".join(marks.words[cue.first : cue.last + 1]) in IDENTIFYING
        for cue in marks.cues_of(DEPENDENT_BREAK)
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


def own_group(
    marks: Marks, clause: Clause, mention: Mention, following: Sequence[tuple[Mention, Status]]
) -> PlacedLevels | None:
    """Return the group of the mention's own clause: in its phrase, after it, or before it."""
    if not clause.groups:
        return None
    inside = [
        g
        for g in clause.groups
        if mention.first <= g.first <= mention.last or g.first <= mention.first <= g.last
    ]
    before = [group for group in clause.groups if group.last < mention.first]
    after = [group for group in clause.groups if group.first > mention.last]
    if not inside and before and modifies(marks, before[-1], mention):
        inside = before[-1:]
    if inside and inside[0].is_region:
        # "Expansion of the cervical cord from C3 to T1", "thoracic fractures, T6 and T8": the
        # levels say more than the region.
        inside = [g for g in marks.levels if _follows(marks, g, mention)] or inside
    if inside:
        return _joined(marks, inside)
    if after and after[0].is_region:
        # "In the lower spine, most at L4-L5": the levels say more than the region.
        after = [group for group in after if not group.is_region] or after
    if after and _is_parted(marks, mention, after[0], following):
        after = []
    if after and not (before and _is_claimed(marks, mention, after[0], following)):
        return after[0]
    return before[-1] if before else None


def _joined(marks: Marks, inside: list[PlacedLevels]) -> PlacedLevels:
    """Return the first place in a mention with those joined to it: "the right C4 and left C5 …"."""
    first = joined = inside[0]
    for group in inside[1:]:
        between = range(joined.last + 1, group.first)
        if (
            joined.is_region
            or group.is_region
            or not all(
                marks.is_grading[index] or marks.words[index] in _JOINING_PLACES
                for index in between
            )
        ):
            break
        levels = tuple(dict.fromkeys((*joined.levels, *group.levels)))
        joined = PlacedLevels(levels, first.first, group.last, joined.is_range)
    return joined


def _follows(marks: Marks, group: PlacedLevels, mention: Mention) -> bool:
    """Say whether levels stand directly after a mention: "… from C3 to T1", "… at C5"."""
    if group.is_region or not mention.last < group.first <= mention.last + _ADJACENT:
        return False
    between = marks.words[mention.last + 1 : group.first]
    if between and between[0] in _SEEN:
        between = between[1:]
    return between in _JOINED_BY


def modifies(marks: Marks, group: PlacedLevels, mention: Mention) -> bool:
    """Say whether a group stands in the mention's noun phrase: "L4-L5 broad-based bulge".

    A group after the mention counts as one, too.
    """
    between = range(group.last + 1, mention.first)
    return len(between) <= _ADJACENT and all(
        marks.words[index].isalpha()
        and marks.phrase_at[index] is None
        and marks.words[index] not in {"and", "or", "of", "on", "at", "in", "with", "to"}
        for index in between
    )


def _is_claimed(
    marks: Marks,
    mention: Mention,
    group: PlacedLevels,
    following: Sequence[tuple[Mention, Status]],
) -> bool:
    """Say whether a mention between this one and a group after it takes that group for itself."""
    edge = mention.last
    for other, _ in following:
        if other.first > group.first:
            return False
        if other.first <= edge:
            edge = max(edge, other.last)
            continue
        words = {marks.words[index] for index in range(edge + 1, other.first)}
        if not words & {"and", "or", "&"} or len(words) > _ADJACENT:
            return True
        edge = other.last
    return False


def _is_parted(
    marks: Marks,
    mention: Mention,
    group: PlacedLevels,
    following: Sequence[tuple[Mention, Status]],
) -> bool:
    """Say whether a mention is a statement of its own before that of a place and another mention.

    "The marrow is heterogeneous, and deposits occupy T2" places the deposits only.
    """
    if _is_item_before_placed(marks, mention, group, following):
        return True
    words = marks.words[mention.site_last or mention.first : mention.last + 1]
    return (
        marks.words[mention.last + 1 : mention.last + 2] == [","]
        and (mention.rule == "finding.subject" or not COPULAS.isdisjoint(words))
        and any(other.last < group.first for other, _ in following)
    )


def _is_item_before_placed(
    marks: Marks,
    mention: Mention,
    group: PlacedLevels,
    following: Sequence[tuple[Mention, Status]],
) -> bool:
    """Say whether the next item of a list has the place for itself.

    In "rupture of the ligament, a hematoma from C5 to T1 and a contusion at C6" each item with an
    article has its own.
    """
    is_range = group.is_range and marks.words[group.first - 1] == "from"
    if len(marks.levels) < 2 and not is_range:
        return False
    edge = mention.last
    for other, _ in following:
        between = marks.words[edge + 1 : other.first]
        if other.last >= group.first or between[:1] != [","]:
            return False
        opening = between[2:3] if between[1:2] == ["and"] else between[1:2]
        if not _ARTICLES.isdisjoint(opening):
            return True
        edge = other.last
    return False


def placed_itself(marks: Marks, group: PlacedLevels, mention: Mention) -> bool:
    """Say whether a place is a mention's own: in its words, before or directly after them."""
    return (
        mention.first <= group.first <= mention.last
        or _follows(marks, group, mention)
        or marks.words[mention.last + 1 : group.first] in _OF
        or (group.last < mention.first and modifies(marks, group, mention))
    )


def claimed_by_graded(
    marks: Marks,
    mention: Mention,
    group: PlacedLevels,
    following: Sequence[tuple[Mention, Status]],
) -> bool:
    """Say whether the group belongs to a later mention that is graded on its own.

    "Moderate facet arthropathy and mild foraminal narrowing at L4-L5" places the narrowing only.
    """
    if group.first < mention.last or DEGREE not in marks.cue_kinds:
        return False
    return any(
        mention.last < degree.first < other.first
        and not {"and", "&", ","}.isdisjoint(marks.words[mention.last + 1 : degree.first])
        for other, _ in following
        if other.last < group.first
        for degree in marks.cues_of(DEGREE)
    )


def inherited(
    marks: Marks, clauses: Sequence[Clause], at: int, status: Status, *, forward: bool = True
) -> PlacedLevels | None:
    """Return the group of the clause that a dependent clause belongs to, or that depends on it.

    The latter only when looking `forward`.
    """
    if status is ABSENT and marks.words[clauses[at].first] == "and":
        # "… and there is no fracture" denies it everywhere.
        return None
    index = at
    while index > 0 and clauses[index].depends:
        index -= 1
        if clauses[index].groups:
            return clauses[index].groups[-1]
    if status is ABSENT or not forward:
        return None
    index = at + 1
    while index < len(clauses) and clauses[index].depends:
        if clauses[index].groups:
            return clauses[index].groups[0]
        index += 1
    return None


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
