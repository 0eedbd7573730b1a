"""Levels that stand in one list, in one range, or name one slip: "C5, C6 and T5", "L4 on L5"."""

from functools import cache
from typing import Final, NamedTuple

from kg.anatomy.levels import LEVELS
from kg.anatomy.ranges import expand_range
from kg.reading import level_patterns as pattern

__all__ = ["LevelGroup", "NamedLevels", "NamedPlace", "between_two", "grouped"]

_LONGEST_CONNECTOR: Final = 60
#: Levels that a list is looked ahead, so that reading stays linear.
_LONGEST_LOOK: Final = 12
#: What never stands between two levels of one list.
_PARTING: Final = (".", ":")


#: A group as values that can be compared: levels, start, end, whether they were written as a range.
NamedPlace = tuple[tuple[str, ...], int, int, bool]


class LevelGroup:
    """Levels named together, where they stand, and whether they were written as a range."""

    __slots__ = ("end", "is_range", "levels", "start")

    def __init__(
        self, levels: tuple[str, ...], start: int, end: int, is_range: bool = False
    ) -> None:
        self.levels = levels
        self.start = start
        self.end = end
        self.is_range = is_range

    def place(self, edge: int = 0) -> NamedPlace:
        """Return the group as values, with offsets from `edge`."""
        return self.levels, self.start - edge, self.end - edge, self.is_range


class NamedLevels(NamedTuple):
    """The levels that letters and numbers name, none where there are no such levels."""

    levels: tuple[str, ...]
    is_range: bool
    is_pair: bool = False


def between_two(first: str, second: str) -> NamedLevels:
    """Return the level between two neighbours, or the vertebrae from one to the other."""
    for name in (f"{first}-{second}", f"{second}-{first}"):
        if name in LEVELS:
            return NamedLevels((name,), False)
    return NamedLevels(tuple(level.name for level in expand_range(first, second)), True)


def grouped(text: str, atoms: list[LevelGroup]) -> list[LevelGroup]:
    """Return the groups of the levels of a text, which are `atoms` in order."""
    groups: list[LevelGroup] = []
    previous: LevelGroup | None = None
    for index, atom in enumerate(atoms):
        if previous is not None and atom.start < previous.end:
            continue
        joined = previous and _joined(text, groups[-1], previous, atoms, index)
        if joined:
            groups[-1] = joined
            _join_slips(text, groups)
        else:
            groups.append(atom)
        previous = atom
    return groups


def _joined(
    text: str, group: LevelGroup, previous: LevelGroup, atoms: list[LevelGroup], index: int
) -> LevelGroup | None:
    """Return the group with an atom taken in, or None when what stands between separates them."""
    atom = atoms[index]
    if atom.start - group.end > _LONGEST_CONNECTOR:
        return None
    between = text[group.end : atom.start]
    if any(map(between.__contains__, _PARTING)):
        return None
    if pattern.SPARED.fullmatch(between):
        kept = tuple(name for name in group.levels if name not in atom.levels)
        return LevelGroup(kept, group.start, atom.end, group.is_range)
    if _is_between(text, group, between):
        return _spanned(group, previous, atom)
    if pattern.RANGE.fullmatch(between):
        return _ranged(group, previous, atom)
    if pattern.SLIP.fullmatch(between) and len(previous.levels) == len(atom.levels) == 1:
        return _slipped(group, previous, atom)
    is_list = pattern.LIST.fullmatch(between) is not None
    return _listed(text, group, atoms, index) if is_list else None


def _listed(text: str, group: LevelGroup, atoms: list[LevelGroup], index: int) -> LevelGroup | None:
    """Return the group with a level of its list; vertebrae and segments mix at the end only.

    "Metastases at T4, T7-T8 and L2.", but not "fracture of L1, L4-L5 disc herniation".
    """
    atom = atoms[index]
    is_same_kind = _same_kind(group, atom)
    if not is_same_kind and not _ends_statement(text, atoms, index):
        return None
    levels = tuple(dict.fromkeys((*group.levels, *atom.levels)))
    is_range = group.is_range or (is_same_kind and atom.is_range)
    return LevelGroup(levels, group.start, atom.end, is_range)


def _ends_statement(text: str, atoms: list[LevelGroup], index: int) -> bool:
    """Say whether nothing but a list of levels stands between a level and its full stop."""
    last = atoms[index]
    for later in atoms[index + 1 : index + _LONGEST_LOOK]:
        if not pattern.LIST.fullmatch(text, last.end, later.start):
            break
        last = later
    return pattern.CLOSING.match(text, last.end) is not None


def _join_slips(text: str, groups: list[LevelGroup]) -> None:
    """Join the last group to the one before in a list of slips: "L3 on L4 and L4 on L5"."""
    if len(groups) < 2:
        return
    before, last = groups[-2:]
    if (
        len(last.levels) == 1
        and before.levels
        and _same_kind(before, last)
        and pattern.LIST.fullmatch(text, before.end, last.start)
    ):
        levels = (*before.levels, *last.levels)
        groups[-2:] = [LevelGroup(levels, before.start, last.end, before.is_range)]


def _is_between(text: str, group: LevelGroup, between: str) -> bool:
    """Say whether two levels bound a range: "every disc between C3 and C7"."""
    if not pattern.AND.fullmatch(between) or len(group.levels) != 1:
        return False
    before = max(0, group.start - pattern.WORDS_BEFORE)
    return pattern.BETWEEN_BEFORE.search(text, before, group.start) is not None


def _spanned(group: LevelGroup, previous: LevelGroup, atom: LevelGroup) -> LevelGroup:
    """Return what lies between two levels: the segment of neighbours, or else the range."""
    if len(previous.levels) == len(atom.levels) == 1:
        between = between_two(previous.levels[0], atom.levels[0])
        if not between.is_range:
            return LevelGroup(between.levels, group.start, atom.end)
    return _ranged(group, previous, atom)


def _same_kind(group: LevelGroup, atom: LevelGroup) -> bool:
    return LEVELS[group.levels[-1]].kind is LEVELS[atom.levels[0]].kind if group.levels else False


@cache
def _expanded(first: str, last: str) -> tuple[str, ...]:
    return tuple(level.name for level in expand_range(first, last))


def _ranged(group: LevelGroup, previous: LevelGroup, atom: LevelGroup) -> LevelGroup:
    expanded = _expanded(previous.levels[-1], atom.levels[0])
    kept = tuple(name for name in group.levels if name not in expanded)
    return LevelGroup(
        (*kept, *expanded, *(n for n in atom.levels if n not in expanded)),
        group.start,
        atom.end,
        True,
    )


def _slipped(group: LevelGroup, previous: LevelGroup, atom: LevelGroup) -> LevelGroup | None:
    pair = between_two(previous.levels[0], atom.levels[0])
    if pair.is_range or len(group.levels) > 1:
        return None
    return LevelGroup(pair.levels, group.start, atom.end)
