"""Data: the words of a question that are neither finding nor place."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

__all__ = [
    "ALWAYS_EXCLUDING",
    "COMPARED_AFTER",
    "COMPARED_BEFORE",
    "COUNTING",
    "EXCLUDING",
    "MONTHS",
    "NUMBERS",
    "SAME_LEVEL",
    "UNDERSTOOD",
    "WANTED",
    "Comparison",
    "number_named",
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
#: Status words that, after another finding, mean "has none of it".
EXCLUDING: frozenset[str] = frozenset(
    {"but no", "but not", "excluding", "never", "no", "not", "and no", "with no", "without"}
)
#: Those of them that mean so even of the only finding named.
ALWAYS_EXCLUDING: frozenset[str] = frozenset({"do not", "does not", "did not", "without"})
EXCLUDING |= ALWAYS_EXCLUDING


#: Numbers that a question may spell out.
NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        word: number
        for number, word in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
        )
    }
)


def number_named(word: str) -> int:
    """Return the number that a word or digits name.

    >>> number_named("Three"), number_named("12")
    (3, 12)
    """
    return NUMBERS.get(word.lower()) or int(word)


class Comparison(Enum):
    """How a degree compares with the one that a question names."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"


def _each(words: str, comparison: Comparison) -> dict[str, Comparison]:
    return {one.strip(): comparison for one in words.split(",")}


COMPARED_BEFORE: Mapping[str, Comparison] = MappingProxyType(
    {
        **_each("at least, minimum, no less than, not less than", Comparison.AT_LEAST),
        **_each("more than, worse than, greater than, higher than, over", Comparison.MORE),
        **_each("more severe than, above", Comparison.MORE),
        **_each("at most, up to, maximum, no more than, not more than", Comparison.AT_MOST),
        **_each("no worse than, not worse than, no greater than", Comparison.AT_MOST),
        **_each("less than, milder than, lower than, less severe than", Comparison.LESS),
        **_each("below, under", Comparison.LESS),
    }
)
COMPARED_AFTER: Mapping[str, Comparison] = MappingProxyType(
    {
        **_each("or worse, or more, or greater, or higher, or above", Comparison.AT_LEAST),
        **_each("and worse, and more, and above, at least, or more severe", Comparison.AT_LEAST),
        **_each("or less, or milder, or below, or lower, and below", Comparison.AT_MOST),
        **_each("at most, or less severe, at worst", Comparison.AT_MOST),
    }
)

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


#: Words that carry no condition of their own. Those that can ("below", "only", "last") are not
#: among them: where nothing has understood them, the answer says so.
UNDERSTOOD = _words(
    "a about affected all also an and answer any anything are as at been between both but by can "
    "case cases count demonstrate demonstrates described did do does each either every exams find "
    "finding findings for from get give had has have having her his how i in involved is it its "
    "know known level levels list many me mention mentioned mentions number of on or our patient "
    "patients people person place please question read recorded region report reports s same "
    "scans see seen segment segments show showing shown shows spinal spine stated states studies "
    "study tell than that the their them there these they this to us vertebra vertebrae vertebral "
    "was we were what when where which who whom whose with within"
)
