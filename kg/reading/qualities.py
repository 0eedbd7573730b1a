"""Side, degree and change of a mention, from the words around it."""

from typing import Final

from kg.findings.qualities import Change, Severity, Side
from kg.reading.changes import find_change
from kg.reading.cues import CHANGE, DEGREE, SIDE, Cue
from kg.reading.graded_sides import SidedDegree, find_opening_side, find_sided_degrees
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.quality_windows import (
    adverbs_after,
    degree_now,
    left_window,
    own_tokens,
    right_window,
    side_of_what_follows,
)
from kg.reading.quality_words import DEGREES, MIDLINE_DISC_WORDS, SIDES
from kg.vocabulary.token_trie import Match

__all__ = ["Qualities", "find_qualities"]


class Qualities:
    """What the words around a mention say of it, with the report's own words."""

    __slots__ = (
        "change",
        "degree_word",
        "severity",
        "severity_rule",
        "side",
        "side_rule",
        "side_word",
    )

    def __init__(  # noqa: PLR0913
        self,
        side: Side | None = None,
        side_word: str | None = None,
        side_rule: str | None = None,
        severity: Severity | None = None,
        degree_word: str | None = None,
        severity_rule: str | None = None,
        change: Change | None = None,
    ) -> None:
        self.side = side
        self.side_word = side_word
        self.side_rule = side_rule
        self.severity = severity
        self.degree_word = degree_word
        self.severity_rule = severity_rule
        self.change = change


#: What a sentence without any word of quality says; shared, never changed.
_PLAIN: Final = [Qualities()]
_JOINING: Final = frozenset({"and", "or", ","})
#: Words between two sites, or two findings, that share a word of quality.
_JOINTS: Final = (["and"], ["or"], ["and", "/", "or"], [","], ["&"], ["/"])
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
        return [_read(marks, part, is_disc_contour) for part in parts]
    near = _read(marks, [*window, *own_tokens(marks, mention)], is_disc_contour)
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
        _complete(found, _read(marks, after, is_disc_contour, "after"))
    if found.side is None and (adverbs := adverbs_after(marks, mention, mentions)):
        _complete(found, _read(marks, adverbs, False, "after"))
    if "now" in marks.word_set and (today := degree_now(marks, mention, mentions)):
        now = _read(marks, today, False, "after")
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
        _complete(found, _read(marks, [opening.first], False))
    if found.side is None and mention.identifies is not None:
        mass = find_qualities(marks, mention.identifies, mentions, is_disc_contour=False)[0]
        found.side, found.side_word, found.side_rule = mass.side, mass.side_word, mass.side_rule
    if found.side is None and (after := side_of_what_follows(marks, mention)):
        _complete(found, _read(marks, after, False, "after"))
    if found.side is None and mention.form_first is not None:
        _share_side(marks, mention, mentions, found)
    if found.severity is None and found.degree_word is None and not mention.implies_absent:
        _share_degree(marks, mention, mentions, found)


def _with_sides(
    marks: Marks, mention: Mention, sided: list[SidedDegree], near: Qualities
) -> list[Qualities]:
    """Return a part for each side: of "severe … on the right and moderate on the left" two."""
    parts = [_read(marks, [degree.first, side.first], False, "after") for degree, side in sided]
    if len(parts) == 1 and near.degree_word and near.side is None:
        first = _read(marks, right_window(marks, mention), False, "after")
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
    words = [
        word
        for cue in cues
        for word in " ".join(marks.words[cue.first : cue.last + 1]).split(" and ")
    ]
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
    return _read(marks, indices, False).side


