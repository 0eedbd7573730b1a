"""Which place that a sentence names is that of a mention."""

from collections.abc import Sequence
from typing import Final

from kg.findings.qualities import ABSENT, Status
from kg.reading.claimed_places import is_before_last_item, is_claimed, is_parted
from kg.reading.clauses import Clause
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels

__all__ = ["inherited", "modifies", "own_group", "placed_itself"]

#: Data: what says only that a finding is there: "disc bulge noted at L4-L5".
_SEEN: Final = frozenset({"identified", "noted", "present", "seen"})
_ADJACENT: Final = 4
#: Data: what only says where something is most.
_WORST: Final = frozenset({"especially", "greatest", "mainly", "maximal", "most", "worst"})
_JOINING_PLACES: Final = frozenset({"and", ",", "&"})
#: Data: what stands between a finding and the levels that it is at.
_JOINED_BY: Final = (
    *(["at"], ["from"], ["between"], ["at", "the"], ["involving"], ["including"], [","], [":"]),
    *(["("], [",", "at"], [",", "including"]),
)
_OF: Final = (["of"], ["of", "the"], ["in", "the"], ["appearance", "of", "the"])


def own_group(
    marks: Marks, clause: Clause, mention: Mention, following: Sequence[tuple[Mention, Status]]
) -> PlacedLevels | None:
    """Return the group of the mention's own clause: in its phrase, after it, or before it."""
    if not clause.groups:
        return None
    before = [group for group in clause.groups if group.last < mention.first]
    after = [group for group in clause.groups if group.first > mention.last]
    if inside := _inside(marks, clause, mention, following):
        return _joined(marks, inside)
    if after and after[0].is_region:
        # "In the lower spine, most at L4-L5": the levels say more than the region.
        after = [group for group in after if not group.is_region] or after
    if after and (
        is_parted(marks, mention, after[0], following)
        or is_before_last_item(marks, clause, mention, following)
    ):
        after = []
    if after and not (before and is_claimed(marks, mention, after[0], following)):
        return after[0]
    return before[-1] if before else None


def _inside(
    marks: Marks, clause: Clause, mention: Mention, following: Sequence[tuple[Mention, Status]]
) -> list[PlacedLevels]:
    """Return the groups in a mention's phrase; for a region the levels that say more than it."""
    inside = [
        g
        for g in clause.groups
        if mention.first <= g.first <= mention.last or g.first <= mention.first <= g.last
    ]
    before = [group for group in clause.groups if group.last < mention.first]
    if not inside and before and modifies(marks, before[-1], mention):
        inside = before[-1:]
    if not inside or not inside[0].is_region:
        return inside
    # "Expansion of the cervical cord from C3 to T1", "thoracic fractures, T6 and T8".
    if direct := [g for g in marks.levels if _follows(marks, g, mention)]:
        return direct
    after = next((group for group in clause.groups if group.first > mention.last), None)
    if after is not None and not _WORST.isdisjoint(marks.words[mention.last : after.first]):
        # "Cervical spondylosis, worst at C5-C6" is of the region.
        return inside
    is_next = after is not None and not any(
        mention.last < other.first < after.first for other, _ in following
    )
    return [after] if after is not None and is_next and not after.is_region else inside


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


def placed_itself(marks: Marks, group: PlacedLevels, mention: Mention) -> bool:
    """Say whether a place is a mention's own: in its words, before or directly after them."""
    return (
        mention.first <= group.first <= mention.last
        or _follows(marks, group, mention)
        or marks.words[mention.last + 1 : group.first] in _OF
        or (group.last < mention.first and modifies(marks, group, mention))
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
