"""Side and degree that a mention shares with the one that it is joined to."""

from typing import Final

from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.quality_values import Qualities, read_qualities
from kg.reading.quality_windows import left_window

__all__ = ["share_degree", "share_side"]

#: Words between two sites, or two findings, that share a word of quality.
_JOINTS: Final = (["and"], ["or"], ["and", "/", "or"], [","], ["&"], ["/"])
_LONGEST_JOINT: Final = max(map(len, _JOINTS)) + 1


def share_side(marks: Marks, mention: Mention, mentions: list[Mention], found: Qualities) -> None:
    """Take the side of the site joined directly before: "bilateral uncovertebral and facet …"."""
    for other in mentions:
        if other is mention or not _shares_form(other, mention) or not _left_of(other, mention):
            continue
        words = marks.words[(other.site_last or 0) + 1 : mention.site_first or 0]
        if (
            words in _JOINTS
            and (shared := read_qualities(marks, left_window(marks, other), False)).side
        ):
            found.side, found.side_word = shared.side, shared.side_word
            found.side_rule = "side.shared"


def share_degree(marks: Marks, mention: Mention, mentions: list[Mention], found: Qualities) -> None:
    """Take the degree of the mention joined directly before: "mild bulge and stenosis"."""
    if len(mentions) == 1:
        return
    for other in mentions:
        if other is mention or (other.last >= mention.first and not _shares_form(other, mention)):
            continue
        if _shares_form(other, mention):
            if _left_of(other, mention):
                window = left_window(marks, other)
                _take_degree(found, read_qualities(marks, window, False))
                return
            continue
        if mention.first - other.last > _LONGEST_JOINT:
            continue
        words = marks.words[other.last + 1 : mention.first]
        if words in _JOINTS and not _has_own_verb(marks, other, mention):
            shared = read_qualities(
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
