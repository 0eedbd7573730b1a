"""Places named without their finding: "compression at T9 but not at T10", "severe at L4-L5"."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.findings.qualities import ABSENT, PRESENT, Severity, Side, Status
from kg.reading.cues import ABSENT_AFTER, ABSENT_BEFORE, DEGREE, GRADING, SIDE
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels
from kg.reading.quality_behind import graded_in_parentheses

__all__ = ["Ellipsis", "find_ellipses"]

#: Data: words that stand for an absent finding named before: "stenosis at L3-L4, but none at L4".
_NONE: Final = frozenset({"none", "nil"})
#: Tokens between the last place and the finding that it is said of.
_BEFORE_MENTION: Final = 4
_DENYING: Final = frozenset({ABSENT_AFTER, ABSENT_BEFORE})
_STATING: Final = frozenset({ABSENT_AFTER, ABSENT_BEFORE, DEGREE})
_LISTED: Final = frozenset({",", "and", "at"})
_PREPOSITIONS: Final = frozenset({"at", "in", "of", "on", "the", "level"})


class Ellipsis(NamedTuple):
    """A place that repeats the mention at `position`, with its own status or degree.

    `words` are the report's for the status or degree, `place` those for the levels; one that
    `excepts` a place says there the opposite of what is denied elsewhere.
    """

    position: int
    levels: tuple[str, ...]
    status: Status
    severity: Severity | None
    words: str
    place: str
    side: Side | None = None
    excepts: bool = False


class _Governing(NamedTuple):
    """The first token of what gives a place its status or degree, and what it gives."""

    first: int
    status: Status
    severity: Severity | None = None
    side: Side | None = None


def find_ellipses(
    marks: Marks, mentions: Sequence[Mention], used: set[tuple[str, ...]]
) -> Iterator[Ellipsis]:
    """Yield the places that repeat the last mention before them; `used` are levels already taken.

    Only a place directly after "not" or a degree counts, with no mention between the two.
    """
    yield from _leading(marks, mentions)
    for group in marks.levels:
        before = [i for i, mention in enumerate(mentions) if mention.last < group.first]
        if group.is_region or group.levels in used or not before:
            continue
        found = _governing_cue(marks, group) or _graded_behind(marks, group)
        if found is not None and found.first > mentions[before[-1]].last:
            first, status, severity, side = found
            words, place = marks.quoted(first, first), marks.quoted(group.first, group.last)
            excepts = _excepts(marks, first)
            if excepts and any(mention.first > group.last for mention in mentions):
                continue
            yield Ellipsis(before[-1], group.levels, status, severity, words, place, side, excepts)


def _leading(marks: Marks, mentions: Sequence[Mention]) -> Iterator[Ellipsis]:
    """Yield the graded places before the last one: "mild L2-3, moderate L3-4 and severe L4-5 …"."""
    if len(marks.levels) < 2:
        return
    for position, mention in enumerate(mentions):
        places = [group for group in marks.levels if group.last < mention.first]
        if len(places) < 2 or mention.first - places[-1].last > _BEFORE_MENTION:
            continue
        for earlier, later in zip(places[-2::-1], places[:0:-1], strict=True):
            found = _from_cues(marks, earlier.first - 1) or _side_before(marks, earlier.first - 1)
            if found is None or not _is_listed(marks, earlier, later):
                break
            words = marks.quoted(found.first, found.first)
            place = marks.quoted(earlier.first, earlier.last)
            yield Ellipsis(
                position, earlier.levels, found.status, found.severity, words, place, found.side
            )


def _side_before(marks: Marks, index: int) -> _Governing | None:
    cue = marks.cue_at[index] if index >= 0 else None
    if cue is None or SIDE not in cue.kinds:
        return None
    return _Governing(cue.first, PRESENT, None, cue.kinds[SIDE][0].side)


def _is_listed(marks: Marks, one: PlacedLevels, other: PlacedLevels) -> bool:
    """Say whether nothing but a comma or "and", a degree and a side stands between two places."""
    between = range(one.last + 1, other.first)
    return all(
        marks.words[index] in {",", "and"}
        or ((cue := marks.cue_at[index]) is not None and not GRADING.isdisjoint(cue.kinds))
        for index in between
    )


def _excepts(marks: Marks, index: int) -> bool:
    """Say whether what ends at a token excepts a place: "no stenosis except at L4-L5"."""
    words = marks.words[max(0, index - 1) : index + 1]
    return words[-1:] == ["except"] or words in (["except", "for"], ["apart", "from"])


def _degree_after(marks: Marks, last: int) -> Severity | None:
    """Return the degree that a relative clause adds: "… at L4-L5, where it is moderate"."""
    if "where" not in marks.words[last + 1 : last + 3]:
        return None
    degrees = (
        meaning.severity
        for cue in marks.cues_of(DEGREE)
        if cue.first > last
        for meaning in cue.kinds[DEGREE]
    )
    return next(degrees, None)


def _governing_cue(marks: Marks, group: PlacedLevels) -> _Governing | None:
    index = group.first - 1
    while index >= 0 and marks.words[index] in _PREPOSITIONS:
        index -= 1
    if 0 <= index < group.first - 1 and marks.words[index] in _NONE:
        return _Governing(index, ABSENT)
    if index >= 0 and _excepts(marks, index):
        return _Governing(index, PRESENT, _degree_after(marks, group.last))
    return _from_cues(marks, index) if 0 <= index < group.first - 1 else None


def _graded_behind(marks: Marks, group: PlacedLevels) -> _Governing | None:
    """Return the degree in parentheses behind a listed place: "at C4-C5 (mild), C5-C6 (severe)"."""
    index = group.first - 1
    while index >= 0 and marks.words[index] in _LISTED:
        index -= 1
    if index < 0 or marks.words[index] != ")":
        return None
    close = graded_in_parentheses(marks, group.last + 1)
    cue = marks.cue_at[group.last + 2] if close else None
    if cue is None:
        return None
    return _Governing(cue.first, PRESENT, cue.kinds[DEGREE][0].severity)


def _from_cues(marks: Marks, index: int) -> _Governing | None:
    """Return what a negation or a degree that ends at a token gives, passing over a side.

    "Severe at L4-L5 and moderate bilaterally at L5-S1".
    """
    cue = marks.cue_at[index]
    side: Side | None = None
    if cue is not None and SIDE in cue.kinds and cue.first:
        side, cue = cue.kinds[SIDE][0].side, marks.cue_at[cue.first - 1]
    if side is not None and (cue is None or cue.kinds.keys().isdisjoint(_STATING)):
        joined = marks.cue_at[index]
        first = joined.first if joined is not None else index
        if marks.words[first - 1] in _LISTED:
            # "Narrowed on the right at L2-L3 and bilaterally at L3-L4".
            return _Governing(first, PRESENT, None, side)
    for meaning in cue.meanings if cue else ():
        if cue and meaning.kind in _DENYING:
            return _Governing(cue.first, ABSENT, None, side)
        if cue and meaning.kind is DEGREE and meaning.severity:
            return _Governing(cue.first, PRESENT, meaning.severity, side)
    return None
