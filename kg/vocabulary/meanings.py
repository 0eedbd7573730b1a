"""What a phrase of the lexicon can stand for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = [
    "FINDING",
    "FORM",
    "LEVEL_SET",
    "NAMING",
    "NEUTRAL",
    "SITE",
    "Meaning",
    "MeaningKind",
]


class MeaningKind(StrEnum):
    """What a phrase of the lexicon can stand for."""

    #: By its text: `Enum` hashes in Python, and every phrase is asked for its kinds.
    __hash__ = str.__hash__

    FINDING = "finding"
    SITE = "site"
    FORM = "form"
    LEVEL_SET = "level set"
    NEUTRAL = "neutral"


#: The kinds by name alone: Python 3.11 looks a member of an `Enum` up slowly, and each rule does.
FINDING: Final = MeaningKind.FINDING
SITE: Final = MeaningKind.SITE
FORM: Final = MeaningKind.FORM
LEVEL_SET: Final = MeaningKind.LEVEL_SET
NEUTRAL: Final = MeaningKind.NEUTRAL

#: Kinds of phrases that name a finding, or a part of its name.
NAMING: Final = frozenset({FINDING, FORM})


@dataclass(frozen=True)
class Meaning:
    """One thing that a phrase stands for; `name` is the local name of the term."""

    kind: MeaningKind
    name: str
