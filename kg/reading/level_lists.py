"""Where a text names levels: single ones, pairs, lists and ranges, however they are written.

`T12`, `T-12`, `L4/5`, `L4-L5`, `D11/D12`, `C4-Th3`, "C5, C6, T5, T7, and L3", "T10 through L2",
"T11 and 12", "L4 on L5", "the first lumbar vertebra". What only looks like a level (a T2-weighted
image, the L5 nerve root) is left out; an impossible one (T14) is reported, never guessed.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.anatomy.levels import LEVELS
from kg.anatomy.ranges import expand_range
from kg.reading.level_words import (
    BETWEEN_LISTED_LEVELS,
    LETTERS,
    NOT_A_LEVEL_AFTER,
    NOT_A_LEVEL_BEFORE,
    ORDINALS,
    REGIONS,
    SEQUENCE_AFTER,
    SEQUENCE_BEFORE,
)

__all__ = ["LevelGroup", "LevelLists", "find_level_groups"]

_LETTER = r"(?:Th|TH|th|[CTDLSctdls])"
_DASH = r"\s?[-/\u2010-\u2015\u2212]\s?"
_ATOM = re.compile(
    rf"(?<![\w.])(?P<letter>{_LETTER})[ -]?(?P<number>\d{{1,2}})"
    rf"(?:{_DASH}(?P<letter2>{_LETTER}[ -]?)?(?P<number2>\d{{1,2}})(?!\s?(?:mm|cm|%)))?"
    r"(?![\w]|\.\d)"
)
_ORDINAL_WORD = "|".join(ORDINALS)
_ORDINAL = re.compile(
    rf"\b(?P<list>(?:{_ORDINAL_WORD})(?:(?:\s*,\s*|\s+)(?:and |to |through )?(?:the )?"
    rf"(?:{_ORDINAL_WORD}))*)\s+(?P<region>{'|'.join(REGIONS)})\s+(?:vertebra|level|segment|bod)",
    re.IGNORECASE,
)
_BETWEEN = rf"(?:\s*\b(?:{BETWEEN_LISTED_LEVELS})\b)*"
_LIST = re.compile(
    rf"{_BETWEEN}\s*-?(?:,|;|/|&|\+|>|<|\band\b|\bor\b|\bas well as\b|,\s*and)+{_BETWEEN}\s*", re.I
)
_RANGE = re.compile(
    rf"{_BETWEEN}\s*(?:\bto\b|\bthrough\b|\bthru\b|\bdown to\b|\buntil\b|[-\u2013\u2014])"
    rf"(?:\s+(?:the|level|of))*\s*",
    re.I,
)
_SLIP = re.compile(
    r"\s*(?:vertebra|vertebral body|body)?\s*\b(?:on|over|upon|in relation to)\b\s*(?:the\s+)?",
    re.I,
)
_SPARED = re.compile(
    r"[\s,(]*\b(?:sparing|spares|except(?:ing)?(?: for)?(?: at)?|excluding|other than|save)\b"
    r"\s*(?:the\s+)?",
    re.I,
)
_BARE_NUMBER = re.compile(
    r"(?:\s*,\s*(?:and\s+)?|\s*(?:&|/|and)\s*)(\d{1,2})(?![\w.]|\s?(?:mm|cm|%|x))"
)
_NOT_AFTER = re.compile(rf"\s*-?\s*{NOT_A_LEVEL_AFTER}", re.I)
_NOT_BEFORE = re.compile(NOT_A_LEVEL_BEFORE, re.I)
_SEQUENCE_AFTER = re.compile(rf"\s*[-/]?\s*{SEQUENCE_AFTER}", re.I)
_SEQUENCE_BEFORE = re.compile(SEQUENCE_BEFORE, re.I)
_NAMED = re.compile(r"\b(?:the\s+)?(?P<name>atlas|coccyx|dens|odontoid(?: process)?)\b", re.I)

#: Bones with a name of their own.
_NAMED_LEVELS = {"atlas": "C1", "coccyx": "Coccyx"}
_LONGEST_CONNECTOR = 60


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """Levels named together, where they stand, and whether they were written as a range."""

    levels: tuple[str, ...]
    start: int
    end: int
    is_range: bool = False


class LevelLists(NamedTuple):
    """All groups of a text in order, and the impossible levels that it names."""

    groups: tuple[LevelGroup, ...]
    impossible: tuple[str, ...]


class _Atom(NamedTuple):
    levels: tuple[str, ...]
    start: int
    end: int
    is_range: bool


def find_level_groups(text: str, start: int = 0, end: int | None = None) -> LevelLists:
    """Return the levels named in `text[start:end]`; offsets count from the start of `text`."""
    stop = len(text) if end is None else end
    impossible: list[str] = []
    atoms = [
        *_numbered_atoms(text, start, stop, impossible),
        *_ordinal_atoms(text, start, stop, impossible),
        *_named_atoms(text, start, stop),
    ]
    atoms.sort(key=lambda atom: atom.start)
    return LevelLists(tuple(_grouped(text, atoms)), tuple(impossible))


def _numbered_atoms(text: str, start: int, stop: int, impossible: list[str]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for match in _ATOM.finditer(text, start, stop):
        if _is_no_level(text, match, stop):
            continue
        atom = _atom(match)
        if atom is None:
            impossible.append(match.group())
        else:
            atoms.append(_with_bare_numbers(text, atom, match, stop))
    return atoms


def _is_no_level(text: str, match: re.Match[str], stop: int) -> bool:
    before, name = text[max(0, match.start() - 20) : match.start()], match.group().upper()
    if match["letter"].islower() and not match["number2"]:
        return True
    if _NOT_AFTER.match(text, match.end(), stop) or _NOT_BEFORE.search(before):
        return True
    if name in {"T1", "T2", "T1/T2", "T2/T1", "T1-T2", "T1/2"}:
        if _SEQUENCE_AFTER.match(text, match.end(), stop) or _SEQUENCE_BEFORE.search(before):
            return True
        return bool(re.match(r"\s*(?:and|or|/|,)\s*T[12]\b", text[match.end() : stop])) and bool(
            re.match(
                rf"\s*(?:and|or|/|,)\s*T[12]\s*-?\s*{SEQUENCE_AFTER}",
                text[match.end() : stop],
                re.I,
            )
        )
    return False


def _atom(match: re.Match[str]) -> _Atom | None:
    letter = LETTERS[match["letter"].lower()]
    first = f"{letter}{int(match['number'])}"
    if first not in LEVELS:
        return None
    if match["number2"] is None:
        return _Atom((first,), match.start(), match.end(), False)
    written = (match["letter2"] or "").strip(" -").lower()
    second = f"{LETTERS[written] if written else letter}{int(match['number2'])}"
    if second not in LEVELS:
        return None
    return _pair(first, second, match.start(), match.end())


def _pair(first: str, second: str, start: int, end: int) -> _Atom:
    """Return the level between two neighbours, or the vertebrae from one to the other."""
    for name in (f"{first}-{second}", f"{second}-{first}"):
        if name in LEVELS:
            return _Atom((name,), start, end, False)
    return _Atom(tuple(level.name for level in expand_range(first, second)), start, end, True)


def _with_bare_numbers(text: str, atom: _Atom, match: re.Match[str], stop: int) -> _Atom:
    """Join numbers that follow without a letter: "T11 and 12"."""
    if match["number2"] is not None:
        return atom
    levels, position = list(atom.levels), atom.end
    while found := _BARE_NUMBER.match(text, position, stop):
        name = f"{levels[-1][0]}{int(found[1])}"
        if name not in LEVELS or LEVELS[name] <= LEVELS[levels[-1]]:
            break
        levels.append(name)
        position = found.end()
    return _Atom(tuple(levels), atom.start, position, False)


def _ordinal_atoms(text: str, start: int, stop: int, impossible: list[str]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for match in _ORDINAL.finditer(text, start, stop):
        letter = REGIONS[match["region"].lower()]
        words = re.findall(rf"\b(?:{_ORDINAL_WORD})\b", match["list"].lower())
        names = [f"{letter}{ORDINALS[word]}" for word in words]
        if any(name not in LEVELS for name in names):
            impossible.append(match.group())
            continue
        spans = re.search(r"\b(?:to|through)\b", match["list"], re.I)
        if spans and len(names) == 2:
            names = [level.name for level in expand_range(*names)]
        atoms.append(_Atom(tuple(names), match.start(), match.end(), bool(spans)))
    return atoms


def _named_atoms(text: str, start: int, stop: int) -> list[_Atom]:
    return [
        _Atom((_NAMED_LEVELS.get(match["name"].lower(), "C2"),), match.start(), match.end(), False)
        for match in _NAMED.finditer(text, start, stop)
    ]


def _grouped(text: str, atoms: list[_Atom]) -> list[LevelGroup]:
    groups: list[LevelGroup] = []
    previous: _Atom | None = None
    for atom in atoms:
        if previous is not None and atom.start < previous.end:
            continue
        joined = previous and _joined(text, groups[-1], previous, atom)
        if joined:
            groups[-1] = joined
        else:
            groups.append(LevelGroup(atom.levels, atom.start, atom.end, atom.is_range))
        previous = atom
    return groups


def _joined(text: str, group: LevelGroup, previous: _Atom, atom: _Atom) -> LevelGroup | None:
    """Return the group with `atom` taken in, or None when what stands between separates them."""
    if atom.start - group.end > _LONGEST_CONNECTOR:
        return None
    between = text[group.end : atom.start]
    if _SPARED.fullmatch(between):
        kept = tuple(name for name in group.levels if name not in atom.levels)
        return replace(group, levels=kept, end=atom.end)
    if _RANGE.fullmatch(between):
        return _ranged(group, previous, atom)
    if _SLIP.fullmatch(between) and len(previous.levels) == len(atom.levels) == 1:
        return _slipped(group, previous, atom)
    if _LIST.fullmatch(between) and _same_kind(group, atom):
        levels = tuple(dict.fromkeys((*group.levels, *atom.levels)))
        return replace(group, levels=levels, end=atom.end, is_range=group.is_range or atom.is_range)
    return None


def _same_kind(group: LevelGroup, atom: _Atom) -> bool:
    return LEVELS[group.levels[-1]].kind is LEVELS[atom.levels[0]].kind if group.levels else False


def _ranged(group: LevelGroup, previous: _Atom, atom: _Atom) -> LevelGroup:
    expanded = tuple(level.name for level in expand_range(previous.levels[-1], atom.levels[0]))
    kept = tuple(name for name in group.levels if name not in expanded)
    return LevelGroup(
        (*kept, *expanded, *(n for n in atom.levels if n not in expanded)),
        group.start,
        atom.end,
        True,
    )


def _slipped(group: LevelGroup, previous: _Atom, atom: _Atom) -> LevelGroup | None:
    pair = _pair(previous.levels[0], atom.levels[0], group.start, atom.end)
    if pair.is_range or len(group.levels) > 1:
        return None
    return LevelGroup(pair.levels, group.start, atom.end)
