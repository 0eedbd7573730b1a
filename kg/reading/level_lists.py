"""Where a text names levels: single ones, pairs, lists and ranges, however they are written.

`T12`, `T-12`, `L4/5`, `L4-L5`, `D11/D12`, `C4-Th3`, "C5, C6, T5, T7, and L3", "T10 through L2",
"T11 and 12", "L4 on L5", "the first lumbar vertebra". What only looks like a level (a T2-weighted
image, the L5 nerve root) is left out; an impossible one (T14) is reported, never guessed.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from kg.anatomy.levels import LEVELS
from kg.anatomy.ranges import expand_range
from kg.reading import level_patterns as pattern
from kg.reading.level_groups import LevelGroup, NamedLevels, between_two, grouped
from kg.reading.level_words import (
    LETTERS,
    NOT_A_LEVEL_BEFORE,
    ORDINALS,
    REGIONS,
    SEQUENCE_BEFORE,
    SEQUENCE_BEFORE_ENDS,
)

__all__ = ["LevelLists", "find_level_groups"]

_ORDINAL_ENDINGS: Final = frozenset(word[-3:] for word in ORDINALS)
#: The last characters of what stands before no level.
_LAST_BEFORE_NO_LEVEL: Final = frozenset(
    letter for word in NOT_A_LEVEL_BEFORE for letter in (word[-1], word[-1].upper())
)
#: What a list or a range of levels goes on with; "" where two blanks say nothing yet.
_GOING_ON: Final = frozenset({"", ",", "&", "/", "a", "t"})
#: What may stand between the letter of a level and its number: "T-12", "Th4".
_BEFORE_NUMBER: Final = frozenset(" -")
_SECOND_LETTER: Final = frozenset("hH")


class LevelLists(NamedTuple):
    """All groups of a text in order, and the impossible levels that it names, with their starts."""

    groups: tuple[LevelGroup, ...]
    impossible: tuple[tuple[int, str], ...]


def find_level_groups(text: str) -> LevelLists:
    """Return the levels named in a text."""
    impossible: list[tuple[int, str]] = []
    atoms = _numbered_atoms(text, impossible)
    words = text.casefold()
    if _may_count(words):
        atoms.extend(_ordinal_atoms(text, impossible))
    if any(map(words.__contains__, pattern.NAMED_LEVELS)):
        atoms.extend(_named_atoms(text))
    atoms.sort(key=lambda atom: atom.start)
    return LevelLists(tuple(grouped(text, atoms)), tuple(sorted(impossible)))


def _may_count(words: str) -> bool:
    """Say whether a text in lower case has an ordinal before a region: "first lumbar"."""
    for region in REGIONS:
        place = words.find(region)
        while place >= 0:
            if words[max(0, place - 4) : place - 1] in _ORDINAL_ENDINGS:
                return True
            place = words.find(region, place + 1)
    return False


def _numbered_atoms(text: str, impossible: list[tuple[int, str]]) -> list[LevelGroup]:
    atoms: list[LevelGroup] = []
    for match in _like_levels(text):
        written = match.group()
        read = _read_atom(written)
        if read is None or _is_no_level(text, match, written):
            continue
        first, last = match.span()
        if not read.levels:
            impossible.append((first, written))
            continue
        atom = LevelGroup(read.levels, first, last, read.is_range)
        join = _with_next_segments if read.is_pair else _with_bare_numbers
        atoms.append(join(text, atom))
    return atoms


def _like_levels(text: str) -> list[re.Match[str]]:
    """Return what is written like a level; few letters have a number behind them, so these lead."""
    matches: list[re.Match[str]] = []
    position = 0
    for number in pattern.NUMBER.finditer(text):
        place = number.start() - 1
        if text[place] in _BEFORE_NUMBER:
            place -= 1
        if place > 0 and text[place] in _SECOND_LETTER:
            place -= 1
        if place >= position and (match := pattern.ATOM.match(text, place)):
            matches.append(match)
            position = match.end()
    return matches


def _with_next_segments(text: str, atom: LevelGroup) -> LevelGroup:
    """Join the segments that a glued number adds: "L2-3-4" is L2-L3 and L3-L4."""
    if text[atom.end : atom.end + 1] != "-":
        return atom
    levels, position = list(atom.levels), atom.end
    while not atom.is_range and (found := pattern.NEXT_SEGMENT.match(text, position)):
        lower = LEVELS[levels[-1]].lower or ""
        name = f"{lower}-{lower[:1]}{int(found[1])}"
        if name not in LEVELS:
            break
        levels.append(name)
        position = found.end()
    return atom if position == atom.end else LevelGroup(tuple(levels), atom.start, position, False)


def _is_no_level(text: str, match: re.Match[str], written: str) -> bool:
    """Say whether what looks like a level is a nerve root, a sequence of imaging, a grade."""
    start, end = match.span()
    before = max(0, start - pattern.WORDS_BEFORE)
    after = text[end : end + pattern.WORDS_AFTER].lstrip().lower()
    if after.startswith(pattern.OPENINGS_NOT_AFTER) and pattern.NOT_AFTER.match(text, end):
        return True
    words = text[before:start].rstrip()
    if words[-1:] in _LAST_BEFORE_NO_LEVEL and words.lower().endswith(NOT_A_LEVEL_BEFORE):
        return True
    if written not in pattern.IMAGING_SEQUENCES:
        return False
    if pattern.SLIP_BEFORE.search(text, before, start):
        return False
    return bool(
        pattern.IMAGING_AFTER.match(text, end)
        or _follows_sequence(text, before, start)
        or pattern.IMAGING_LIST.match(text, end)
    )


def _follows_sequence(text: str, before: int, start: int) -> bool:
    """Say whether the words before T1 or T2 make it a sequence of imaging."""
    words = text[before:start].rstrip(pattern.BEFORE_LEVEL).lower()
    if words.endswith(SEQUENCE_BEFORE):
        return True
    return words.endswith(SEQUENCE_BEFORE_ENDS) and bool(
        pattern.IMAGING_BEFORE.search(text, before, start)
    )


@lru_cache(maxsize=4096)
def _read_atom(written: str) -> NamedLevels | None:
    """Return what is written like a level names, None where a small letter stands alone: "t2"."""
    match = pattern.ATOM.match(written)
    if match is None:
        return None
    letter, number, letter2, number2 = match.groups()
    if letter.islower() and not number2:
        return None
    opening = LETTERS[letter.lower()]
    first = f"{opening}{int(number)}"
    if number2 is None:
        return NamedLevels((first,), False) if first in LEVELS else _glued(opening, number)
    prefix = (letter2 or "").strip(" -").lower()
    second = f"{LETTERS[prefix] if prefix else opening}{int(number2)}"
    if first not in LEVELS or second not in LEVELS:
        return NamedLevels((), False)
    return between_two(first, second)._replace(is_pair=True)


def _glued(opening: str, number: str) -> NamedLevels:
    """Return the segment that two digits name where they are no vertebra: "L45"."""
    name = f"{opening}{number[0]}-{opening}{number[1:]}"
    return NamedLevels((name,) if name in LEVELS else (), False)


def _with_bare_numbers(text: str, atom: LevelGroup) -> LevelGroup:
    """Join numbers that follow without a letter: "T11 and 12"."""
    following = text[atom.end : atom.end + 2].lstrip()[:1]
    if following not in _GOING_ON:
        return atom
    levels, position = list(atom.levels), atom.end
    if found := pattern.BARE_END.match(text, position):
        last = f"{levels[-1][0]}{int(found[1])}"
        if last in LEVELS and LEVELS[last] > LEVELS[levels[-1]]:
            between = tuple(level.name for level in expand_range(levels[-1], last))
            return LevelGroup(between, atom.start, found.end(), True)
    while found := pattern.BARE_NUMBER.match(text, position):
        name = f"{levels[-1][0]}{int(found[1])}"
        if name not in LEVELS or LEVELS[name] <= LEVELS[levels[-1]]:
            break
        levels.append(name)
        position = found.end()
    return atom if position == atom.end else LevelGroup(tuple(levels), atom.start, position, False)


def _ordinal_atoms(text: str, impossible: list[tuple[int, str]]) -> list[LevelGroup]:
    atoms: list[LevelGroup] = []
    for match in pattern.ORDINAL.finditer(text):
        letter = REGIONS[match["region"].casefold()]
        words = re.findall(rf"\b(?:{pattern.ORDINAL_WORD})\b", match["list"].casefold())
        names = [f"{letter}{ORDINALS[word]}" for word in words]
        if any(name not in LEVELS for name in names):
            impossible.append((match.start(), match.group()))
            continue
        spans = re.search(r"\b(?:to|through)\b", match["list"], re.I)
        if spans and len(names) == 2:
            names = [level.name for level in expand_range(*names)]
        atoms.append(LevelGroup(tuple(names), match.start(), match.end(), bool(spans)))
    return atoms


def _named_atoms(text: str) -> list[LevelGroup]:
    return [
        LevelGroup(
            (pattern.NAMED_LEVELS[match["name"].casefold()],), match.start(), match.end(), False
        )
        for match in pattern.NAMED.finditer(text)
    ]
