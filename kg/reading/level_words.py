"""Data: how reports write levels, and what only looks like one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = [
    "BETWEEN_LISTED_LEVELS",
    "BETWEEN_ROOTS",
    "LETTERS",
    "NOT_A_LEVEL_BEFORE",
    "NO_LEVEL_ADJECTIVES",
    "NO_LEVEL_NOUNS",
    "ORDINALS",
    "REGIONS",
    "SEQUENCE_AFTER",
    "SEQUENCE_BEFORE",
    "SEQUENCE_BEFORE_ENDS",
    "SEQUENCE_BEFORE_PATTERNS",
]

#: Letters before a number -> letter of the level ("D" is dorsal, "Th" thoracic).
LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {"c": "C", "t": "T", "th": "T", "d": "T", "l": "L", "s": "S"}
)

#: Region words that follow an ordinal: "the first lumbar vertebra".
REGIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"cervical": "C", "thoracic": "T", "dorsal": "T", "lumbar": "L", "sacral": "S"}
)

ORDINALS: Final[Mapping[str, int]] = MappingProxyType(
    {
        word: number
        for number, words in enumerate(
            (
                ("first", "1st"),
                ("second", "2nd"),
                ("third", "3rd"),
                ("fourth", "4th"),
                ("fifth", "5th"),
                ("sixth", "6th"),
                ("seventh", "7th"),
                ("eighth", "8th"),
                ("ninth", "9th"),
                ("tenth", "10th"),
                ("eleventh", "11th"),
                ("twelfth", "12th"),
            ),
            start=1,
        )
        for word in words
    }
)

#: What after "L5" makes it a nerve root, a dermatome or a laboratory value: nouns, as patterns,
#: the adjectives before them, and what stands between the roots of a list.
NO_LEVEL_NOUNS: Final = (
    *("nerve", "nerves", "root", "roots", r"nrs?\b", r"radicul\w+", r"dermatom\w+"),
    *(r"myotom\w+", "sensory", "distribution", "complement"),
)
NO_LEVEL_ADJECTIVES: Final = ("exiting", "traversing", "descending", "dorsal")
BETWEEN_ROOTS: Final = (",", "and", "or", "/", "&", "-", "to", "through", r",\s*and")

#: Words before it that do the same.
NOT_A_LEVEL_BEFORE: Final = ("vitamin", "complement", "serum", "free", "grade")

#: Words after T1 or T2 that make it a magnetic resonance sequence.
SEQUENCE_AFTER: Final = (
    r"(?:\+|gd\b|c\+|of the (?:spine|brain|head|neck)|weighted|wi?\b|w/|images?|imaging|signals?|"
    r"hyper\w*|hypo\w*|iso\w*|bright|dark|high|low|"
    r"post|pre|fat|flair|stir|fse|frfse|tse|gre|sequences?|sagittal|axial|coronal|contrast|"
    r"relaxation|with (?:and|or|gad|contrast|fat)|without|shortening|prolongation|increase\w*|"
    r"mri?\b|ct\b|changes?\b|decrease\w*|elongat\w*|and stir|"
    r",? (?:and )?stir|abnormal\w*|spin|fast|gradient|space|long)"
)

#: Ends of the words before T1 or T2 that do the same, then what else does, as patterns, with the
#: ends of those.
SEQUENCE_BEFORE: Final = (
    *("sagittal", "sagital", "axial", "coronal", "on", "in", "both", "left", "middle", "top"),
    *("bottom", "stir", "fse", "flair", "weighted", "contrast", "enhanced", "post", "pre", "long"),
    *("fat sat", "fat-sat", "fatsat", "fat saturated", "fat-saturated", "suppressed", " fs"),
    *("longer", "short", "high", "low", "bright", "dark", "hyperintense", "hypointense"),
    *("isointense", "intensity", "signal", "increase", "increased", "decreased", "abnormal"),
)
SEQUENCE_BEFORE_PATTERNS: Final = (
    "right -",
    "on (?:both )?T[12](?:-weighted)? (?:and|or)",
)
SEQUENCE_BEFORE_ENDS: Final = ("right", "and", "or")

#: Words that may stand between two levels of one list: "L2 vertebral body and the endplate of L3".
BETWEEN_LISTED_LEVELS: Final = (
    r"vertebral bod(?:y|ies)|vertebra[el]?|bod(?:y|ies)|levels?|dis[ck]s?|segments?|at|in|of|the|"
    r"both|also|noteceably|notably|mainly|superior|inferior|upper|lower|anterior|posterior|portions?|parts?|half|third|"
    r"end ?plates?|aspects?|pedicles?|spaces?|interspaces?|lesser|extent|degree|to a|to(?= lesser)|"
    r"respectively"
)
