"""The values that a finding's qualities take: status, side, severity, time."""

from enum import StrEnum as _StrEnum
from typing import Final

__all__ = [
    "ABSENT",
    "POSSIBLE",
    "PRESENT",
    "Change",
    "Section",
    "Severity",
    "Side",
    "Status",
    "Temporality",
]


class StrEnum(_StrEnum):
    """Values that hash as their text: `Enum` hashes in Python, and every finding is looked up."""

    __hash__ = str.__hash__


class Status(StrEnum):
    """Whether the report says that the finding is there (design 3: three stored states)."""

    PRESENT = "present"
    ABSENT = "absent"
    POSSIBLE = "possible"


#: The states by name alone: Python 3.11 looks a member of an `Enum` up slowly, and each rule does.
ABSENT: Final = Status.ABSENT
POSSIBLE: Final = Status.POSSIBLE
PRESENT: Final = Status.PRESENT


class Side(StrEnum):
    """On which side of the body the finding is."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"
    MIDLINE = "midline"


class Severity(StrEnum):
    """Ordered degrees; a degree "between two" has its own place between them."""

    MINIMAL = "minimal"
    MILD = "mild"
    MILD_MODERATE = "mild-moderate"
    MODERATE = "moderate"
    MODERATE_SEVERE = "moderate-severe"
    SEVERE = "severe"

    @property
    def rank(self) -> int:
        """Return the place in the order, 1 for minimal to 6 for severe."""
        return list(Severity).index(self) + 1


class Temporality(StrEnum):
    """Whether the finding is there now or was there before and is not any more."""

    CURRENT = "current"
    HISTORICAL = "historical"


class Change(StrEnum):
    """What the report says happened to the finding since the prior study."""

    NEW = "new"
    LARGER = "larger"
    SMALLER = "smaller"
    STABLE = "stable"
    RESOLVED = "resolved"


class Section(StrEnum):
    """The part of a report that a sentence stands in."""

    HISTORY = "history"
    INDICATION = "indication"
    COMPARISON = "comparison"
    TECHNIQUE = "technique"
    FINDINGS = "findings"
    IMPRESSION = "impression"
    RECOMMENDATION = "recommendation"
    NARRATIVE = "narrative"

    @property
    def states_findings(self) -> bool:
        """Say whether sentences of this section can state imaging findings (data/GOLD.md)."""
        return self in _STATING


_STATING: Final = frozenset({Section.FINDINGS, Section.IMPRESSION, Section.NARRATIVE})
