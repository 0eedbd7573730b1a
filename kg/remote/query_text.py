"""The parts of a SPARQL query's text: where its WHERE is, and where it looks into graphs.

Only for text that a parser has accepted; it says where things are, not whether they are right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Token", "closing", "find_word", "tokens", "where_opening"]

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^\s<>"{}|^`\\]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.-]*:(?:[\w.%:-]|\\.)*)
    | (?P<language>@[\w-]+)
    | (?P<word>\w+)
    | (?P<opening>[({\[])
    | (?P<closing>[)}\]])
    | (?P<operator>[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query, how many brackets it stands in, and where it starts and ends."""

    kind: str
    text: str
    depth: int
    start: int
    end: int


def tokens(sparql: str) -> tuple[Token, ...]:
    """Return the pieces of a query without its comments; a bracket has the depth around it."""
    return tuple(_tokens(sparql))


def find_word(found: tuple[Token, ...], *words: str) -> int | None:
    """Return the place of the first of these keywords that stands in no bracket."""
    for place, token in enumerate(found):
        if token.kind == "word" and token.depth == 0 and token.text.upper() in words:
            return place
    return None


def where_opening(found: tuple[Token, ...]) -> int:
    """Return the place of the brace that opens the WHERE of a SELECT or ASK query."""
    return next(
        place for place, token in enumerate(found) if token.text == "{" and token.depth == 0
    )


def closing(found: tuple[Token, ...], opening: int) -> int:
    """Return the place of the bracket that closes the one at `opening`."""
    depth = found[opening].depth
    return next(
        place
        for place in range(opening + 1, len(found))
        if found[place].kind == "closing" and found[place].depth == depth
    )


def _tokens(sparql: str) -> Iterator[Token]:
    depth = 0
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or ""
        if kind == "comment":
            continue
        if kind == "closing":
            depth -= 1
        yield Token(kind, match[0], depth, match.start(), match.end())
        if kind == "opening":
            depth += 1
