"""Where earlier sentences and headings place a mention that its own sentence does not place."""

from kg.anatomy.levels import INTERVERTEBRAL, LEVELS, VERTEBRAL
from kg.findings.qualities import ABSENT, POSSIBLE, PRESENT, Status
from kg.reading.level_references import (
    diagnoses,
    is_general,
    is_multilevel,
    opens_with_it,
    speaks_of_it,
)
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels
from kg.reading.placing import LevelLink, Placing

__all__ = ["link_by_context", "names_lesion"]


def link_by_context(placing: Placing, position: int) -> LevelLink:
    """Return where earlier sentences and the heading place the mention at `position`."""
    mention, status = placing.mentions[position]
    if placing.context.heading and not _is_above_headings(placing, mention, status):
        return LevelLink(placing.context.heading, "level.heading")
    if before := _before_semicolon(placing, mention, status):
        return LevelLink(before.levels, "level.clause-before", before)
    if placing.context.last_named and _is_of_it(placing, position):
        return LevelLink(placing.context.last_named, "level.sentence-before")
    if is_multilevel(placing.marks, mention):
        return LevelLink((), "level.general")
    if placing.context.lesion and status is not ABSENT and names_lesion(placing, mention):
        return LevelLink(placing.context.lesion, "level.lesion-before")
    if (
        placing.context.carried
        and _is_carried(placing, mention, status)
        and not _sits_elsewhere(placing, mention)
        and _may_be_carried(placing, mention, status)
        and not is_general(placing.marks)
    ):
        return LevelLink(placing.context.carried, "level.sentence-before")
    if placing.context.heading_region:
        return LevelLink(placing.context.heading_region, "level.region-heading")
    return LevelLink((), "level.none")


def _before_semicolon(placing: Placing, mention: Mention, status: Status) -> PlacedLevels | None:
    """Return the place named before a semicolon that a mention of the same matter shares."""
    if status is ABSENT or not (status is POSSIBLE or mention.finding in placing.groups.segmental):
        return None
    for position, clause in enumerate(placing.clauses):
        if clause.first <= mention.head <= clause.last:
            opens = placing.marks.words[clause.first] == ";"
            while opens and position and not placing.clauses[position - 1].groups:
                position -= 1
            earlier = placing.clauses[position - 1].groups if opens and position else ()
            return earlier[-1] if earlier and not earlier[-1].is_region else None
    return None


def _is_carried(placing: Placing, mention: Mention, status: Status) -> bool:
    """Say whether a finding is one that goes on at the place before; a lesion's compression does.

    "An extradural mass at T7. The cord is compressed."
    """
    groups, context = placing.groups, placing.context
    return mention.finding in groups.segmental or (
        mention.finding in groups.compressions
        and status is PRESENT
        and context.carried == context.lesion
    )


def _may_be_carried(placing: Placing, mention: Mention, status: Status) -> bool:
    """Say whether what is denied is denied at the place before: of a fracture, its consequence."""
    if status is not ABSENT:
        return True
    if mention.finding in placing.groups.consequences:
        return True
    return placing.context.carried_opens and mention.finding not in placing.groups.skeletal


def _is_of_it(placing: Placing, position: int) -> bool:
    """Say whether what a sentence says of "it" is at its place; what is only denied may not be.

    "It extends into the canal without compressing the cord", but "it shows no fracture".
    """
    if speaks_of_it(placing.marks, placing.mentions[position][0]):
        return True
    return opens_with_it(placing.marks) and any(
        status is not ABSENT for _, status in placing.mentions[: position + 1]
    )


def names_lesion(placing: Placing, mention: Mention) -> bool:
    """Say whether a mention names the lesion that earlier sentences describe."""
    return (
        mention.finding in placing.groups.diagnoses
        and diagnoses(placing.marks)
        and not is_general(placing.marks)
    )


def _is_above_headings(placing: Placing, mention: Mention, status: Status) -> bool:
    """Say whether a mention is not of the segment that heads it: a scoliosis, "no fracture"."""
    groups = placing.groups
    if mention.finding in groups.curvature or mention.finding in groups.diffuse:
        return True
    return (
        status is ABSENT
        and mention.finding in placing.groups.skeletal
        and all(
            name in LEVELS and LEVELS[name].kind is INTERVERTEBRAL
            for name in placing.context.heading
        )
    )


def _sits_elsewhere(placing: Placing, mention: Mention) -> bool:
    """Say whether a finding between two vertebrae cannot be at what is carried: vertebrae."""
    return mention.finding in placing.groups.disc and all(
        name in LEVELS and LEVELS[name].kind is VERTEBRAL for name in placing.context.carried
    )
