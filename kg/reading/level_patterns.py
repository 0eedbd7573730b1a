"""The patterns by which levels are found in a text, and what may stand between two of them."""

import re
from typing import Final

from kg.reading.level_words import (
    BETWEEN_LISTED_LEVELS,
    BETWEEN_ROOTS,
    NO_LEVEL_ADJECTIVES,
    NO_LEVEL_NOUNS,
    ORDINALS,
    REGIONS,
    SEQUENCE_AFTER,
    SEQUENCE_BEFORE_PATTERNS,
)

__all__ = [
    "AND",
    "ATOM",
    "BARE_END",
    "BARE_NUMBER",
    "BEFORE_LEVEL",
    "BETWEEN_BEFORE",
    "CLOSING",
    "IMAGING_AFTER",
    "IMAGING_BEFORE",
    "IMAGING_LIST",
    "IMAGING_SEQUENCES",
    "LIST",
    "NAMED",
    "NAMED_LEVELS",
    "NEXT_SEGMENT",
    "NOT_AFTER",
    "NUMBER",
    "OPENINGS_NOT_AFTER",
    "ORDINAL",
    "ORDINAL_WORD",
    "RANGE",
    "SLIP",
    "SLIP_BEFORE",
    "SPARED",
    "WORDS_AFTER",
    "WORDS_BEFORE",
]

#: Characters before and after a level that say what it is.
WORDS_BEFORE: Final = 20
WORDS_AFTER: Final = 20

