"""What is reached over a relation, and the levels between two: plain values, without RDF."""

from collections.abc import Mapping
from typing import TypeVar

from kg.errors import InvalidOntology

__all__ = ["members_between", "reach"]

Key = TypeVar("Key", bound=str)


def members_between(
    orders: Mapping[Key, int], first: Key, last: Key, also: frozenset[Key] = frozenset()
) -> tuple[Key, ...]:
    """Return the levels from `first` to `last`, both included, and those of `also`, by order.

    Raises InvalidOntology when an end is no level or the two stand in the wrong order.
    """
    unknown = {first, last, *also} - orders.keys()
    if unknown:
        raise InvalidOntology(f"a level set names {sorted(unknown)}, which is no level")
    if orders[first] > orders[last]:
        raise InvalidOntology(f"a level set runs upwards, from {first!r} to {last!r}; swap the two")
    inside = (
        level
        for level, order in orders.items()
        if orders[first] <= order <= orders[last] or level in also
    )
    return tuple(sorted(inside, key=orders.__getitem__))


def reach(start: Key, steps: Mapping[Key, frozenset[Key]]) -> frozenset[Key]:
    """Return everything that can be reached from `start` in one step or more."""
    found: set[Key] = set()
    waiting = list(steps.get(start, ()))
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(steps.get(place, ()))
    return frozenset(found)
