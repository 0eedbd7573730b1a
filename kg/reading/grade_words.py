"""Data: how reports state published grades, and which findings each scale grades.

Sources: Meyerding 1932; Modic 1988; Pfirrmann, Spine 2001;26:1873; Genant 1993.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["NUMERALS", "SCALES", "Scale"]


class Scale(NamedTuple):
    """One scale: its name, the words before the value, the values, and the classes it grades."""

    name: str
    words: str
    values: tuple[str, ...]
    findings: tuple[str, ...]


SCALES: tuple[Scale, ...] = (
    Scale(
        "Meyerding",
        r"(?:meyerding\s+)?grade",
        ("1", "2", "3", "4", "5"),
        ("Spondylolisthesis", "Retrolisthesis"),
    ),
    Scale(
        "Modic",
        r"(?:modic(?:\s+changes?)?\s*,?\s*(?:type|grade)?|type(?=\s*\w+\s+modic))",
        ("1", "2", "3"),
        ("ModicChange",),
    ),
    Scale(
        "Pfirrmann",
        r"pfirr?mann?\s*(?:grade)?",
        ("1", "2", "3", "4", "5"),
        ("DiscDegeneration", "DiscDesiccation", "DiscHeightLoss"),
    ),
    Scale(
        "ESCC",
        r"(?:bilsky|escc)\s*(?:grade|score)?",
        ("0", "1", "1a", "1b", "1c", "2", "3"),
        ("EpiduralExtension", "EpiduralMass", "SpinalCordCompression"),
    ),
    Scale(
        "Genant",
        r"genant\s*(?:grade)?",
        ("1", "2", "3"),
        ("CompressionFracture", "VertebralFracture", "VertebralHeightLoss"),
    ),
)

#: Roman and Arabic numerals, and the parts of ESCC grade 1.
NUMERALS: Mapping[str, str] = MappingProxyType(
    {
        **{"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"},
        **{value: value for value in ("0", "1", "1a", "1b", "1c", "2", "3", "4", "5")},
    }
)
