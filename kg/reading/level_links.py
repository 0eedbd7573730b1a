"""At which level each mention of a sentence is.

Nearest first: the mention's own noun phrase, its clause, the clause that it depends on ("at L4-L5
without stenosis"), "at this level", the level heading above, the sentence before.
"""

from collections.abc import Sequence
from typing import Final

from kg.anatomy.levels import INTERVERTEBRAL, LEVELS, VERTEBRAL
from kg.anatomy.ranges import levels_between
from kg.findings.qualities import ABSENT, POSSIBLE, Status
from kg.reading.clauses import Clause
from kg.reading.finding_groups import FindingGroups
from kg.reading.level_context import LevelContext, bounding_vertebrae
from kg.reading.level_places import (
    claimed_by_graded,
    diagnoses,
    inherited,
    is_everywhere,
    is_general,
    is_multilevel,
    modifies,
    one_of_two,
    opens_with_it,
    own_group,
    placed_itself,
    refers_back,
    speaks_of_it,
)
from kg.reading.marks import Marks, PlacedLevels
from kg.reading.mention import Mention

__all__ = ["LevelLink", "link_levels"]

#: Data: verbs of a relative clause that place what it is said of: "a mass, which extends from …".
_PLACING: Final = frozenset(
    {"extends", "spans", "involves", "measures", "extend", "reaches", "lies"}
)
#: Data: participles that do the same: "edema extending from C2 to C5".
_EXTENDING: Final = frozenset({"extending", "spanning", "centered", "centred"})
_SPANNED: Final = frozenset({"at", "between", "from"})
#: Rules that link levels which the sentence itself does not name.
_WITHOUT_PLACE: Final = frozenset({"level.heading", "level.same-level"})
_CONUS_LEVEL: Final = "ConusLevel"
_OPENING_PLACE: Final = _EXTENDING | {"which"}
#: Tokens; a place among the first ones opens a sentence: "at the L4-L5 level".
_OPENING: Final = 4


class LevelLink:
    """The levels of one mention, none where nothing names them, and the rule that found them.

    `group` is the place of the sentence that names them, where one does.
    """

    __slots__ = ("group", "levels", "rule")

    def __init__(
        self, levels: tuple[str, ...], rule: str, group: PlacedLevels | None = None
    ) -> None:
        self.levels = levels
        self.rule = rule
        self.group = group


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
    placing = _Placing(marks, clauses, mentions, context, groups)
    if clauses:
        links = [placing.link(position) for position in range(len(mentions))]
    else:
        links = [placing.from_context(position) for position in range(len(mentions))]
    links = _distributed(marks, mentions, links)
    return [
        LevelLink(_as_segments(link.levels), link.rule, link.group)
        if mention.finding in groups.intervertebral and _spans(link)
        else link
        for (mention, _), link in zip(mentions, links, strict=True)
    ]


