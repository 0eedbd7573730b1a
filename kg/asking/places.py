"""The places of a question: level names of a phrase, and names of levels that no spine has."""

import re

from kg.anatomy.levels import LEVELS
from kg.anatomy.ranges import expand_range, levels_between
from kg.reading.phrases import Phrase, PhraseKind

__all__ = ["find_impossible_level", "place_names", "with_direction"]

_LIST = re.compile(r"[,;&]|\b(?:and|or|plus)\b", re.I)
_LEVEL = re.compile(r"\b([CTLS])[ -]?(\d{1,2})\b(?!\s*-?\s*weighted)", re.I)
#: Words before a level that mean all levels on one side of it, but not itself.
_DIRECTION = re.compile(
    r"\b(?:(?P<below>below|beneath|caudal to|distal to|inferior to)"
    r"|above|cranial to|rostral to|proximal to|superior to)\s+(?:the\s+)?$",
    re.I,
)


def with_direction(text: str, phrase: Phrase) -> Phrase:
    """Return a phrase of one level with the levels that "below T10" or "above T10" means."""
    match = _DIRECTION.search(text, 0, phrase.start)
    if match is None or phrase.kind is not PhraseKind.LEVELS or len(phrase.values) != 1:
        return phrase
    last = LEVELS[phrase.values[0]]
    ends = (last.name, "Coccyx") if match["below"] else ("C1", last.name)
    names = tuple(level.name for level in levels_between(*ends) if level != last)
    return phrase._replace(values=names, start=match.start(), text=text[match.start() : phrase.end])


def place_names(text: str, phrase: Phrase) -> tuple[str, ...]:
    """Return the places of a phrase; a stretch of vertebrae includes the discs between."""
    names = phrase.values
    if phrase.kind is PhraseKind.LEVEL_SET or len(names) < 2 or names[0] not in LEVELS:
        return names
    is_between = text[: phrase.start].rstrip().lower().endswith("between") and len(names) == 2
    stretch = tuple(level.name for level in expand_range(names[0], names[-1]))
    if is_between or (names == stretch and not _LIST.search(phrase.text)):
        return tuple(level.name for level in levels_between(names[0], names[-1]))
    return names


def find_impossible_level(text: str) -> str | None:
    """Return the first thing in `text` that is written like a level and is none, such as "T14"."""
    for match in _LEVEL.finditer(text):
        if f"{match[1].upper()}{int(match[2])}" not in LEVELS:
            return match[0]
    return None
