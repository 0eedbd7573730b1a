"""Stretches of the spine: the levels from one to another, neighbours, levels within n."""

from kg.anatomy.levels import LEVELS, VARIANT_VERTEBRAE, Level, LevelKind, level_named

__all__ = ["are_adjacent", "expand_range", "levels_between", "levels_within"]


def _is_standard(level: Level) -> bool:
    return not {level.upper, level.lower} & VARIANT_VERTEBRAE.keys()


def levels_between(first: str, last: str) -> tuple[Level, ...]:
    """Return every standard level, bones and discs, from `first` to `last`, both included.

    The order of the two does not matter. A variant (T13, L6) is included only when it is an end.
    """
    low, high = sorted((level_named(first), level_named(last)))
    return tuple(
        level
        for level in LEVELS.values()
        if low.order <= level.order <= high.order and (_is_standard(level) or level in (low, high))
    )


def expand_range(first: str, last: str) -> tuple[Level, ...]:
    """Return the levels that a report means by `first` to `last`.

    Two vertebrae give vertebrae ("T10 through L2"), two intervertebral levels give intervertebral
    levels ("L2-L3 to L4-L5"); a mixed pair gives vertebrae.

    >>> [level.name for level in expand_range("T11", "L1")]
    ['T11', 'T12', 'L1']
    """
    ends = {level_named(first).kind, level_named(last).kind}
    kind = ends.pop() if len(ends) == 1 else LevelKind.VERTEBRAL
    return tuple(level for level in levels_between(first, last) if level.kind is kind)


def are_adjacent(one: str, other: str) -> bool:
    """Say whether two levels of one kind follow each other without a gap."""
    return other in {level.name for level in levels_within(one, 1)} and one != other


def levels_within(name: str, distance: int) -> tuple[Level, ...]:
    """Return the standard levels of the same kind at most `distance` away, cranial to caudal."""
    centre = level_named(name)
    same_kind = [
        level
        for level in LEVELS.values()
        if level.kind is centre.kind and (_is_standard(level) or level == centre)
    ]
    position = same_kind.index(centre)
    return tuple(same_kind[max(0, position - distance) : position + distance + 1])
