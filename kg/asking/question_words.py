"""Data: the words of a question that are neither finding nor place."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "AT_LEAST_AFTER",
    "AT_LEAST_BEFORE",
    "AT_MOST_AFTER",
    "AT_MOST_BEFORE",
    "COUNTING",
    "EXCLUDING",
    "MONTHS",
    "SAME_LEVEL",
    "UNDERSTOOD",
    "WANTED",
]

#: Words after "which", "all", "how many" -> what is listed.
WANTED: Mapping[str, str] = MappingProxyType(
    {
        "patient": "patients",
        "patients": "patients",
        "people": "patients",
        "person": "patients",
        "cases": "patients",
        "who": "patients",
        "report": "reports",
        "reports": "reports",
        "studies": "reports",
        "study": "reports",
        "scans": "reports",
        "exams": "reports",
        "findings": "findings",
        "finding": "findings",
        "levels": "levels",
    }
)

COUNTING: tuple[str, ...] = ("how many", "number of", "count of", "count")
SAME_LEVEL: tuple[str, ...] = ("same level", "same levels", "same segment", "same place")
#: Status words that, after another finding, mean "has none of it"; the first one always does.
EXCLUDING: tuple[str, ...] = ("without", "but no", "but not", "with no", "and no", "excluding")

AT_LEAST_BEFORE: tuple[str, ...] = ("at least", "minimum", "more than", "no less than")
AT_LEAST_AFTER: tuple[str, ...] = (
    "or worse",
    "or more",
    "or greater",
    "or higher",
    "or above",
    "and above",
    "and worse",
)
AT_MOST_BEFORE: tuple[str, ...] = ("at most", "up to", "no more than", "maximum")
AT_MOST_AFTER: tuple[str, ...] = ("or less", "or milder", "or below", "and below")

MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                ("january", "jan"),
                ("february", "feb"),
                ("march", "mar"),
                ("april", "apr"),
                ("may",),
                ("june", "jun"),
                ("july", "jul"),
                ("august", "aug"),
                ("september", "sep", "sept"),
                ("october", "oct"),
                ("november", "nov"),
                ("december", "dec"),
            ),
            start=1,
        )
        for name in names
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that carry no condition of their own.
UNDERSTOOD = _words(
    "a all an and any are as at been between by count did do does each either ever every for from "
    "get give had has have having how in is it its least less level levels list many me more most "
    "no not number of on or our over please report reports same segment show stated that the "
    "their them there these they this to up was were what when where which who whom whose with "
    "within without worse greater higher above below milder maximum minimum than since before "
    "after during find finding findings patient patients people person case cases study studies "
    "scans exams only also both been region place seen described known recorded spine spinal tell "
    "us about answer question but vertebra vertebrae vertebral until year month"
)
