"""The text of a report as its words lay it out, whatever its white space.

Reports reach a store wrapped, indented and glued together by many systems. What is read must not
depend on it: every run of white space is one space, and a line break stands where the words show
that a statement starts: a heading, a list mark, or a capital in the middle of a sentence that no
name explains.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from kg.reading.layout_words import (
    CAPITAL_OPENERS,
    CONNECTORS,
    HEAD_NOUNS,
    MAIN_HEADINGS,
    NAMES,
    NOUN_MODIFIERS,
    NUMBERED_WORDS,
)

__all__ = ["Layout", "lay_out"]

#: White space that is more than one space; some systems write a line break as "\\n" in letters.
#: The patterns of this module open with a character or a set of them, by which a text is searched
#: fast.
_IRREGULAR: Final = re.compile(
    r"[\s\\](?:(?<=\s)(?:\\n|\s)+|(?<=[^\n ])(?<!\\)|(?<=\\)n(?:\\n|\s)*)"
)
#: The same in a text whose white space is blanks, which is found faster.
_SEVERAL: Final = re.compile(r"  +")
_ODD: Final = ("\t", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\\")
_LEADING: Final = re.compile(r"(?:\\n|\s)*")
_HEADING_NAMES: Final = "|".join(
    form
    for name in sorted(MAIN_HEADINGS, key=len, reverse=True)
    for form in dict.fromkeys((name.upper(), name.capitalize(), name.title()))
)
_CAPITALS: Final = "|".join(
    re.escape(name.upper()) for name in sorted(MAIN_HEADINGS, key=len, reverse=True)
)
#: "Compressing the thecal sac", "Mildly compressing …" go on with the verb of what stands before.
_GOES_ON: Final = (
    r"[A-Z][a-z]+(?:ly [a-z]+ing|ing (?:up)?(?:the|on|both|bilateral|left|right|its)) "
)
#: Where a statement may start by the words alone.
_OPENING: Final = re.compile(
    rf" (?=[A-Z(0-9*\u2013-])(?:(?P<heading>(?=(?P<name>{_HEADING_NAMES}) ?:))"
    r"|(?P<level>(?=[CTLSD]\d{1,2}(?:[-/][CTLS]?\d{1,2})? ?:(?:\s|\Z)))"
    r"|(?P<number>(?=\(?(?P<value>\d{1,2})[.)] [A-Z]))"
    r"|(?P<dash>(?=[-\u2013*] ?[A-Z](?:[a-z]|\d)))"
    rf"|(?P<opener>(?=(?:No|{'|'.join(CAPITAL_OPENERS)}) ))"
    rf"|(?P<capital>(?<=[\w\")\]] )(?=(?P<word>[A-Z][a-z]{{2,}})[ ,.-](?P<next>.?))(?!{_GOES_ON})))"
)
#: A main heading in capitals without a colon, and the space after it.
_BARE_HEADING: Final = re.compile(rf"(?:{_CAPITALS})(?P<gap> )(?=[A-Z][a-z]|\d)")
_FIRST: Final = re.compile(r"\(?1[.)] [A-Z]")
_DASHED_HEADING: Final = re.compile(r" [-\u2013*] ?[CTLSD]\d{1,2}(?:[-/][CTLS]?\d{1,2})? ?:")
_DASHED_LEVEL: Final = re.compile(r" [-\u2013*] ?[A-Z]\d")
#: A level that opens a statement goes on: "At L4-L5 Disc bulge".
_LEVEL_OPENS: Final = re.compile(r"(?:^|[.:;] )(?:At |On )?(?:the )?[CTLSD]\d\S*$")
_CAPITALIZED: Final = re.compile(r"[A-Z][a-z'-]*\Z")
#: Characters looked at before a place.
_REACH: Final = 24


class Layout:
    """The text as it is read, and where each stretch of it stands in the text as written."""

    __slots__ = ("shifts", "starts", "text")

    def __init__(self, text: str, starts: list[int], shifts: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.shifts = shifts

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the text as written; `end` is after `start`."""
        return self._written(start), self._written(end - 1) + 1

    def _written(self, position: int) -> int:
        return position + self.shifts[bisect_right(self.starts, position) - 1]


def lay_out(text: str) -> Layout:
    """Return a text with regular white space; takes time in proportion to its length."""
    plain, starts, shifts = _with_single_spaces(text)
    pieces, last = [], 0
    for place in _breaks(plain):
        pieces.append(plain[last:place])
        last = place + 1
    pieces.append(plain[last:])
    return Layout("\n".join(pieces), starts, shifts)


