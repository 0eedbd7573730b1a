"""Data: how reports state published grades, and which findings each scale grades.

What each grade means, with its source, is in `ontology/grades.ttl`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["SCALES", "Scale"]

_ROMAN: Final[Mapping[str, str]] = MappingProxyType(
    {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
)


class Scale(NamedTuple):
    """One scale: its name, the words before the value, the classes it grades, and its values.

    `values` are by the way in which a report writes them, in small letters; a sentence without any
    of the words `opening` states none of them.
    """

    name: str
    words: str
    opening: tuple[str, ...]
    findings: tuple[str, ...]
    values: Mapping[str, str]


def _as_written(*values: str) -> Mapping[str, str]:
    return MappingProxyType({value.lower(): value for value in values})


def _numbers(*values: str) -> Mapping[str, str]:
    """Return grades that are numbers, by Arabic and by Roman numerals."""
    roman = {word: number for word, number in _ROMAN.items() if number in values}
    return MappingProxyType({**_as_written(*values), **roman})


SCALES: Final[tuple[Scale, ...]] = (
    Scale(
        "AO",
        r"\bAO\s*(?:spine)?\s*(?:classification\s*)?(?:type|class|subtype)?\s*:?",
        ("ao", "aospine"),
        ("VertebralFracture",),
        _as_written("A0", "A1", "A2", "A3", "A4", "B1", "B2", "B3", "C"),
    ),
    Scale(
        "ESCC",
        r"\b(?:bilsky|escc)\s*(?:grade|score)?",
        ("bilsky", "escc"),
        ("EpiduralExtension", "EpiduralMass", "SpinalCordCompression"),
        _numbers("0", "1", "1a", "1b", "1c", "2", "3"),
    ),
    Scale(
        "Genant",
        r"\bgenant\s*(?:grade)?",
        ("genant",),
        ("CompressionFracture", "VertebralFracture", "VertebralHeightLoss"),
        _numbers("0", "0.5", "1", "2", "3"),
    ),
    Scale(
        "Lee canal",
        r"\blee\s*(?:grade)?",
        ("lee",),
        ("SpinalCanalStenosis",),
        _numbers("0", "1", "2", "3"),
    ),
    Scale(
        "Lee foramen",
        r"\blee\s*(?:grade)?",
        ("lee",),
        ("ForaminalStenosis",),
        _numbers("0", "1", "2", "3"),
    ),
    Scale(
        "Meyerding",
        r"\b(?:meyerding\s*(?:grade)?|grade)",
        ("grade", "meyerding"),
        ("Spondylolisthesis", "Retrolisthesis"),
        _numbers("1", "2", "3", "4", "5"),
    ),
    Scale(
        "Modic",
        r"\b(?:modic(?:\s+changes?)?\s*,?\s*(?:type|grade)?|type(?=\s*\w+\s+modic))",
        ("modic", "type"),
        ("ModicChange",),
        _numbers("1", "2", "3"),
    ),
    Scale(
        "Pfirrmann",
        r"\bpfirr?mann?\s*(?:grade)?",
        ("pfirmann", "pfirman", "pfirrmann", "pfirrman"),
        ("DiscDegeneration", "DiscDesiccation", "DiscHeightLoss"),
        _numbers("1", "2", "3", "4", "5"),
    ),
    Scale(
        "Schizas",
        r"\bschizas\s*(?:grade|type|class)?",
        ("schizas",),
        ("SpinalCanalStenosis",),
        _as_written("A", "A1", "A2", "A3", "A4", "B", "C", "D"),
    ),
)
