"""The sentences of a stretch of text, and whether each one starts on a line of its own."""

import re
from typing import Final

__all__ = ["Sentence", "split_sentences"]

#: Abbreviations whose full stop ends no sentence.
_ABBREVIATIONS: Final = frozenset(
    {
        "bilat",
        "degen",
        "mod",
        "phen",
        "poss",
        "prob",
        "sig",
        "susp",
        "vs",
        "fig",
        "figs",
        "approx",
        "dr",
        "mr",
        "mrs",
        "no",
        "nr",
        "ca",
        "e.g",
        "i.e",
        "etc",
        "cf",
        "resp",
        "incl",
        "st",
        "lt",
        "rt",
        "max",
        "min",
        "a.p",
    }
)
#: Those of them that can stand last: a capital behind them opens the next sentence.
_LAST_WORDS: Final = frozenset({"bilat", "etc", "no"})
#: The character that opens a break, by which a text is searched fast, and the rest of it. White
#: space before a line break or a bullet belongs to the break.
_BREAK: Final = re.compile(
    r"[.!?\n\u2022](?:"
    r"(?<=[.!?])(?<![.!?]{2})(?P<stop>[.!?]*+(?:['\")\]]|(?=\s)|(?=,)|(?=[A-Z](?![.\d]))|$)[\s,]*)"
    r"|(?<=\n)(?P<line>\n?)"
    r"|(?<=\u2022)(?P<bullet>\s*))"
)
#: Characters; a longer stretch without a full stop is cut, so that reading stays linear.
_LONGEST: Final = 2_000
#: Characters; no abbreviation is longer.
_LONGEST_WORD: Final = 12
#: What a doubt stands behind where it opens a statement, and the characters looked at before it.
_OPENING_DOUBT: Final = frozenset(":(,-\n")
_BEFORE_DOUBT: Final = 3
_LEADING: Final = re.compile(r"(?:[\s\u2022*\u00b7>.,;)-])*(?:\(?\d{1,2}[.)](?=\s)\s*)?")


class Sentence:
    """Where one sentence starts and ends, and whether it opens a line."""

    __slots__ = ("end", "opens_line", "start")

    def __init__(self, start: int, end: int, opens_line: bool) -> None:
        self.start = start
        self.end = end
        self.opens_line = opens_line


def split_sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """Return the sentences of `text[start:end]`.

    A sentence ends at a full stop, a bullet or a line break, of which a text that is laid out has
    those only that its words show (`kg.reading.layout`).
    """
    sentences: list[Sentence] = []
    position, opens_line = start, True
    for match in _BREAK.finditer(text, start, end):
        stop, last = match["stop"], match.start()
        if stop is None:
            white = " \t" if match["bullet"] is None else None
            last = position + len(text[position:last].rstrip(white))
        elif _is_inner_stop(text, match):
            continue
        _keep(sentences, text, position, last, opens_line)
        position = match.end()
        opens_line = stop is None or "\n" in stop
    _keep(sentences, text, position, end, opens_line)
    return tuple(sentences)


def _keep(sentences: list[Sentence], text: str, start: int, end: int, opens_line: bool) -> None:
    first = start
    if not text[start : start + 1].isalpha() and (lead := _LEADING.match(text, start, end)):
        first = lead.end()
    while end > first and text[end - 1].isspace():
        end -= 1
    while end - first > _LONGEST:
        cut = max(text.rfind(" ", first, first + _LONGEST), first + _LONGEST // 2)
        sentences.append(Sentence(first, cut, opens_line))
        first, opens_line = cut, False
    if end > first:
        sentences.append(Sentence(first, end, opens_line))


def _is_inner_stop(text: str, match: re.Match[str]) -> bool:
    if text[match.start()] == "?":
        return _doubts(text, match)
    before = _word_before(text, match.start()).lower()
    if before in _ABBREVIATIONS:
        return not text[match.end() : match.end() + 1].isupper() or before not in _LAST_WORDS
    return before.isdigit() and match.end() == match.start() + 1


def _doubts(text: str, match: re.Match[str]) -> bool:
    """Say whether a question mark doubts what follows it: "L3-4: ? protrusion", "? acute"."""
    place, after = match.start(), match.end()
    before = text[max(0, place - _BEFORE_DOUBT) : place]
    if before and not before[-1].isspace() and before[-1] not in _OPENING_DOUBT:
        return False
    is_glued = after == place + 1 and after < len(text)
    opens = before.rstrip()[-1:] in _OPENING_DOUBT or not before.strip()
    return is_glued or opens or text[after : after + 1].islower()


def _word_before(text: str, end: int) -> str:
    """Return the word before a place, with the full stops in it; long ones are cut."""
    start, first = end, max(0, end - _LONGEST_WORD)
    word = text[first:end].rpartition(" ")[2]
    if word.isalnum():
        return word
    while start > first and (text[start - 1].isalnum() or text[start - 1] in "_."):
        start -= 1
    return text[start:end]
