"""Reckoning with levels: between, next to, within so many, in a row, and with gaps.

Vertebrae are reckoned with vertebrae, and the segments between them with segments. The
supernumerary T13 and L6 count only where they are named.
"""

from collections.abc import Iterable
from itertools import pairwise

from kg.anatomy.levels import LEVELS, VARIANT_VERTEBRAE, Level, level_named
from kg.errors import InvalidValue

__all__ = [
    "adjacent_levels",
    "contiguous_runs",
    "levels_between",
    "levels_within",
    "skipped_levels",
]


def levels_between(first: str, last: str) -> tuple[str, ...]:
    """Return all levels from one to the other, both included, head to tail, in whatever order.

    Vertebrae and segments both, as a stretch of the spine has both; between two segments lie the
    vertebrae between them. Raises UnknownLevel for what is no level.

    >>> levels_between("L1", "T11")
    ('T11', 'T11-T12', 'T12', 'T12-L1', 'L1')
    """
    ends = sorted((level_named(first), level_named(last)))
    named = {first, last}
    return tuple(
        level.name
        for level in LEVELS.values()
        if ends[0].order <= level.order <= ends[1].order and _counts(level, named)
    )


def adjacent_levels(level: str) -> tuple[str, ...]:
    """Return the levels of the same kind directly above and below; raises UnknownLevel.

    >>> adjacent_levels("L4"), adjacent_levels("L4-L5"), adjacent_levels("C1")
    (('L3', 'L5'), ('L3-L4', 'L5-S1'), ('C2',))
    """
    return tuple(name for name in levels_within(level, 1) if name != level)


def levels_within(level: str, steps: int) -> tuple[str, ...]:
    """Return the levels of the same kind at most so many steps away, the level itself among them.

    Raises UnknownLevel, and InvalidValue for fewer than no steps.

    >>> levels_within("T12", 2)
    ('T10', 'T11', 'T12', 'L1', 'L2')
    """
    if steps < 0:
        raise InvalidValue(f"levels within {steps} levels make no sense; it needs 0 or more")
    row = _row(level_named(level), {level})
    place = row.index(level)
    return tuple(row[max(place - steps, 0) : place + steps + 1])


def contiguous_runs(levels: Iterable[str], at_least: int = 1) -> tuple[tuple[str, ...], ...]:
    """Return the levels in runs without a gap, head to tail, those of `at_least` levels.

    Vertebrae and segments are kept apart. Raises UnknownLevel.

    >>> contiguous_runs(["T8", "T6", "T7", "L1", "T7-T8"], at_least=2)
    (('T6', 'T7', 'T8'),)
    """
    involved = sorted({level_named(name) for name in levels})
    runs: list[list[Level]] = []
    for kind in dict.fromkeys(level.kind for level in involved):
        before: Level | None = None
        for level in (one for one in involved if one.kind is kind):
            if before is not None and level.name in _neighbours(before, level):
                runs[-1].append(level)
            else:
                runs.append([level])
            before = level
    names = (tuple(level.name for level in run) for run in sorted(runs))
    return tuple(run for run in names if len(run) >= at_least)


def skipped_levels(levels: Iterable[str]) -> tuple[str, ...]:
    """Return the vertebrae that lie between involved ones and are not involved themselves.

    Skip lesions are lesions with such vertebrae between them. Raises UnknownLevel.

    >>> skipped_levels(["T8", "T11", "T12"])
    ('T9', 'T10')
    """
    runs = [run for run in contiguous_runs(levels) if "-" not in run[0]]
    return tuple(
        name
        for above, below in pairwise(runs)
        for name in _row(level_named(above[-1]), {above[-1], below[0]})
        if LEVELS[above[-1]].order < LEVELS[name].order < LEVELS[below[0]].order
    )


def _neighbours(level: Level, other: Level) -> tuple[str, ...]:
    """Return the neighbours of a level in a spine that has the other one."""
    row = _row(level, {level.name, other.name})
    place = row.index(level.name)
    return tuple(row[max(place - 1, 0) : place + 2])


def _row(level: Level, named: set[str]) -> list[str]:
    """Return all levels of a level's kind, head to tail, in a spine that has the named ones."""
    return [one.name for one in LEVELS.values() if one.kind is level.kind and _counts(one, named)]


def _counts(level: Level, named: set[str]) -> bool:
    """Say whether a level is there in a spine that has the named levels."""
    has = {
        vertebra
        for vertebra in VARIANT_VERTEBRAE
        if any(vertebra in one.split("-") for one in named)
    }
    if {level.upper, level.lower} & (VARIANT_VERTEBRAE.keys() - has):
        return False
    # L5-S1 is no level of a spine with an L6 between them.
    return not any(
        (level.upper, level.lower) == VARIANT_VERTEBRAE[vertebra][:2] for vertebra in has
    )
