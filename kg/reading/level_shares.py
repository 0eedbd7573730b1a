"""Which of the levels that mentions share is whose: one each, or the segments between vertebrae."""

from collections.abc import Sequence
from typing import Final

from kg.anatomy.levels import INTERVERTEBRAL, LEVELS, VERTEBRAL
from kg.anatomy.ranges import levels_between
from kg.findings.qualities import Status
from kg.reading.finding_groups import FindingGroups
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placing import LevelLink

__all__ = ["shared_out", "with_segments"]

#: Rules that link levels which the sentence itself does not name.
_WITHOUT_PLACE: Final = frozenset({"level.heading", "level.same-level"})


def shared_out(
    marks: Marks, mentions: Sequence[tuple[Mention, Status]], links: list[LevelLink]
) -> list[LevelLink]:
    """Give each of n mentions its own of n levels where the sentence says "respectively"."""
    if "respectively" not in marks.word_set:
        return links
    shared = links[0].levels if links else ()
    if len(shared) != len(links) or any(link.levels != shared for link in links):
        return links
    return [LevelLink((level,), "level.respectively", links[0].group) for level in shared]


def with_segments(
    mentions: Sequence[tuple[Mention, Status]], links: list[LevelLink], groups: FindingGroups
) -> list[LevelLink]:
    """Return the links with ranges of vertebrae read as segments for what lies between two."""
    for position, link in enumerate(links):
        if _spans(link) and mentions[position][0].finding in groups.intervertebral:
            links[position] = LevelLink(_as_segments(link.levels), link.rule, link.group)
    return links


def _spans(link: LevelLink) -> bool:
    """Say whether levels are a range, or two vertebrae with one segment between them."""
    if len(link.levels) < 2:
        return False
    if link.group is None:
        return link.rule in _WITHOUT_PLACE
    return link.group.is_range or (len(link.levels) == 2 and "-".join(link.levels) in LEVELS)


def _as_segments(levels: tuple[str, ...]) -> tuple[str, ...]:
    """Read a range of vertebrae as the motion segments between them, for disc findings."""
    if any(name not in LEVELS for name in levels):
        return levels
    if any(LEVELS[name].kind is not VERTEBRAL for name in levels) or len(levels) < 2:
        return levels
    between = levels_between(levels[0], levels[-1])
    if len(between) != 2 * len(levels) - 1:
        # They are not those of a range.
        return levels
    return tuple(level.name for level in between if level.kind is INTERVERTEBRAL)
