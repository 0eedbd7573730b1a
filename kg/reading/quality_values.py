"""What words of side and degree say of a mention, and how the parts are put together."""

from kg.findings.qualities import Change, Severity, Side
from kg.reading.cues import DEGREE, SIDE, Cue
from kg.reading.marks import Marks
from kg.reading.quality_words import MIDLINE_DISC_WORDS
from kg.vocabulary.token_trie import Match

__all__ = ["Qualities", "complete", "read_qualities"]


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


def read_qualities(
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


def _counts(marks: Marks, cue: Match[Cue], where: str) -> bool:
    """Say whether "both" counts places: "fractures of L1 and L3, both mild"."""
    return (
        where == "after"
        and marks.words[cue.first] == "both"
        and cue.last + 1 < len(marks.words)
        and marks.is_grading[cue.last + 1]
    )


def _words(marks: Marks, cue: Match[Cue]) -> str:
    return marks.quoted(cue.first, cue.last)


def complete(found: Qualities, more: Qualities) -> None:
    """Fill what `found` leaves open from `more`."""
    if found.severity is None and more.severity is not None:
        found.severity, found.degree_word = more.severity, more.degree_word
        found.severity_rule = more.severity_rule
    if found.side is None and more.side is not None:
        found.side, found.side_word, found.side_rule = more.side, more.side_word, more.side_rule
