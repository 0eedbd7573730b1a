"""Which places of a sentence other mentions take for themselves."""

from collections.abc import Sequence
from typing import Final

from kg.findings.qualities import Status
from kg.reading.clauses import Clause
from kg.reading.cues import DEGREE
from kg.reading.joining_words import COPULAS
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels

__all__ = ["claimed_by_graded", "is_before_last_item", "is_claimed", "is_parted"]

_ADJACENT: Final = 4
_ARTICLES: Final = frozenset({"a", "an"})


def is_claimed(
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


def is_parted(
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
    is_last = marks.words[mention.last + 1 : mention.last + 3] == [",", "and"]
    if len(marks.levels) < 2 and not (is_range or is_last or "same" in marks.word_set):
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


def is_before_last_item(
    marks: Marks, clause: Clause, mention: Mention, following: Sequence[tuple[Mention, Status]]
) -> bool:
    """Say whether a comma and "and" part a mention of a dependent clause from the placed one.

    In "hyperintensity from C2 to T4 with swelling, and enhancement at C5" the swelling is of the
    clause before; a list of three ("bulge, arthropathy, and stenosis at L4") shares its place.
    """
    if not clause.depends or not following:
        return False
    other = following[0][0]
    between = marks.words[mention.last + 1 : other.first]
    return between[:2] == [",", "and"] and "," not in marks.words[clause.first : mention.first]


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
