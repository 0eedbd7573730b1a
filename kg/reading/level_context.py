"""What earlier sentences and headings say of the level of the sentences after them."""

import re
from collections.abc import Sequence
from typing import Final

from kg.anatomy.levels import INTERVERTEBRAL, LEVELS
from kg.reading.level_groups import LevelGroup
from kg.reading.marks import Marks
from kg.reading.sentences import Sentence

__all__ = [
    "LevelContext",
    "after_heading",
    "bounding_vertebrae",
    "leave_heading",
    "move_on",
    "remember",
]

#: Data: words before a place that opens a sentence: "At the L4-L5 level".
_PLACING: Final = frozenset({"at", "in", "of", "on", "the", "level"})
#: Data: words before a level that opens a sentence as its heading, and what makes it one.
_HEADING_LEADS: Final = frozenset({"", "at", "the", "at the", "level"})
#: Data: nouns for what a diagnosis further down in the report names.
_LESIONS: Final = frozenset(
    {"collection", "cyst", "focus", "lesion", "lesions", "mass", "masses", "nodule", "tumor"}
    | {"tumors", "tumour", "tumours"}
)
_DEFINITE: Final = frozenset({"its", "that", "the", "this"})
_HEADING_MARK: Final = re.compile(
    r"\s*(?:levels? ?:|:|disc(?: space)?:|[-\u2013\u2014] )\s*", re.IGNORECASE
)


class LevelContext:
    """What earlier sentences say of the level.

    `heading` is the level heading above, `heading_is_alone` says that it had a line of its own;
    `last_named` is what "this level" means, `last_segments` what it means for a disc,
    `last_listed` what "these levels" means, `lesion` where a lesion was described; `carried` is
    what a sentence without a level may take, `carried_opens` says that its sentence opened with
    the place ("At L4-L5 there is …"); `heading_region` and `heading_sites` are what the heading of
    the section names ("THORACIC SPINE:", "Cord:").
    """

    __slots__ = (
        *("carried", "carried_opens", "heading", "heading_is_alone", "heading_region"),
        *("heading_sites", "last_listed", "last_named", "last_segments", "lesion"),
    )

    def __init__(
        self, heading_region: tuple[str, ...] = (), heading_sites: tuple[str, ...] = ()
    ) -> None:
        self.heading_region = heading_region
        self.heading_sites = heading_sites
        self.heading: tuple[str, ...] = ()
        self.heading_is_alone = False
        self.last_named: tuple[str, ...] = ()
        self.last_segments: tuple[str, ...] = ()
        self.lesion: tuple[str, ...] = ()
        self.last_listed: tuple[str, ...] = ()
        self.carried: tuple[str, ...] = ()
        self.carried_opens = False


def bounding_vertebrae(levels: Sequence[str]) -> set[str]:
    """Return the vertebrae that bound these levels between two vertebrae."""
    known = [LEVELS[name] for name in levels if name in LEVELS]
    between = [level for level in known if level.kind is INTERVERTEBRAL]
    return {name for level in between for name in (level.upper, level.lower) if name}


def move_on(context: LevelContext, sentence: Sentence) -> None:
    """Forget at the start of a line what only the line before could mean."""
    if sentence.opens_line:
        if not context.heading_is_alone:
            context.heading = ()
        context.carried = ()


def leave_heading(context: LevelContext, groups: tuple[LevelGroup, ...]) -> None:
    """End what a level heading governs at a sentence that names levels away from it."""
    if context.heading and not context.heading_is_alone:
        governed = set(context.heading) | bounding_vertebrae(context.heading)
        if groups and governed.isdisjoint(name for group in groups for name in group.levels):
            context.heading = ()


def after_heading(
    context: LevelContext, text: str, sentence: Sentence, groups: Sequence[LevelGroup]
) -> Sentence | None:
    """Take a level heading ("L4-L5:") off a sentence, or return None when nothing else is left.

    `groups` are the levels that start in the sentence.
    """
    if not groups or groups[0].end > sentence.end:
        return sentence
    group = groups[0]
    lead = text[sentence.start : group.start]
    if lead and lead.strip().lower() not in _HEADING_LEADS:
        return sentence
    mark = _HEADING_MARK.match(text, group.end, sentence.end)
    if mark is None:
        return sentence
    context.heading, context.carried = group.levels, ()
    context.heading_is_alone = mark.end() == sentence.end
    if context.heading_is_alone:
        return None
    return Sentence(mark.end(), sentence.end, sentence.opens_line)


def _is_known(marks: Marks) -> bool:
    """Say whether a sentence speaks of a lesion that was described before: "above the lesion"."""
    words = marks.words
    return all(
        index and words[index - 1] in _DEFINITE
        for index, word in enumerate(words)
        if word in _LESIONS
    )


def remember(context: LevelContext, marks: Marks) -> None:
    """Keep the levels that the next sentence may refer to."""
    named = [group.levels for group in marks.levels if not group.is_region]
    if named:
        context.last_named = named[-1]
        if not _LESIONS.isdisjoint(marks.word_set) and not (context.lesion and _is_known(marks)):
            context.lesion = named[0]
        context.last_listed = next((n for n in named[::-1] if len(n) > 1), context.last_listed)
        discs = [levels for levels in named if LEVELS[levels[0]].kind is INTERVERTEBRAL]
        context.last_segments = discs[-1] if discs else ()
        places = set(discs or named)
        context.carried = places.pop() if len(places) == 1 else ()
        before = marks.words[: marks.levels[0].first]
        context.carried_opens = before != ["the"] and _PLACING.issuperset(before)
    elif any(group.is_region for group in marks.levels):
        context.carried = ()
    elif context.heading:
        context.last_named = context.heading
    elif not marks.phrases:
        context.carried = ()
