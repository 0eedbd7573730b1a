"""Data: how reports say how they number the vertebrae, and which findings and levels tell it.

Sources are in `ontology/numbering.ttl`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.findings.numbering import NumberingScheme

__all__ = ["DENIALS", "FINDINGS", "LEVELS", "OPENING_STEMS", "STEMS", "WORDS"]

_COUNTED: Final = r"(?:count|number|label)l?(?:ed|ing)\s+(?:\w+\s+){0,6}?"
_WAYS: Final = "down|up|caudally|cranially|inferiorly|superiorly|cephalad|caudad"
_FROM: Final = rf"(?:(?:{_WAYS})\s+)?from\s+(?:the\s+)?"
_ASSUMED: Final = r"(?:assum|presum|consider|designat|regard)(?:ed|es|ing)\s+(?:\w+[- ]){0,8}?"
_VERTEBRAE: Final = r"(?:lumbar[- ]type\s+|lumbar\s+)?(?:vertebra\w*|segments)"

#: What a report says, as a pattern, and the scheme that it states.
WORDS: Final[Mapping[NumberingScheme, tuple[str, ...]]] = MappingProxyType(
    {
        NumberingScheme.COUNTED_FROM_C2: (
            _COUNTED + _FROM + r"(?:C-?[12]\b|dens\b|odontoid|skull base|craniocervical)",
        ),
        NumberingScheme.COUNTED_FROM_LAST_RIB: (
            _COUNTED + _FROM + r"(?:last|lowest)\s+(?:pair of\s+)?rib",
            r"(?:last|lowest)\s+(?:pair of\s+)?rib(?:s|[- ]bearing)?[^.;]{0,40}\b"
            r"(?:assumed|presumed|considered|designated|labell?ed)\b[^.;]{0,20}\bT-?12\b",
            _ASSUMED + r"(?:last|lowest)\s+(?:pair of\s+)?ribs?\b[^.;]{0,40}\bT-?12\b",
        ),
        NumberingScheme.COUNTED_FROM_SACRUM: (
            _COUNTED + _FROM + r"(?:sacrum|lumbosacral junction|L-?5[-/]S-?1)",
            r"(?:last|lowest)\s+(?:well[- ]formed|fully formed|open|mobile|free)\s+"
            r"(?:intervertebral\s+)?(?:dis[ck]|level|segment|vertebra)\w*[^.;]{0,40}\b"
            r"(?:assumed|presumed|considered|designated|labell?ed|numbered)\b[^.;]{0,20}\bL-?5\b",
        ),
        NumberingScheme.ELEVEN_THORACIC: (
            r"\b(?:11|eleven)\s+(?:pairs\s+of\s+ribs|rib[- ]bearing|thoracic[- ]type)\b",
        ),
        NumberingScheme.FOUR_LUMBAR: (
            r"\b(?:4|four)\s+(?:non[- ]rib[- ]bearing|lumbar[- ]type)\s+" + _VERTEBRAE,
            r"\b(?:4|four)\s+lumbar[- ]type\s+bodies",
        ),
        NumberingScheme.SIX_LUMBAR: (
            r"\b(?:6|six)\s+(?:non[- ]rib[- ]bearing|lumbar[- ]type)\s+" + _VERTEBRAE,
            r"\b(?:6|six)\s+lumbar[- ]type\s+bodies",
            r"\bthere\s+are\s+(?:6|six)\s+lumbar\s+(?:vertebra\w*|segments)",
        ),
        NumberingScheme.THIRTEEN_THORACIC: (
            r"\b(?:13|thirteen)\s+(?:pairs\s+of\s+ribs|rib[- ]bearing|thoracic[- ]type)\b",
        ),
        NumberingScheme.UNCERTAIN: (
            r"\bnumbering\s+(?:of\s+(?:the\s+)?(?:\w+\s+)?(?:levels|vertebra\w*|segments)\s+)?"
            r"(?:is|remains|may\s+be)\s+(?:uncertain|ambiguous|indeterminate|unclear|inaccurate)",
            r"\b(?:exact|precise|definitive|accurate)\s+(?:vertebral\s+|level\s+)?numbering\s+"
            r"(?:is|was|could)\s*(?:not|cannot)\b",
        ),
    }
)

#: Stretches in lower case of which every pattern needs one.
OPENING_STEMS: Final = (
    *("number", "count", "label", "lowest", "last ", " rib", "-rib", "six lumbar", "6 lumbar"),
    "type",
)

#: For each scheme stretches in lower case of which its patterns need one: few reports have any.
STEMS: Final[Mapping[NumberingScheme, tuple[str, ...]]] = MappingProxyType(
    {
        NumberingScheme.COUNTED_FROM_C2: ("number", "counted", "counting", "label"),
        NumberingScheme.COUNTED_FROM_LAST_RIB: (
            *("number", "counted", "counting", "label", "last rib", "last pair"),
            *("lowest rib", "lowest pair"),
        ),
        NumberingScheme.COUNTED_FROM_SACRUM: (
            *("number", "counted", "counting", "label", "lowest"),
            *("last well", "last fully", "last open", "last mobile", "last free"),
        ),
        NumberingScheme.ELEVEN_THORACIC: ("11 pair", "11 rib", "11 thoracic", "eleven"),
        NumberingScheme.FOUR_LUMBAR: ("4 non", "4 lumbar", "four non", "four lumbar"),
        NumberingScheme.SIX_LUMBAR: ("6 non", "6 lumbar", "six non", "six lumbar"),
        NumberingScheme.THIRTEEN_THORACIC: ("13 pair", "13 rib", "13 thoracic", "thirteen"),
        NumberingScheme.UNCERTAIN: ("numbering",),
    }
)

#: Before what is stated, within its clause, these say that it is not so.
DENIALS: Final = r"\b(?:no|not|without|never|rather\s+than|instead\s+of)\b[^.;:]{0,40}$"

#: Findings whose presence says how the levels of the study are to be taken.
FINDINGS: Final[Mapping[str, NumberingScheme]] = MappingProxyType(
    {
        "Lumbarization": NumberingScheme.LUMBARIZED_S1,
        "Sacralization": NumberingScheme.SACRALIZED_L5,
        "TransitionalVertebra": NumberingScheme.TRANSITIONAL,
    }
)

#: Levels that only some schemes have: who names one numbers so.
LEVELS: Final[Mapping[str, NumberingScheme]] = MappingProxyType(
    {
        **dict.fromkeys(("L5-L6", "L6", "L6-S1"), NumberingScheme.SIX_LUMBAR),
        **dict.fromkeys(("T12-T13", "T13", "T13-L1"), NumberingScheme.THIRTEEN_THORACIC),
    }
)
