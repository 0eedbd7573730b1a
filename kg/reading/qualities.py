"""Side, degree and change of a mention, from the words around it."""

from typing import Final

from kg.findings.qualities import Severity, Side
from kg.reading.changes import find_change
from kg.reading.cues import CHANGE, DEGREE, SIDE
from kg.reading.graded_sides import (
    SidedDegree,
    find_opening_side,
    find_sided_degrees,
    find_subject_side,
)
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.quality_behind import adverbs_after, degree_now, side_of_what_follows
from kg.reading.quality_values import Qualities, complete, read_qualities
from kg.reading.quality_windows import left_window, own_tokens, right_window
from kg.reading.quality_words import DEGREES, MIDLINE_DISC_WORDS, SIDES
from kg.reading.shared_qualities import share_degree, share_side

__all__ = ["find_qualities"]


#: What a sentence without any word of quality says; shared, never changed.
_PLAIN: Final = [Qualities()]
_JOINING: Final = frozenset({"and", "or", ","})
_SAYING: Final = frozenset({DEGREE, SIDE, CHANGE})


def find_qualities(
    marks: Marks, mention: Mention, mentions: list[Mention], *, is_disc_contour: bool
) -> list[Qualities]:
    """Return the qualities of a mention: one entry, or one per side graded apart.

    "Mild right and severe left foraminal stenosis" gives two entries.
    """
    if _says_nothing(marks, is_disc_contour):
        return _PLAIN
    window = left_window(marks, mention, is_disc_contour=is_disc_contour)
    if "respectively" in marks.word_set and len(listed := _in_turn(marks, window)) > 1:
        return listed
    parts = _parts_by_side(marks, window)
    if len(parts) > 1:
        return [read_qualities(marks, part, is_disc_contour) for part in parts]
    near = read_qualities(marks, [*window, *own_tokens(marks, mention)], is_disc_contour)
    if side := find_subject_side(marks, mention):
        own = read_qualities(marks, [side.first], False)
        near.side, near.side_word = own.side, own.side_word
    if sided := find_sided_degrees(marks, mention, mentions):
        by_side = _with_sides(marks, mention, sided, near)
        if len(by_side) > 1:
            return by_side
    _complete_behind(marks, mention, mentions, near, is_disc_contour)
    _take_from_others(marks, mention, mentions, near)
    near.change = find_change(marks, mention, mentions)
    return [near]


def _complete_behind(
    marks: Marks,
    mention: Mention,
    mentions: list[Mention],
    found: Qualities,
    is_disc_contour: bool,
) -> None:
    """Fill what a mention leaves open from the words behind it."""
    is_followed = bool(marks.cues) and marks.cues[-1].last > mention.last
    if is_followed and (after := right_window(marks, mention)):
        complete(found, read_qualities(marks, after, is_disc_contour, "after"))
    if found.side is None and (adverbs := adverbs_after(marks, mention, mentions)):
        complete(found, read_qualities(marks, adverbs, False, "after"))
    if "now" in marks.word_set and (today := degree_now(marks, mention, mentions)):
        now = read_qualities(marks, today, False, "after")
        found.severity, found.degree_word = now.severity, now.degree_word
        found.severity_rule = now.severity_rule
    elif "from" in marks.word_set and (progressed := _progressed(marks, mention)):
        found.severity, found.degree_word = progressed
        found.severity_rule = "severity.after"


def _take_from_others(
    marks: Marks, mention: Mention, mentions: list[Mention], found: Qualities
) -> None:
    """Fill what a mention leaves open from those that it is joined to or identifies."""
    if found.side is None and (opening := find_opening_side(marks, mention)):
        complete(found, read_qualities(marks, [opening.first], False))
    if found.side is None and mention.identifies is not None:
        mass = find_qualities(marks, mention.identifies, mentions, is_disc_contour=False)[0]
        found.side, found.side_word, found.side_rule = mass.side, mass.side_word, mass.side_rule
    if found.side is None and (after := side_of_what_follows(marks, mention)):
        complete(found, read_qualities(marks, after, False, "after"))
    if found.side is None and mention.form_first is not None:
        share_side(marks, mention, mentions, found)
    if found.severity is None and found.degree_word is None and not mention.implies_absent:
        share_degree(marks, mention, mentions, found)


def _with_sides(
    marks: Marks, mention: Mention, sided: list[SidedDegree], near: Qualities
) -> list[Qualities]:
    """Return a part for each side: of "severe … on the right and moderate on the left" two."""
    parts = [
        read_qualities(marks, [degree.first, side.first], False, "after") for degree, side in sided
    ]
    if len(parts) == 1 and near.degree_word and near.side is None:
        first = read_qualities(marks, right_window(marks, mention), False, "after")
        if first.side is not None and first.side is not parts[0].side:
            near.side, near.side_word, near.side_rule = first.side, first.side_word, "side.after"
            return [near, *parts]
    return parts


def _says_nothing(marks: Marks, is_disc_contour: bool) -> bool:
    """Say whether no word of a sentence can give a mention a side, a degree or a change."""
    if is_disc_contour and not MIDLINE_DISC_WORDS.isdisjoint(marks.word_set):
        return False
    return _SAYING.isdisjoint(marks.cue_kinds)


def _parts_by_side(marks: Marks, window: list[int]) -> list[list[int]]:
    """Split a noun phrase at "and" where each part has a side and a degree or a negation."""
    if _JOINING.isdisjoint(marks.word_set) or not any(
        marks.words[index] in _JOINING for index in window
    ):
        return [window]
    parts: list[list[int]] = [[]]
    for index in window:
        if marks.words[index] not in _JOINING or marks.cue_at[index] is not None:
            parts[-1].append(index)
        elif parts[-1]:
            parts.append([])
    graded = [part for part in parts if _side(marks, part) in {Side.LEFT, Side.RIGHT}]
    sides = {_side(marks, part) for part in graded}
    return graded if len(graded) == len(parts) > 1 and len(sides) > 1 else [window]


def _in_turn(marks: Marks, window: list[int]) -> list[Qualities]:
    """Return the degrees or the sides of a list, one by one: "mild and severe …, respectively".

    What reads as one elsewhere ("mild and moderate", "left and right") is two here. None when
    both degrees and sides stand there.
    """
    cues = [c for i in window if (c := marks.cue_at[i]) is not None and c.first == i]
    words = [word for cue in cues for word in marks.words_of(cue).split(" and ")]
    degrees = [(word, severity) for word in words if (severity := DEGREES.get(word))]
    sides = [(word, side) for word in words if (side := SIDES.get(word))]
    if degrees and sides:
        return []
    return [
        *(
            Qualities(severity=severity, degree_word=word, severity_rule="severity.respectively")
            for word, severity in degrees
        ),
        *(
            Qualities(side=side, side_word=word, side_rule="side.respectively")
            for word, side in sides
        ),
    ]


def _side(marks: Marks, indices: list[int]) -> Side | None:
    return read_qualities(marks, indices, False).side


def _progressed(marks: Marks, mention: Mention) -> tuple[Severity, str] | None:
    """Return what a degree has become: "has progressed from mild to moderate"."""
    for cue in marks.cues_of(DEGREE):
        words = marks.words[cue.first : cue.last + 1]
        if cue.first > mention.last and marks.words[cue.first - 1] == "from" and "to" in words:
            last = " ".join(words[words.index("to") + 1 :])
            if severity := DEGREES.get(last):
                return severity, last
    return None