def _read(
    marks: Marks, indices: list[int], is_disc_contour: bool, where: str = "before"
) -> Qualities:
    """Return the side and the degree that the cues at `indices` give together."""
    side, side_word = None, None
    severity, degree_word = None, None
    cue_at = marks.cue_at
    for index in indices:
        cue = cue_at[index]
        if cue is None or cue.first != index:
            if is_disc_contour and side is None and marks.words[index] in MIDLINE_DISC_WORDS:
                side, side_word = Side.MIDLINE, marks.words[index]
            continue
        for meaning in cue.meanings:
            if meaning.kind is DEGREE and (meaning.severity or not degree_word):
                severity, degree_word = meaning.severity or severity, _words(marks, cue)
            elif meaning.kind is SIDE and meaning.side and not _counts(marks, cue, where):
                opposite = side is not None and {side, meaning.side} == {Side.LEFT, Side.RIGHT}
                side = Side.BILATERAL if opposite else meaning.side
                side_word = _words(marks, cue)
    return Qualities(
        side,
        side_word,
        f"side.{where}" if side else None,
        severity,
        degree_word,
        f"severity.{where}" if degree_word else None,
    )


def _progressed(marks: Marks, mention: Mention) -> tuple[Severity, str] | None:
    """Return what a degree has become: "has progressed from mild to moderate"."""
    for cue in marks.cues_of(DEGREE):
        words = marks.words[cue.first : cue.last + 1]
        if cue.first > mention.last and marks.words[cue.first - 1] == "from" and "to" in words:
            last = " ".join(words[words.index("to") + 1 :])
            if severity := DEGREES.get(last):
                return severity, last
    return None


def _counts(marks: Marks, cue: Match[Cue], where: str) -> bool:
    """Say whether "both" counts places: "fractures of L1 and L3, both mild"."""
    return (
        where == "after"
        and marks.words[cue.first] == "both"
        and cue.last + 1 < len(marks.words)
        and marks.is_grading[cue.last + 1]
    )


def _words(marks: Marks, cue: Match[Cue]) -> str:
    start, end = marks.quote(cue.first, cue.last)
    return marks.text[start:end]


def _complete(found: Qualities, more: Qualities) -> None:
    """Fill what `found` leaves open from `more`."""
    if found.severity is None and more.severity is not None:
        found.severity, found.degree_word = more.severity, more.degree_word
        found.severity_rule = more.severity_rule
    if found.side is None and more.side is not None:
        found.side, found.side_word, found.side_rule = more.side, more.side_word, more.side_rule


def _share_side(marks: Marks, mention: Mention, mentions: list[Mention], found: Qualities) -> None:
    """Take the side of the site joined directly before: "bilateral uncovertebral and facet …"."""
    for other in mentions:
        if other is mention or not _shares_form(other, mention) or not _left_of(other, mention):
            continue
        words = marks.words[(other.site_last or 0) + 1 : mention.site_first or 0]
        if words in _JOINTS and (shared := _read(marks, left_window(marks, other), False)).side:
            found.side, found.side_word = shared.side, shared.side_word
            found.side_rule = "side.shared"


def _share_degree(
    marks: Marks, mention: Mention, mentions: list[Mention], found: Qualities
) -> None:
    """Take the degree of the mention joined directly before: "mild bulge and stenosis"."""
    if len(mentions) == 1:
        return
    for other in mentions:
        if other is mention or (other.last >= mention.first and not _shares_form(other, mention)):
            continue
        if _shares_form(other, mention):
            if _left_of(other, mention):
                window = left_window(marks, other)
                _take_degree(found, _read(marks, window, False))
                return
            continue
        words = marks.words[other.last + 1 : mention.first]
        if words in _JOINTS and not _has_own_verb(marks, other, mention):
            shared = _read(
                marks, [*left_window(marks, other), *range(other.first, other.last)], False
            )
            _take_degree(found, shared)
            return


def _has_own_verb(marks: Marks, other: Mention, mention: Mention) -> bool:
    """Say whether each of two mentions has a verb: "mildly compressing A and encroaching on B"."""
    forms = [one.form_first for one in (other, mention)]
    return all(form is not None and marks.words[form].endswith("ing") for form in forms)


def _take_degree(found: Qualities, shared: Qualities) -> None:
    if shared.degree_word is not None:
        found.severity, found.degree_word = shared.severity, shared.degree_word
        found.severity_rule = "severity.shared"


def _shares_form(other: Mention, mention: Mention) -> bool:
    return other.form_first is not None and other.form_first == mention.form_first


def _left_of(other: Mention, mention: Mention) -> bool:
    return (other.site_first or 0) < (mention.site_first or 0)
