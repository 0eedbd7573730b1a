"""At which level each mention of a sentence is.

Nearest first: the mention's own noun phrase, its clause, the clause that it depends on ("at L4-L5
without stenosis"), "at this level", the level heading above, the sentence before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.anatomy.levels import LEVELS, LevelKind
from kg.anatomy.ranges import levels_between
from kg.findings.qualities import Status
from kg.reading.cues import CueKind
from kg.reading.marks import Marks, PlacedLevels
from kg.reading.mentions import Mention

__all__ = ["LevelContext", "LevelLink", "link_levels"]

_SAME_LEVEL = (
    ("this", "level"),
    ("that", "level"),
    ("same", "level"),
    ("these", "levels"),
    ("those", "levels"),
    ("same", "levels"),
    ("this", "segment"),
    ("above", "levels"),
)
_WHOLE_SPINE = "WholeSpine"
_ADJACENT = 4


@dataclass(frozen=True, slots=True)
class LevelLink:
    """The levels of one mention, none where nothing names them, and the rule that found them."""

    levels: tuple[str, ...]
    rule: str


@dataclass(slots=True)
class LevelContext:
    """What earlier sentences say of the level.

    `heading` is the level heading above, `heading_is_alone` says that it had a line of its own,
    `last_named` is what "this level" means, `carried` what a sentence without a level may take.
    """

    heading: tuple[str, ...] = ()
    heading_is_alone: bool = False
    last_named: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Segment:
    first: int
    last: int
    depends: bool
    groups: tuple[PlacedLevels, ...]


def link_levels(
    marks: Marks,
    mentions: Sequence[tuple[Mention, Status]],
    context: LevelContext,
    *,
    segmental: frozenset[str],
) -> list[LevelLink]:
    """Return the level link of each mention, in their order.

    `segmental` holds the finding classes that sit at the motion segment (disc, facet, foramen).
    """
    segments = _segments(marks, [mention for mention, _ in mentions])
    links = [
        _link(marks, segments, position, mentions, context, segmental)
        for position in range(len(mentions))
    ]
    links = _distributed(marks, mentions, links)
    return [
        LevelLink(_as_segments(link.levels, link.rule), link.rule)
        if mention.finding in segmental
        else link
        for (mention, _), link in zip(mentions, links, strict=True)
    ]


def _segments(marks: Marks, mentions: list[Mention]) -> list[_Segment]:
    starts: list[tuple[int, bool]] = [(0, False)]
    for match in marks.cues:
        kinds = {meaning.kind for meaning in match.meanings}
        words = marks.tokens[match.first].word
        if CueKind.DEPENDENT_BREAK in kinds or (
            CueKind.ABSENT_BEFORE in kinds and words.startswith("with")
        ):
            starts.append((match.first, True))
        elif CueKind.CLAUSE_BREAK in kinds:
            starts.append((match.first, words == "but"))
    starts.extend((index, False) for index, t in enumerate(marks.tokens) if t.word == ";")
    starts.extend((index, False) for index in _new_places(marks, mentions))
    starts = sorted(dict(sorted(starts, reverse=True)).items())
    segments: list[_Segment] = []
    for position, (first, depends) in enumerate(starts):
        last = starts[position + 1][0] - 1 if position + 1 < len(starts) else len(marks.tokens) - 1
        groups = tuple(g for g in marks.levels if first <= g.first <= last and _counts(g))
        segments.append(_Segment(first, last, depends, groups))
    return segments


def _counts(group: PlacedLevels) -> bool:
    return _WHOLE_SPINE not in group.levels


def _new_places(marks: Marks, mentions: list[Mention]) -> list[int]:
    """Return where "and at L5-S1" opens a place of its own after a placed mention."""
    places: list[int] = []
    for group in marks.levels:
        index = group.first - 1
        while index >= 0 and marks.tokens[index].word in {"the", "level"}:
            index -= 1
        if index < 1 or marks.tokens[index].word != "at":
            continue
        if marks.tokens[index - 1].word not in {"and", ",", "&"}:
            continue
        placed_before = any(other.last < index for other in marks.levels)
        mention_after = any(mention.first > group.last for mention in mentions)
        if placed_before and mention_after:
            places.append(index)
    return places


def _link(
    marks: Marks,
    segments: list[_Segment],
    position: int,
    mentions: Sequence[tuple[Mention, Status]],
    context: LevelContext,
    segmental: frozenset[str],
) -> LevelLink:
    mention, status = mentions[position]
    at = next(i for i, s in enumerate(segments) if s.first <= mention.head <= s.last)
    group, rule = _own_group(marks, segments[at], position, mentions), "clause"
    if group is None:
        group, rule = _inherited(segments, at, status), "clause before"
    if group is None and _refers_back(marks, segments[at]) and context.last_named:
        return LevelLink(context.last_named, "same level")
    if group is not None and not (group.is_region and context.heading):
        return LevelLink(group.levels, f"{rule}, range" if group.is_range else rule)
    if context.heading:
        return LevelLink(context.heading, "heading")
    if context.carried and mention.finding in segmental:
        return LevelLink(context.carried, "sentence before")
    return LevelLink((), "none")


def _own_group(
    marks: Marks, segment: _Segment, position: int, mentions: Sequence[tuple[Mention, Status]]
) -> PlacedLevels | None:
    """Return the group of the mention's own clause: before it in its phrase, after, or before."""
    mention = mentions[position][0]
    inside = [g for g in segment.groups if mention.first <= g.first and g.last <= mention.last]
    if inside:
        return inside[0]
    before = [group for group in segment.groups if group.last < mention.first]
    after = [group for group in segment.groups if group.first > mention.last]
    if before and _modifies(marks, before[-1], mention):
        return before[-1]
    if after and not (before and _is_claimed(marks, mention, after[0], mentions[position + 1 :])):
        return after[0]
    return before[-1] if before else None


