"""The levels of the spine: vertebrae, the levels between them, and their order.

A level is known by its name: a vertebra (`T12`) or the level between two (`L4-L5`). Orders are
integers that grow caudally: a vertebra has 10 times its position from C1 = 10, the level below
it 5 more. The variants T13 and L6 stand between their neighbours and renumber nothing.
`ontology/anatomy.ttl` writes the same order for machines; a test proves the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from kg.errors import UnknownLevel

__all__ = [
    "INTERVERTEBRAL",
    "LEVELS",
    "VARIANT_VERTEBRAE",
    "VERTEBRAE",
    "VERTEBRAL",
    "Level",
    "LevelKind",
    "level_named",
]


class LevelKind(StrEnum):
    """Whether a level is a bone or the motion segment between two."""

    VERTEBRAL = "vertebral"
    INTERVERTEBRAL = "intervertebral"


#: The kinds by name alone: Python 3.11 looks a member of an `Enum` up slowly.
VERTEBRAL: Final = LevelKind.VERTEBRAL
INTERVERTEBRAL: Final = LevelKind.INTERVERTEBRAL


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """One level of the spine; levels compare by `order`, cranial to caudal."""

    order: int
    name: str
    kind: LevelKind
    upper: str
    lower: str

    def __str__(self) -> str:
        return self.name


#: Vertebrae of the standard numbering, cranial to caudal.
VERTEBRAE: tuple[str, ...] = (
    *(f"C{number}" for number in range(1, 8)),
    *(f"T{number}" for number in range(1, 13)),
    *(f"L{number}" for number in range(1, 6)),
    *(f"S{number}" for number in range(1, 6)),
    "Coccyx",
)

#: Supernumerary vertebrae: name -> (vertebra above, vertebra below, order).
#: They take an order between their neighbours and its free places (reference: ontology.md 3).
VARIANT_VERTEBRAE: Mapping[str, tuple[str, str, int]] = MappingProxyType(
    {"T13": ("T12", "L1", 192), "L6": ("L5", "S1", 242)}
)


def _standard_levels() -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for position, name in enumerate(VERTEBRAE, start=1):
        levels[name] = Level(10 * position, name, LevelKind.VERTEBRAL, name, name)
    for upper, lower in pairwise(VERTEBRAE):
        name = f"{upper}-{lower}"
        order = levels[upper].order + 5
        levels[name] = Level(order, name, LevelKind.INTERVERTEBRAL, upper, lower)
    return levels


def _variant_levels(standard: Mapping[str, Level]) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for name, (above, below, order) in VARIANT_VERTEBRAE.items():
        levels[name] = Level(order, name, LevelKind.VERTEBRAL, name, name)
        first, second = f"{above}-{name}", f"{name}-{below}"
        below_disc = standard[f"{above}-{below}"].order + 1
        levels[first] = Level(order - 1, first, LevelKind.INTERVERTEBRAL, above, name)
        levels[second] = Level(below_disc, second, LevelKind.INTERVERTEBRAL, name, below)
    return levels


def _all_levels() -> Mapping[str, Level]:
    standard = _standard_levels()
    every = sorted([*standard.values(), *_variant_levels(standard).values()])
    return MappingProxyType({level.name: level for level in every})


#: Every level by its name, cranial to caudal, variants included.
LEVELS: Mapping[str, Level] = _all_levels()


def level_named(name: str) -> Level:
    """Return the level called `name`, such as "T12" or "L4-L5".

    Raises UnknownLevel for anything else: an impossible level is never guessed.
    """
    try:
        return LEVELS[name]
    except KeyError:
        raise UnknownLevel(
            f"no level {name!r}; expected a vertebra C1-C7, T1-T13, L1-L6, S1-S5 or Coccyx, "
            f"or a level between two neighbours, such as L4-L5"
        ) from None