def _with_single_spaces(text: str) -> tuple[str, list[int], list[int]]:
    """Return the text with each run of white space as one space."""
    pieces: list[str] = []
    position, end = _edges(text)
    starts, shifts, size = [0], [position], 0
    irregular = _IRREGULAR
    if _is_plain(text):
        text, irregular = text.replace("\n", " "), _SEVERAL
    for match in irregular.finditer(text, position, end):
        first, last = match.span()
        pieces.append(text[position:first])
        size += first - position + 1
        starts.append(size)
        shifts.append(last - size)
        position = last
    pieces.append(text[position:end])
    return " ".join(pieces).replace("\n", " "), starts, shifts


def _is_plain(text: str) -> bool:
    """Say whether blanks and line ends are all the white space of a text, as in most."""
    return text.isascii() and not any(map(text.__contains__, _ODD))


def _edges(text: str) -> tuple[int, int]:
    """Return where the text starts and ends without the white space around it."""
    end = len(text)
    while end and (text[end - 1].isspace() or text.endswith("\\n", 0, end)):
        end -= 1 if text[end - 1].isspace() else 2
    match = _LEADING.match(text, 0, end)
    return (match.end() if match else 0), end


def _breaks(text: str) -> list[int]:
    """Return the places of the spaces at which a statement ends, in order."""
    places: set[int] = set()
    names: list[tuple[int, int]] = []
    expected = 2 if _FIRST.match(text) else 1
    for match in _OPENING.finditer(text):
        place, kind = match.start(), match.lastgroup
        if kind == "number":
            if int(match["value"]) not in {1, expected} or _is_numbered(text, place):
                continue
            expected = int(match["value"]) + 1
        if kind == "heading":
            names.append(match.span("name"))
        elif not _may_open(text, match):
            continue
        places.add(place)
    places.update(_around_bare_headings(text))
    for first, last in names:
        # "Clinical history:" is one heading.
        places.difference_update(range(first, last))
    return sorted(places)


def _around_bare_headings(text: str) -> Iterator[int]:
    """Yield the white space before and after a heading in capitals without a colon."""
    for match in _BARE_HEADING.finditer(text):
        if _opens_statement(text, match.start()):
            yield match.start("gap")
            if match.start():
                yield match.start() - 1


def _opens_statement(text: str, place: int) -> bool:
    """Say whether a place is at the start of the text or behind a stop."""
    return place == 0 or text[max(0, place - 2) : place] in {". ", ": "}


def _may_open(text: str, match: re.Match[str]) -> bool:
    """Say whether a list mark or a capital opens a statement, by the word before it."""
    word = _word_before(text, match.start()).lstrip("-\u2013*\"'")
    if not word or word[-1] in ",(":
        return False
    kind = match.lastgroup
    if kind == "level":
        return word[-1] not in ".!?:;&/-" and word.lower() not in CONNECTORS
    if kind == "dash":
        # "Left - T1" and "L4 - L5" are no lists.
        if _DASHED_HEADING.match(text, match.start()):
            return not word[-1].isdigit()
        before_level = _DASHED_LEVEL.match(text, match.start()) is not None
        return word[-1] in ".!?:" if before_level else not word[-1].isdigit()
    return kind == "number" or _ends_statement(text, match, word)


def _ends_statement(text: str, match: re.Match[str], word: str) -> bool:
    """Say whether the words before a capital can end a statement without a full stop."""
    if word[-1] in ".!?:;" or word.lower() in CONNECTORS:
        return False
    is_capital = match.lastgroup == "capital"
    if is_capital and _is_no_opener(word, match["word"].lower()):
        return False
    if word[-1].isdigit():
        start = max(0, match.start() - _REACH)
        return _LEVEL_OPENS.search(text, start, match.start()) is None
    if word.isupper():
        return not is_capital or not match["next"].isupper()
    return _CAPITALIZED.match(word) is None


def _is_no_opener(before: str, word: str) -> bool:
    """Say whether a word has its capital for another reason: "Tarlov", "a disc Herniation"."""
    return word in NAMES or (word in HEAD_NOUNS and before.lower() in NOUN_MODIFIERS)


def _is_numbered(text: str, place: int) -> bool:
    return _word_before(text, place).lower().rstrip(".") in NUMBERED_WORDS


def _word_before(text: str, place: int) -> str:
    before = text[max(0, place - _REACH) : place]
    return "" if not before or before[-1].isspace() else before.split()[-1]
