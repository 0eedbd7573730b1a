"""The order in which the tables of a query are joined, so that none is multiplied by another.

DuckDB finds a good order by itself for a few tables; for a dozen or more it keeps the order that
is written, and two tables that nothing connects would give the product of their rows.
"""

import re
from collections.abc import Mapping, Sequence

from kg.columnar.source import Source

__all__ = ["joined"]

_OF_SOURCE = re.compile(r"\b(\w+)\.")
_IS_THERE = " IS NOT NULL"
_EXISTS = "EXISTS ("


def joined(sources: Sequence[Source], conditions: Sequence[str]) -> str:
    """Return FROM and WHERE: the sources in an order in which each is connected to one before."""
    names = {source.name for source in sources}
    # EXISTS stays in WHERE: in ON, it would keep the other conditions from coming first.
    last = [one for one in conditions if _EXISTS in one]
    used = [
        (frozenset(_OF_SOURCE.findall(one)) & names, one) for one in conditions if one not in last
    ]
    inner = [source for source in sources if source.on is None]
    text = "FROM "
    placed: dict[str, str] = {}
    while inner:
        following = min(inner, key=lambda source: _rank(source, placed, used))
        inner.remove(following)
        on = []
        if placed:
            here = {*placed, following.name}
            on = [one for by, one in used if following.name in by and len(by) > 1 and by <= here]
            used = [(by, one) for by, one in used if one not in on]
        text += _step(following, on, is_first=not placed)
        placed[following.name] = following.key
    if not placed:
        text += "(SELECT TRUE) AS nothing"
    for source in sources:
        if source.on is not None:
            text += f" {source.text}"
    where = " AND ".join([*(one for _, one in used), *last])
    return text + (f" WHERE {where}" if where else "")


def _step(source: Source, on: Sequence[str], *, is_first: bool) -> str:
    if is_first:
        return source.text
    return f" JOIN {source.text} ON {' AND '.join(on)}" if on else f" CROSS JOIN {source.text}"


def _rank(
    source: Source, placed: Mapping[str, str], used: Sequence[tuple[frozenset[str], str]]
) -> tuple[int, int, bool, bool]:
    """Return what puts sources in order.

    First one that can be looked up by its key, which adds no rows; then one that refers to the key
    of an earlier one, then others that are connected; of these the one with the most conditions.
    """
    links = [one for by, one in used if source.name in by and any(name in placed for name in by)]
    keys = [f"{name}.{key}" for name, key in placed.items()]
    if any(f"{source.name}.{source.key}" in link for link in links):
        nearness = 0
    elif any(key in link for link in links for key in keys):
        nearness = 1
    else:
        nearness = 2 if links else 3
    is_restricted = any(by == {source.name} and not one.endswith(_IS_THERE) for by, one in used)
    return (nearness if placed else 0, -len(links), not is_restricted, not source.is_small)