_LETTER: Final = r"(?:Th|TH|th|[CTDLSctdls])"
#: The same, after neither a word nor a full stop; it opens with a set of letters, by which a text
#: is searched fastest.
_OPENING_LETTER: Final = r"(?P<letter>[CTDLSctdls](?<![\w.][CTDLSctdls])(?:(?<=T)[hH]|(?<=t)h)?)"
_DASH: Final = r"\s?[-/\u2010-\u2015\u2212]\s?"
ATOM: Final = re.compile(
    rf"{_OPENING_LETTER}[ -]?(?P<number>\d{{1,2}})"
    rf"(?:(?:{_DASH}|(?=[CTLScls]\d))(?P<letter2>{_LETTER}[ -]?)?(?P<number2>\d{{1,2}})"
    r"(?!\s?(?:mm|cm|%)))?"
    # Glued to its noun: "L5-S1levels".
    r"(?!(?!levels?\b)\w|\.\d)"
)
#: The first digit of a number that can be that of a level; a text is searched faster for 0 to 9
#: than for all that Unicode calls a digit.
NUMBER: Final = re.compile(r"[0-9](?<=[CTDLSctdlshH -][0-9])")
ORDINAL_WORD: Final = "|".join(ORDINALS)
#: Ordinals after the first in one list; without an end, a long list without a noun would be read
#: again from each of its words.
_MOST_LISTED: Final = 24
ORDINAL: Final = re.compile(
    rf"\b(?P<list>(?:{ORDINAL_WORD})(?:(?:\s*,\s*|\s+)(?:and |to |through )?(?:the )?"
    rf"(?:{ORDINAL_WORD})){{0,{_MOST_LISTED}}})\s+(?P<region>{'|'.join(REGIONS)})\s+"
    r"(?:vertebra|level|segment|bod|spine)",
    re.IGNORECASE,
)
_BETWEEN: Final = rf"(?:\s*\b(?:{BETWEEN_LISTED_LEVELS})\b)*"
LIST: Final = re.compile(
    rf"(?:{_BETWEEN}\s*-?(?:(?:,|/|&|\+|>|<|\band\b|\bor\b|\bas well as\b|,\s*and)\s*)+{_BETWEEN}"
    rf"(?:(?<=extent),{_BETWEEN}|(?<=degree),{_BETWEEN})?|;)\s*",
    re.I,
)
RANGE: Final = re.compile(
    rf"{_BETWEEN}\s*(?:\bto\b|\bthrough\b|\bthru\b|\bdown to\b|\buntil\b|[-\u2013\u2014])"
    rf"(?:\s+(?:the|level|of|about|approximately|around|roughly|upper|lower|mid|superior|inferior|"
    r"border|margin|aspect|part|portion|half|end ?plate|body))*\s*",
    re.I,
)
SLIP: Final = re.compile(
    r"\s*(?:vertebra|vertebral body|body)?\s*"
    r"(?:(?:has|had|have|is|was)?\s*\b(?:slipped|displaced|subluxe?d|subluxated|slips|shifted|"
    r"(?:antero|retro|spondylo|later?o)?listhesis)\b"
    r"\s*(?:forwards?|anteriorly|posteriorly|backwards?)?\s*)?"
    r"\b(?:on|over|upon|in relation to|with respect to|relative to)\b\s*(?:the\s+)?",
    re.I,
)
SPARED: Final = re.compile(
    r"[\s,(]*\b(?:sparing|spares|except(?:ing)?(?: for)?(?: at)?|excluding|other than|save|"
    r"with the exception of|apart from)\b"
    r"\s*(?:the\s+)?",
    re.I,
)
#: The end of a range without a letter: "C3 through 6".
BARE_END: Final = re.compile(
    r"\s*(?:\bto\b|\bthrough\b|\bthru\b)\s*(\d{1,2})(?!\w|\.\d|\s?(?:mm|cm|%|x))"
)
#: Segments glued to the one before: "L2-3-4".
NEXT_SEGMENT: Final = re.compile(r"-(\d{1,2})(?!\w|\.\d|\s?(?:mm|cm|%))")
#: "Between C3 and C7" is a range.
BETWEEN_BEFORE: Final = re.compile(r"\bbetween\s+(?:the\s+)?\Z", re.I)
#: What ends a statement behind a list of levels.
CLOSING: Final = re.compile(r"\s*(?:[.;](?!\d)|\Z)")
AND: Final = re.compile(r"\s+and\s+", re.I)
#: A slip names its vertebrae: after "C7 on", T1 is no imaging sequence.
SLIP_BEFORE: Final = re.compile(r"[CTLS]\d{1,2}\s+(?:on|over|upon)\s*\Z")
BARE_NUMBER: Final = re.compile(
    r"(?:\s*,\s*(?:and\s+)?|\s*(?:&|/|and)\s*)(\d{1,2})(?!\w|\.\d|\s?(?:mm|cm|%|x))"
)
NOT_AFTER: Final = re.compile(
    rf"\s*-?\s*(?:(?:{'|'.join(BETWEEN_ROOTS)})\s*[CTLS]\d{{1,2}}\s*){{0,6}}"
    rf"(?:(?:{'|'.join(NO_LEVEL_ADJECTIVES)}) )?(?:{'|'.join(NO_LEVEL_NOUNS)})\b",
    re.I,
)
#: What that opens with after white space, up to the first part that is a pattern.
OPENINGS_NOT_AFTER: Final = tuple(
    re.split(r"\\|.\?", words)[0]
    for words in ("-", *BETWEEN_ROOTS, *NO_LEVEL_ADJECTIVES, *NO_LEVEL_NOUNS)
)
IMAGING_AFTER: Final = re.compile(rf"\s*[-/]?\s*{SEQUENCE_AFTER}", re.I)
#: What may stand between those words and the level.
BEFORE_LEVEL: Final = " \t\n\r\v\f,:(-"
IMAGING_BEFORE: Final = re.compile(
    rf"(?:{'|'.join(SEQUENCE_BEFORE_PATTERNS)})[{re.escape(BEFORE_LEVEL)}]*$", re.I
)
IMAGING_LIST: Final = re.compile(rf"\s*(?:and|or|/|,)\s*T[12]\b\s*-?\s*(?i:{SEQUENCE_AFTER})")
#: What can be a sequence of imaging as well as a level.
IMAGING_SEQUENCES: Final = frozenset(
    written
    for name in ("T1", "T2", "T1/T2", "T2/T1", "T1-T2", "T1/2")
    for written in (name, name.lower())
)
#: Bones with a name of their own.
NAMED_LEVELS: Final = {
    "atlantoaxial": "C1-C2",
    "atlas": "C1",
    "coccyx": "Coccyx",
    "dens": "C2",
    "odontoid": "C2",
}
NAMED: Final = re.compile(
    rf"\b(?:the\s+)?(?P<name>{'|'.join(NAMED_LEVELS)})(?:(?<=odontoid) process)?\b", re.I
)
