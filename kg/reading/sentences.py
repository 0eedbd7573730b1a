"""The sentences of a stretch of text, and whether each one starts on a line of its own."""

import re
from dataclasses import dataclass

__all__ = ["Sentence", "split_sentences"]

#: Abbreviations whose full stop ends no sentence.
_ABBREVIATIONS = (
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
)
_BREAK = re.compile(
    r"(?P<stop>[.!?]+(?:['\")\]]|(?=\s)|(?=,)|(?=[A-Z](?![.\d]))|$)[\s,]*)"
    r"|(?P<line>[ \t]*(?:\r?\n|\\n)(?:(?=[ \t]*(?:\r?\n|\\n))"
    r"|(?=[ \t]*(?:[-\u2022*\u00b7>]|\(?\d{1,2}[.)]|[A-Z]))))"
    r"|(?P<bullet>\s*\u2022\s*)"
)
#: Characters; a longer stretch without a full stop is cut, so that reading stays linear.
_LONGEST = 2_000
_LEADING = re.compile(r"(?:\\n|[\s\u2022*\u00b7>.,;)-])*(?:\(?\d{1,2}[.)](?=\s)\s*)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where one sentence starts and ends, and whether it opens a line."""

    start: int
    end: int
    opens_line: bool


def split_sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """Return the sentences of `text[start:end]`.

    A sentence ends at a full stop, a bullet, an empty line, or a line break before a capital
    letter or a list mark; any other line break is white space.
    """
    sentences: list[Sentence] = []
    position, opens_line = start, True
    for match in _BREAK.finditer(text, start, end):
        if match["stop"] and _is_inner_stop(text, match):
            continue
        _keep(sentences, text, position, match.start(), opens_line)
        position = match.end()
        opens_line = not match["stop"] or "\n" in match["stop"]
    _keep(sentences, text, position, end, opens_line)
    return tuple(sentences)


def _keep(sentences: list[Sentence], text: str, start: int, end: int, opens_line: bool) -> None:
    lead = _LEADING.match(text, start, end)
    first = lead.end() if lead else start
    while end > first and text[end - 1].isspace():
        end -= 1
    while end - first > _LONGEST:
        cut = max(text.rfind(" ", first, first + _LONGEST), first + _LONGEST // 2)
        sentences.append(Sentence(first, cut, opens_line))
        first, opens_line = cut, False
    if end > first:
        sentences.append(Sentence(first, end, opens_line))


def _is_inner_stop(text: str, match: re.Match[str]) -> bool:
    word = re.search(r"[\w.]+$", text[max(0, match.start() - 12) : match.start()])
    if word is None:
        return False
    before = word.group().lower()
    if before in _ABBREVIATIONS:
        return not text[match.end() : match.end() + 1].isupper() or before not in {"no", "etc"}
    return before.isdigit() and match.end() == match.start() + 1
