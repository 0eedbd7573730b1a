"""The places of a question: level names of a phrase, and names of levels that no spine has."""

import re

from kg.anatomy.algebra import adjacent_levels, levels_within
from kg.anatomy.levels import LEVELS
from kg.anatomy.ranges import expand_range, levels_between
from kg.asking.question_words import NUMBERS, number_named
from kg.reading.phrases import Phrase, PhraseKind
from kg.reasoning.rule_terms import rule_terms

__all__ = ["find_conus", "find_impossible_level", "place_names", "usual_conus", "with_direction"]

_LIST = re.compile(r"[,;&]|\b(?:and|or|plus)\b", re.I)
_AND = re.compile(r"\band\b", re.I)
_LEVEL = re.compile(r"\b([CTLS])[ -]?(\d{1,2})\b(?!\s*-?\s*weighted)", re.I)
#: Words before a level that mean all levels on one side of it, but not itself.
_DIRECTION = re.compile(
    r"\b(?:(?P<below>below|beneath|caudal to|distal to|inferior to)"
    r"|above|cranial to|rostral to|proximal to|superior to)\s+(?:the\s+)?$",
    re.I,
)
_CONUS = re.compile(
    r"\b(?:(?P<below>below|beneath|caudal to|distal to|inferior to)"
    r"|above|cranial to|rostral to|proximal to|superior to)\s+(?:the\s+)?"
    r"(?:level\s+of\s+the\s+|tip\s+of\s+the\s+)?conus(?:\s+medullaris)?\b",
    re.I,
)
#: Words before a level that mean its neighbours, or the levels so many steps around it.
_ADJACENT = re.compile(
    r"\b(?:directly\s+)?(?:adjacent to|next to|neighbou?ring|bordering)\s+(?:the\s+)?$", re.I
)
_AROUND = re.compile(
    rf"\bwithin\s+(?P<steps>\d{{1,2}}|{'|'.join(NUMBERS)})\s+(?:vertebral\s+)?"
    r"(?:levels?|segments?|vertebrae|vertebra)\s+(?:of|from|around)\s+(?:the\s+)?$",
    re.I,
)


def with_direction(text: str, phrase: Phrase) -> Phrase:
    """Return a phrase of one level with the levels that words before it mean.

    "Below T10" and "above T10" are all levels on one side, "adjacent to L4" its neighbours,
    "within 2 levels of T12" itself and those at most two steps away.
    """
    if phrase.kind is not PhraseKind.LEVELS or len(phrase.values) != 1:
        return phrase
    level = LEVELS[phrase.values[0]]
    if match := _DIRECTION.search(text, 0, phrase.start):
        ends = (level.name, "Coccyx") if match["below"] else ("C1", level.name)
        names = tuple(one.name for one in levels_between(*ends) if one != level)
    elif match := _ADJACENT.search(text, 0, phrase.start):
        names = adjacent_levels(level.name)
    elif match := _AROUND.search(text, 0, phrase.start):
        names = levels_within(level.name, number_named(match["steps"]))
    else:
        return phrase
    return phrase._replace(values=names, start=match.start(), text=text[match.start() : phrase.end])


def usual_conus() -> str:
    """Return the level at which the conus usually ends, as `ontology/consistency.ttl` has it."""
    (usual,) = (one for one in rule_terms("ConusAssumption") if one.name == "UsualConus")
    return usual.one("conusTo")


def find_conus(text: str) -> Phrase | None:
    """Return the levels that "below the conus" or "above the conus" means, None without it.

    The usual end of the conus is meant, as a question knows of no patient: its answer says so.
    """
    match = _CONUS.search(text)
    if match is None:
        return None
    conus = LEVELS[usual_conus()]
    ends = (conus.name, "Coccyx") if match["below"] else ("C1", conus.name)
    names = tuple(one.name for one in levels_between(*ends) if one != conus)
    return Phrase(PhraseKind.LEVELS, names, match.start(), match.end(), match[0])


def place_names(text: str, phrase: Phrase) -> tuple[str, ...]:
    """Return the places of a phrase; a stretch of vertebrae includes the discs between."""
    names = phrase.values
    if phrase.kind is PhraseKind.LEVEL_SET or not names or names[0] not in LEVELS:
        return names
    is_between = text[: phrase.start].rstrip().lower().endswith("between")
    if len(names) == 1:
        level = LEVELS[names[0]]
        # In a report "between T11 and T12" is their disc; who asks means the vertebrae too.
        spans = is_between and _AND.search(phrase.text) is not None
        return (level.upper, level.name, level.lower) if spans else names
    stretch = tuple(level.name for level in expand_range(names[0], names[-1]))
    if (is_between and (len(names) == 2 or names == stretch)) or (
        names == stretch and not _LIST.search(phrase.text)
    ):
        return tuple(level.name for level in levels_between(names[0], names[-1]))
    return names


def find_impossible_level(text: str) -> str | None:
    """Return the first thing in `text` that is written like a level and is none, such as "T14"."""
    for match in _LEVEL.finditer(text):
        if f"{match[1].upper()}{int(match[2])}" not in LEVELS:
            return match[0]
    return None