def _modifies(marks: Marks, group: PlacedLevels, mention: Mention) -> bool:
    """Say whether a group stands in the mention's noun phrase: "L4-L5 broad-based bulge"."""
    between = range(group.last + 1, mention.first)
    return len(between) <= _ADJACENT and all(
        marks.tokens[index].word.isalpha()
        and marks.phrase_at[index] is None
        and marks.tokens[index].word not in {"and", "or", "of", "on", "at", "in", "with", "to"}
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
        words = {marks.tokens[index].word for index in range(edge + 1, other.first)}
        if not words & {"and", "or", "&"} or len(words) > _ADJACENT:
            return True
        edge = other.last
    return False


def _inherited(segments: list[_Segment], at: int, status: Status) -> PlacedLevels | None:
    """Return the group of the clause that a dependent clause belongs to, or that depends on it."""
    index = at
    while index > 0 and segments[index].depends:
        index -= 1
        if segments[index].groups:
            return segments[index].groups[-1]
    if status is Status.ABSENT:
        return None
    index = at + 1
    while index < len(segments) and segments[index].depends:
        if segments[index].groups:
            return segments[index].groups[0]
        index += 1
    return None


def _refers_back(marks: Marks, segment: _Segment) -> bool:
    words = [token.word for token in marks.tokens[segment.first : segment.last + 1]]
    return any(pair in _SAME_LEVEL for pair in zip(words, words[1:], strict=False))


def _distributed(
    marks: Marks, mentions: Sequence[tuple[Mention, Status]], links: list[LevelLink]
) -> list[LevelLink]:
    """Give each of n mentions its own of n levels where the sentence says "respectively"."""
    if not any(token.word == "respectively" for token in marks.tokens):
        return links
    shared = links[0].levels if links else ()
    if len(shared) != len(links) or any(link.levels != shared for link in links):
        return links
    return [LevelLink((level,), "respectively") for level in shared]


def _as_segments(levels: tuple[str, ...], rule: str) -> tuple[str, ...]:
    """Read a range of vertebrae as the motion segments between them, for disc findings."""
    if not rule.endswith("range") or any(name not in LEVELS for name in levels):
        return levels
    if any(LEVELS[name].kind is not LevelKind.VERTEBRAL for name in levels) or len(levels) < 2:
        return levels
    between = levels_between(levels[0], levels[-1])
    return tuple(level.name for level in between if level.kind is LevelKind.INTERVERTEBRAL)
