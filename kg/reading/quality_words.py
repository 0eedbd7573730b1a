"""Data: the words of degree and of side, and what they stand for.

Sizes (tiny, large) are no degrees; "significant" is kept as the report's word but has no place in
the order (data/GOLD.md, Fields).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.findings.qualities import Severity, Side

__all__ = [
    "ADVERBS_OF_SIDE",
    "DEGREES",
    "DISC_ZONES",
    "MIDLINE_DISC_WORDS",
    "SIDES",
    "UNGRADED_DEGREES",
]

_DEGREES: Final[dict[Severity, tuple[str, ...]]] = {
    Severity.MINIMAL: (
        "minimal",
        "minimally",
        "trace",
        "very minimal",
        "very slight",
        "minor",
        "minimaly",
    ),
    Severity.MILD: (
        "mild",
        "mildly",
        "mildy",
        "slight",
        "slightly",
        "low grade",
        "very mild",
        "midly",
        "slighty",
        "slightely",
    ),
    Severity.MILD_MODERATE: (
        "mild to moderate",
        "mild moderate",
        "mild or moderate",
        "mild and moderate",
        "mildly to moderately",
        "mild to moderately",
        "minimal to moderate",
        "mild / moderate",
        "mild to mod",
        "mild mod",
        "mild / mod",
    ),
    Severity.MODERATE: (
        "moderate",
        "moderately",
        "intermediate grade",
        "mod",
        "moderat",
        "moderatly",
        "moderatelly",
        "modrate",
    ),
    Severity.MODERATE_SEVERE: (
        "moderate to severe",
        "moderate severe",
        "moderate or severe",
        "moderately severe",
        "moderate or high grade",
        "moderate to marked",
        "moderate to high grade",
        "moderate and severe",
        "moderate to advanced",
        "moderately to severely",
        "moderate / severe",
        "mod to severe",
        "mod severe",
        "mod / severe",
    ),
    Severity.SEVERE: (
        "severe",
        "severely",
        "sever",
        "severly",
        "sevre",
        "marked",
        "markedly",
        "advanced",
        "high grade",
        "near complete",
        "complete",
        "completely",
        "nearly complete",
        "very severe",
        "critical",
        "profound",
        "extensive high grade",
        "subtotal",
        "pronounced",
    ),
}
DEGREES: Final[Mapping[str, Severity]] = MappingProxyType(
    {word: degree for degree, words in _DEGREES.items() for word in words}
)
#: Words of degree without a place in the order; kept in the evidence.
UNGRADED_DEGREES: Final[tuple[str, ...]] = (
    "significant",
    "significantly",
    "considerable",
    "relevant",
    # Sizes are no degrees.
    "moderate sized",
    "moderately sized",
    "moderate size",
)

_SIDES: Final[dict[Side, tuple[str, ...]]] = {
    Side.LEFT: (
        "left",
        "lt",
        "left sided",
        "lt sided",
        "leftward",
        "leftwards",
        "left side",
        "lt side",
        "on the left",
        "to the left",
        "left greater than",
        "left paracentral",
        "left lateral",
        "to left",
        "to left side",
        "left posterolateral",
        "eccentric to the left",
        "eccentric to left",
    ),
    Side.RIGHT: (
        "right",
        "rt",
        "right sided",
        "rt sided",
        "rightward",
        "rightwards",
        "right side",
        "rt side",
        "on the right",
        "to the right",
        "right paracentral",
        "right lateral",
        "to right",
        "to right side",
        "right posterolateral",
        "eccentric to the right",
        "eccentric to right",
    ),
    Side.BILATERAL: (
        "bilateral",
        "bilaterally",
        "both",
        "both sides",
        "bilat",
        "right and left",
        "left and right",
        "right greater than left",
        "left greater than right",
        "right worse than left",
        "left worse than right",
        "right more than left",
        "left more than right",
        "on both sides",
        "either side",
        "rt and lt",
        "lt and rt",
        "right > left",
        "r > l",
        "l > r",
        "b / l",
        "left > right",
        "on either side",
        "right or left",
        "left or right",
    ),
    Side.MIDLINE: ("midline", "in the midline"),
}
SIDES: Final[Mapping[str, Side | None]] = MappingProxyType(
    {
        **{word: side for side, words in _SIDES.items() for word in words},
        # An asymmetry names no side of its own (data/GOLD.md, Settled wordings).
        **{
            f"{more} {preposition} {article}{side}{ending}": None
            for more in ("more", "greater", "worse", "most marked", "mainly", "asymmetric")
            for preposition in ("to", "on", "toward", "towards", "in")
            for article in ("the ", "")
            for side in ("left", "right", "lt", "rt")
            for ending in ("", " side", " sided")
        },
    }
)
#: Words of side that can stand apart from what they place: "compressed in the recess on the left".
ADVERBS_OF_SIDE: Final = frozenset(
    {"bilaterally", "either side", "on both sides", "on either side", "on the left", "on the right"}
)
#: Words that place a disc contour in the midline; elsewhere they mean something else.
MIDLINE_DISC_WORDS: Final = frozenset({"central"})
#: Adjectives of the zones of a disc (Fardon 2014), between a side and the contour that it is of.
DISC_ZONES: Final = frozenset({"foraminal", "lateral", "neuroforaminal", "recess", "subarticular"})
