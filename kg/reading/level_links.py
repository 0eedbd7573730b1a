"""At which level each mention of a sentence is.

Nearest first: the mention's own noun phrase, its clause, the clause that it depends on ("at L4-L5
without stenosis"), "at this level", the level heading above, the sentence before.
"""

from collections.abc import Sequence
from typing import Final

from kg.findings.qualities import Status
from kg.reading.claimed_places import claimed_by_graded
from kg.reading.clauses import Clause
from kg.reading.context_links import link_by_context, names_lesion
from kg.reading.finding_groups import FindingGroups
from kg.reading.level_context import LevelContext, bounding_vertebrae
from kg.reading.level_places import (
    inherited,
    modifies,
    own_group,
    placed_itself,
)
from kg.reading.level_references import (
    is_everywhere,
    is_multilevel,
    one_of_two,
    refers_back,
)
from kg.reading.level_shares import shared_out, with_segments
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels
from kg.reading.placing import LevelLink, Placing

__all__ = ["link_levels"]

#: Data: verbs of a relative clause that place what it is said of: "a mass, which extends from …".
_PLACING: Final = frozenset(
    {"extends", "spans", "involves", "measures", "extend", "reaches", "lies"}
)
#: Data: participles that do the same: "edema extending from C2 to C5".
_EXTENDING: Final = frozenset({"extending", "spanning", "centered", "centred"})
_SPANNED: Final = frozenset({"at", "between", "from"})
_CONUS_LEVEL: Final = "ConusLevel"
_OPENING_PLACE: Final = _EXTENDING | {"which"}
#: Tokens; a place among the first ones opens a sentence: "at the L4-L5 level".
_OPENING: Final = 4


def link_levels(
    marks: Marks,
    mentions: Sequence[tuple[Mention, Status]],
    context: LevelContext,
    *,
    clauses: Sequence[Clause],
    groups: FindingGroups,
) -> list[LevelLink]:
    """Return the level link of each mention, in their order.

    `clauses` are those of the sentence; without any, only the context can place its mentions.
    """
    placing = Placing(marks, clauses, mentions, context, groups)
    if clauses:
        links = [_link(placing, position) for position in range(len(mentions))]
    else:
        links = [link_by_context(placing, position) for position in range(len(mentions))]
    return with_segments(mentions, shared_out(marks, mentions, links), groups)


def _link(placing: Placing, position: int) -> LevelLink:
    """Return where the mention at `position` is."""
    mention, _ = placing.mentions[position]
    if is_everywhere(placing.marks, mention):
        return LevelLink((), "level.general")
    at = _clause_of(placing, mention)
    if levels := one_of_two(placing.marks, placing.clauses[: at + 1], mention):
        return LevelLink(levels, "level.same-level")
    group, rule = _group(placing, position, at)
    if group is not None and _is_of_conus(placing, mention, group):
        return link_by_context(placing, position)
    return _linked(placing, position, at, group, rule)


def _linked(
    placing: Placing, position: int, at: int, group: PlacedLevels | None, rule: str
) -> LevelLink:
    """Return the link by a group of the sentence, by what refers back, or by the context."""
    mention, _ = placing.mentions[position]
    if group is not None and _is_of_others(placing, mention, group):
        return LevelLink((), "level.none")
    if group is None:
        if levels := _referred_to(placing, mention, at):
            return LevelLink(levels, "level.same-level")
        if opening := _opening(placing):
            return LevelLink(opening.levels, "level.opening", opening)
    if group is not None and not _is_under_heading(placing, mention, group):
        return LevelLink(group.levels, rule, group)
    return link_by_context(placing, position)


def _is_of_others(placing: Placing, mention: Mention, group: PlacedLevels) -> bool:
    """Say whether a place cannot be that of osteopenia, which is not of the bones beside it."""
    diffuse = mention.finding in placing.groups.diffuse
    return diffuse and not placed_itself(placing.marks, group, mention)


def _is_of_conus(placing: Placing, mention: Mention, group: PlacedLevels) -> bool:
    """Say whether a place is only where the conus ends, and a mention something else."""
    before = [one for one, _ in placing.mentions if one.last < group.first]
    return bool(before) and before[-1].finding == _CONUS_LEVEL != mention.finding


def _clause_of(placing: Placing, mention: Mention) -> int:
    """Return the position of the clause in which a mention stands."""
    position = 0
    while placing.clauses[position].last < mention.head:
        position += 1
    return position