class _Placing:
    """All that placing one mention of a sentence needs to look at."""

    __slots__ = ("clauses", "context", "groups", "marks", "mentions")

    def __init__(
        self,
        marks: Marks,
        clauses: Sequence[Clause],
        mentions: Sequence[tuple[Mention, Status]],
        context: LevelContext,
        groups: FindingGroups,
    ) -> None:
        self.marks = marks
        self.clauses = clauses
        self.mentions = mentions
        self.context = context
        self.groups = groups

    def link(self, position: int) -> LevelLink:
        """Return where the mention at `position` is."""
        mention, _ = self.mentions[position]
        if is_everywhere(self.marks, mention):
            return LevelLink((), "level.general")
        at = self._clause_of(mention)
        if levels := one_of_two(self.marks, self.clauses[: at + 1], mention):
            return LevelLink(levels, "level.same-level")
        group, rule = self._group(position, at)
        if group is not None and self._is_of_conus(mention, group):
            return self.from_context(position)
        return self._linked(position, at, group, rule)

    def _linked(self, position: int, at: int, group: PlacedLevels | None, rule: str) -> LevelLink:
        """Return the link by a group of the sentence, by what refers back, or by the context."""
        mention, _ = self.mentions[position]
        if group is not None and self._is_of_others(mention, group):
            return LevelLink((), "level.none")
        if group is None:
            if levels := self._referred_to(mention, at):
                return LevelLink(levels, "level.same-level")
            if opening := self._opening():
                return LevelLink(opening.levels, "level.opening", opening)
        if group is not None and not self._is_under_heading(mention, group):
            return LevelLink(group.levels, rule, group)
        return self.from_context(position)

    def _is_of_others(self, mention: Mention, group: PlacedLevels) -> bool:
        """Say whether a place cannot be that of osteopenia, which is not of the bones beside it."""
        diffuse = mention.finding in self.groups.diffuse
        return diffuse and not placed_itself(self.marks, group, mention)

    def _is_of_conus(self, mention: Mention, group: PlacedLevels) -> bool:
        """Say whether a place is only where the conus ends, and a mention something else."""
        before = [one for one, _ in self.mentions if one.last < group.first]
        return bool(before) and before[-1].finding == _CONUS_LEVEL != mention.finding

    def _clause_of(self, mention: Mention) -> int:
        """Return the position of the clause in which a mention stands."""
        position = 0
        while self.clauses[position].last < mention.head:
            position += 1
        return position

    def _is_under_heading(self, mention: Mention, group: PlacedLevels) -> bool:
        """Say whether the heading places a mention better than a group of its sentence.

        So it does where that is a region, or a vertebra beside the segment of the heading and the
        finding sits between two: "L5-S1: … anterolisthesis of L5".
        """
        if not self.context.heading:
            return False
        return group.is_region or (
            mention.finding in self.groups.intervertebral
            and set(group.levels) <= bounding_vertebrae(self.context.heading)
        )

    def _group(self, position: int, at: int) -> tuple[PlacedLevels | None, str]:
        """Return the group of the mention's own clause, or of the one that it depends on."""
        mention, status = self.mentions[position]
        following = self.mentions[position + 1 :]
        if placed := self._placed_after(mention, at):
            return placed, "level.clause"
        clause = self._open_to(mention, self.clauses[at])
        group = own_group(self.marks, clause, mention, following)
        if group is None or claimed_by_graded(self.marks, mention, group, following):
            # What stands under a heading, and what is said of many levels, is at no later place.
            forward = not (self.context.heading or is_multilevel(self.marks, mention))
            before = inherited(self.marks, self.clauses, at, status, forward=forward)
            if before is not None:
                return before, "level.clause-before"
        return group, "level.clause"

    def _open_to(self, mention: Mention, clause: Clause) -> Clause:
        """Return a clause without the places that other mentions take for themselves.

        In "L4-L5: bulging, left L5 hemilaminectomy and a protrusion" L5 is the laminectomy's only;
        where nothing else places the mention, such a place still does.
        """
        if not clause.groups or len(self.mentions) == 1:
            return clause
        others = [other for other, _ in self.mentions if other is not mention]
        free = tuple(
            group
            for group in clause.groups
            if mention.first <= group.first <= mention.last
            or modifies(self.marks, group, mention)
            or not any(modifies(self.marks, group, other) for other in others)
        )
        if len(free) == len(clause.groups) or not (free or self.context.heading):
            return clause
        return Clause(clause.first, clause.last, clause.depends, free)

    def _placed_after(self, mention: Mention, at: int) -> PlacedLevels | None:
        """Return the place of the clause that directly follows a mention and extends it."""
        if at + 1 == len(self.clauses) or _OPENING_PLACE.isdisjoint(self.marks.word_set):
            return None
        clause = self.clauses[at + 1]
        if not mention.last < clause.first <= mention.last + 2:
            return None
        words = self.marks.words[clause.first : clause.first + 2]
        extends = words[0] in _EXTENDING and not _SPANNED.isdisjoint(words)
        if not extends and (words[0] != "which" or _PLACING.isdisjoint(words)):
            return None
        groups = [g for c in self.clauses[at + 1 : at + 3] for g in c.groups]
        return groups[0] if groups else None

    def _referred_to(self, mention: Mention, at: int) -> tuple[str, ...]:
        """Return what "this level" or "these levels" in a clause means for a mention."""
        word = refers_back(self.marks, self.clauses[at])
        while word is None and at and (self.clauses[at].depends or not self._has_mention(at - 1)):
            # "At the same level | there is compression", "flat at this level | without edema".
            at -= 1
            word = refers_back(self.marks, self.clauses[at])
        if word is None:
            return ()
        earlier = [g.levels for clause in self.clauses[:at] for g in clause.groups]
        listed = self.context.last_listed if word == "levels" and not earlier else ()
        levels = earlier[-1] if earlier else listed or self.context.last_named
        if mention.finding not in self.groups.intervertebral:
            return levels
        segments = [
            named
            for named in (self.context.last_segments, *earlier)
            if named and set(levels) <= bounding_vertebrae(named)
        ]
        return segments[-1] if segments else levels

    def _has_mention(self, at: int) -> bool:
        clause = self.clauses[at]
        return any(clause.first <= mention.head <= clause.last for mention, _ in self.mentions)

    def _opening(self) -> PlacedLevels | None:
        """Return the place with which the sentence opens: it holds for all its clauses."""
        first = self.marks.levels[0] if self.marks.levels else None
        if first is None or first.is_region or not first.levels:
            return None
        words = self.marks.words[: first.first]
        return first if words and words[0] == "at" and len(words) <= _OPENING else None

    def _before_semicolon(self, mention: Mention, status: Status) -> PlacedLevels | None:
        """Return the place named before a semicolon that a mention of the same matter shares."""
        if status is ABSENT or not (status is POSSIBLE or mention.finding in self.groups.segmental):
            return None
        for position, clause in enumerate(self.clauses):
            if clause.first <= mention.head <= clause.last:
                opens = self.marks.words[clause.first] == ";"
                while opens and position and not self.clauses[position - 1].groups:
                    position -= 1
                earlier = self.clauses[position - 1].groups if opens and position else ()
                return earlier[-1] if earlier and not earlier[-1].is_region else None
        return None

    def from_context(self, position: int) -> LevelLink:
        """Return where earlier sentences and the heading place the mention at `position`."""
        mention, status = self.mentions[position]
        if self.context.heading and not self._is_above_headings(mention, status):
            return LevelLink(self.context.heading, "level.heading")
        if before := self._before_semicolon(mention, status):
            return LevelLink(before.levels, "level.clause-before", before)
        if self.context.last_named and self._is_of_it(position):
            return LevelLink(self.context.last_named, "level.sentence-before")
        if is_multilevel(self.marks, mention):
            return LevelLink((), "level.general")
        if self.context.lesion and self._is_diagnosis(mention, status):
            return LevelLink(self.context.lesion, "level.lesion-before")
        if (
            self.context.carried
            and mention.finding in self.groups.segmental
            and not self._sits_elsewhere(mention)
            and (status is not ABSENT or self.context.carried_opens)
            and not is_general(self.marks)
        ):
            return LevelLink(self.context.carried, "level.sentence-before")
        if self.context.heading_region:
            return LevelLink(self.context.heading_region, "level.region-heading")
        return LevelLink((), "level.none")

    def _is_of_it(self, position: int) -> bool:
        """Say whether what a sentence says of "it" is at its place; what is only denied may not be.

        "It extends into the canal without compressing the cord", but "it shows no fracture".
        """
        if speaks_of_it(self.marks, self.mentions[position][0]):
            return True
        return opens_with_it(self.marks) and any(
            status is not ABSENT for _, status in self.mentions[: position + 1]
        )

    def _is_diagnosis(self, mention: Mention, status: Status) -> bool:
        """Say whether a mention names the lesion that earlier sentences describe."""
        return (
            status is not ABSENT
            and mention.finding in self.groups.diagnoses
            and diagnoses(self.marks)
        )

    def _is_above_headings(self, mention: Mention, status: Status) -> bool:
        """Say whether a mention is not of the segment that heads it: a scoliosis, "no fracture"."""
        if mention.finding in self.groups.curvature:
            return True
        return (
            status is ABSENT
            and mention.finding in self.groups.skeletal
            and all(
                name in LEVELS and LEVELS[name].kind is INTERVERTEBRAL
                for name in self.context.heading
            )
        )

    def _sits_elsewhere(self, mention: Mention) -> bool:
        """Say whether a finding between two vertebrae cannot be at what is carried: vertebrae."""
        return mention.finding in self.groups.disc and all(
            name in LEVELS and LEVELS[name].kind is VERTEBRAL for name in self.context.carried
        )


def _distributed(
    marks: Marks, mentions: Sequence[tuple[Mention, Status]], links: list[LevelLink]
) -> list[LevelLink]:
    """Give each of n mentions its own of n levels where the sentence says "respectively"."""
    if "respectively" not in marks.word_set:
        return links
    shared = links[0].levels if links else ()
    if len(shared) != len(links) or any(link.levels != shared for link in links):
        return links
    return [LevelLink((level,), "level.respectively", links[0].group) for level in shared]


def _spans(link: LevelLink) -> bool:
    """Say whether levels are a range, or two vertebrae with one segment between them."""
    if link.group is None:
        return link.rule in _WITHOUT_PLACE and len(link.levels) > 1
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
