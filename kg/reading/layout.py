"""The text of a report with white space that only wraps its lines made single spaces.

Reports reach a store wrapped, indented and glued together by many systems. What is read must not
depend on it: a run of blanks is one space; a line break is kept only where the words around it
show that a statement ends there, and one is put in where they show it without a break. A line
break that nothing explains ends a statement only in a text whose lines never go on in lower case,
such as a list without full stops: there it is all that parts its statements.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from kg.reading.layout_words import CONNECTORS, MAIN_HEADINGS, NUMBERED_WORDS, OPENERS

__all__ = ["Layout", "lay_out"]

#: White space that is more than one space; some systems write a line break as "\n" in letters.
#: The patterns of this module open with a character or a set of them, by which a text is searched
#: fast.
_IRREGULAR = re.compile(r"[\s\\](?:(?<=\s)(?:\\n|\s)+|(?<=[^\S ])|(?<=\\)n(?:\\n|\s)*)")
_REGULAR = frozenset({"\n", "\n\n"})
_LEADING = re.compile(r"(?:\\n|\s)*")
_HEADING_NAMES = "|".join(
    form.replace(" ", "[ \n]")
    for name in sorted(MAIN_HEADINGS, key=len, reverse=True)
    for form in dict.fromkeys((name.upper(), name.capitalize(), name.title()))
)
_CAPITALS = "|".join(
    re.escape(name.upper()) for name in sorted(MAIN_HEADINGS, key=len, reverse=True)
)
#: Where a statement ends by the words alone: before a main heading, a list mark, an opening word.
_ENDING = re.compile(
    rf"[ \n](?=[A-Z(\d*\u2013-])(?:(?P<heading>(?=(?P<name>{_HEADING_NAMES}) ?:))"
    r"|(?P<level>(?=[CTLSD]\d{1,2}(?:[-/][CTLS]?\d{1,2})? ?:(?:\s|\Z)))"
    r"|(?P<number>(?=\(?(?P<value>\d{1,2})[.)] [A-Z]))"
    r"|(?P<dash>(?=[-\u2013*] ?[A-Z](?:[a-z]|\d)))"
    rf"|(?P<opener>(?=(?:{'|'.join(OPENERS)}) )))"
)
#: A main heading in capitals without a colon, and the space after it.
_BARE_HEADING = re.compile(rf"(?:{_CAPITALS})(?P<gap>[ \n])(?=[A-Z][a-z]|\d)")
_FIRST = re.compile(r"\(?1[.)] [A-Z]")
_DASHED_LEVEL = re.compile(r"[ \n][-\u2013*] ?[A-Z]\d")
_LINE_BREAK = re.compile(r"\n(?<!\n\n)(?!\n)")
_LOWER_AFTER = re.compile(r"\n(?<!\n\n)[a-z]")
#: Characters looked at before a place.
_REACH = 24


class Layout(NamedTuple):
    """The text as it is read, and where each stretch of it stands in the text as written."""

    text: str
    starts: list[int]
    shifts: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the text as written; `end` is after `start`."""
        return self._written(start), self._written(end - 1) + 1

    def _written(self, position: int) -> int:
        return position + self.shifts[bisect_right(self.starts, position) - 1]


def lay_out(text: str) -> Layout:
    """Return a text with regular white space; takes time in proportion to its length."""
    plain, starts, shifts = _with_single_spaces(text)
    breaks = _breaks(plain)
    if breaks or "\n" in plain:
        spaced, last = _LINE_BREAK.sub(" ", plain), 0
        pieces: list[str] = []
        for place in sorted(set(breaks)):
            pieces.extend((spaced[last:place], "\n"))
            last = place + 1
        plain = "".join((*pieces, spaced[last:]))
    return Layout(plain, starts, shifts)


def _with_single_spaces(text: str) -> tuple[str, list[int], list[int]]:
    """Return the text with each run of white space as a space, a line break or an empty line."""
    pieces: list[str] = []
    position, end = _edges(text)
    starts, shifts, size = [0], [position], 0
    for match in _IRREGULAR.finditer(text, position, end):
        first, last = match.span()
        white = match.group()
        if white not in _REGULAR:
            lines = white.replace("\\n", "\n").replace("\r\n", "\n").count("\n")
            white = (" ", "\n", "\n\n")[min(lines, 2)]
        pieces.extend((text[position:first], white))
        size += first - position + len(white)
        starts.append(size)
        shifts.append(last - size)
        position = last
    pieces.append(text[position:end])
    return "".join(pieces), starts, shifts


def _edges(text: str) -> tuple[int, int]:
    """Return where the text starts and ends without the white space around it."""
    end = len(text.rstrip())
    match = _LEADING.match(text, 0, end)
    return (match.end() if match else 0), end


def _breaks(text: str) -> list[int]:
    """Return the places of white space that ends a statement, line breaks of the text or not."""
    is_wrapped = _is_wrapped(text)
    places = {
        match.start()
        for match in _LINE_BREAK.finditer(text)
        if not is_wrapped and _ends_line(text, match.start())
    }
    names: list[tuple[int, int]] = []
    expected = 2 if _FIRST.match(text) else 1
    for match in _ENDING.finditer(text):
        if match["number"] is not None:
            if int(match["value"]) not in {1, expected} or _is_numbered(text, match.start()):
                continue
            expected = int(match["value"]) + 1
        if match["heading"] is not None:
            names.append(match.span("name"))
        elif not _may_end(text, match):
            continue
        places.add(match.start())
    places.update(_around_bare_headings(text))
    for first, last in names:
        # "Clinical history:" is one heading, wrapped or not.
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
    """Say whether a place is at the start of the text, of a line or behind a stop."""
    before = text[max(0, place - 2) : place]
    return place == 0 or before[-1] == "\n" or before in {". ", ": ", "\n "}


def _is_wrapped(text: str) -> bool:
    """Say whether lines go on in the next: some of them go on in lower case."""
    return _LOWER_AFTER.search(text) is not None


def _ends_line(text: str, place: int) -> bool:
    """Say whether a line break parts statements, in a text that nothing shows to be wrapped."""
    word = _word_before(text, place)
    if not word or word[-1] == ",":
        return False
    return word.lower() not in CONNECTORS


def _may_end(text: str, match: re.Match[str]) -> bool:
    """Say whether the word before a list mark or an opening word can end a statement."""
    word = _word_before(text, match.start())
    if not word or word[-1] in ",(":
        return False
    if match["level"] is not None:
        return word[-1] not in ".!?:;&/-" and word.lower() not in CONNECTORS
    if match["dash"] is not None:
        # "Left - T1" and "L4 - L5" are no lists.
        before_level = _DASHED_LEVEL.match(text, match.start()) is not None
        stands = word[-1] in ".!?:" if before_level else not word[-1].isdigit()
        return stands or text[match.start()] == "\n"
    if match["opener"] is not None:
        stands_alone = word[-1] not in ".!?:;" and word.lower() not in CONNECTORS
        return stands_alone and (word[0].islower() or word[-1].isdigit())
    return True


def _is_numbered(text: str, place: int) -> bool:
    return _word_before(text, place).lower().rstrip(".") in NUMBERED_WORDS


def _word_before(text: str, place: int) -> str:
    before = text[max(0, place - _REACH) : place]
    return "" if not before or before[-1].isspace() else before.split()[-1]