def _is_under_heading(placing: Placing, mention: Mention, group: PlacedLevels) -> bool:
    """Say whether the heading places a mention better than a group of its sentence.

    So it does where that is a region, or a vertebra beside the segment of the heading and the
    finding sits between two: "L5-S1: … anterolisthesis of L5".
    """
    if group.is_region and placing.context.lesion and names_lesion(placing, mention):
        # "Diagnosis: ependymoma of the cervical cord": the lesion was placed before.
        return True
    if not placing.context.heading:
        return False
    return group.is_region or (
        mention.finding in placing.groups.intervertebral
        and set(group.levels) <= bounding_vertebrae(placing.context.heading)
    )


def _group(placing: Placing, position: int, at: int) -> tuple[PlacedLevels | None, str]:
    """Return the group of the mention's own clause, or of the one that it depends on."""
    mention, status = placing.mentions[position]
    following = placing.mentions[position + 1 :]
    if placed := _placed_after(placing, mention, at):
        return placed, "level.clause"
    clause = _open_to(placing, mention, placing.clauses[at])
    group = own_group(placing.marks, clause, mention, following)
    if group is None or claimed_by_graded(placing.marks, mention, group, following):
        # What stands under a heading, and what is said of many levels, is at no later place.
        forward = not (placing.context.heading or is_multilevel(placing.marks, mention))
        before = inherited(placing.marks, placing.clauses, at, status, forward=forward)
        if before is not None:
            return before, "level.clause-before"
    return group, "level.clause"


def _open_to(placing: Placing, mention: Mention, clause: Clause) -> Clause:
    """Return a clause without the places that other mentions take for themselves.

    In "L4-L5: bulging, left L5 hemilaminectomy and a protrusion" L5 is the laminectomy's only;
    where nothing else places the mention, such a place still does.
    """
    if not clause.groups or len(placing.mentions) == 1:
        return clause
    others = [other for other, _ in placing.mentions if other is not mention]
    free = tuple(
        group
        for group in clause.groups
        if mention.first <= group.first <= mention.last
        or modifies(placing.marks, group, mention)
        or not any(modifies(placing.marks, group, other) for other in others)
    )
    if len(free) == len(clause.groups) or not (free or placing.context.heading):
        return clause
    return Clause(clause.first, clause.last, clause.depends, free)


def _placed_after(placing: Placing, mention: Mention, at: int) -> PlacedLevels | None:
    """Return the place of the clause that directly follows a mention and extends it."""
    if at + 1 == len(placing.clauses) or _OPENING_PLACE.isdisjoint(placing.marks.word_set):
        return None
    clause = placing.clauses[at + 1]
    if not mention.last < clause.first <= mention.last + 2:
        return None
    words = placing.marks.words[clause.first : clause.first + 2]
    extends = words[0] in _EXTENDING and not _SPANNED.isdisjoint(words)
    if not extends and (words[0] != "which" or _PLACING.isdisjoint(words)):
        return None
    groups = [g for c in placing.clauses[at + 1 : at + 3] for g in c.groups]
    return groups[0] if groups else None


def _referred_to(placing: Placing, mention: Mention, at: int) -> tuple[str, ...]:
    """Return what "this level" or "these levels" in a clause means for a mention."""
    word = refers_back(placing.marks, placing.clauses[at])
    while (
        word is None and at and (placing.clauses[at].depends or not _has_mention(placing, at - 1))
    ):
        # "At the same level | there is compression", "flat at this level | without edema".
        at -= 1
        word = refers_back(placing.marks, placing.clauses[at])
    if word is None:
        return ()
    earlier = [g.levels for clause in placing.clauses[:at] for g in clause.groups]
    listed = placing.context.last_listed if word == "levels" and not earlier else ()
    levels = earlier[-1] if earlier else listed or placing.context.last_named
    if mention.finding not in placing.groups.intervertebral:
        return levels
    segments = [
        named
        for named in (placing.context.last_segments, *earlier)
        if named and set(levels) <= bounding_vertebrae(named)
    ]
    return segments[-1] if segments else levels


def _has_mention(placing: Placing, at: int) -> bool:
    clause = placing.clauses[at]
    return any(clause.first <= mention.head <= clause.last for mention, _ in placing.mentions)


def _opening(placing: Placing) -> PlacedLevels | None:
    """Return the place with which the sentence opens: it holds for all its clauses."""
    first = placing.marks.levels[0] if placing.marks.levels else None
    if first is None or first.is_region or not first.levels:
        return None
    words = placing.marks.words[: first.first]
    return first if words and words[0] == "at" and len(words) <= _OPENING else None
