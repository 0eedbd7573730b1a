"""Where the tokens of another tokenisation stand in a report."""

from collections.abc import Sequence

from kg.errors import InvalidValue

__all__ = ["Span", "compact", "token_places"]

Span = tuple[int, int]

#: White space that was written out, which tokenisers drop as well.
_WRITTEN_SPACE = ("\\n", "\\f")


def compact(text: str) -> str:
    """Return a text without white space and case, by which two tokenisations are the same.

    >>> compact("L4 - 5 bulge .") == compact("L4-5  Bulge.")
    True
    """
    for written in _WRITTEN_SPACE:
        text = text.replace(written, " ")
    return "".join(text.split()).lower()


def token_places(tokens: Sequence[str], text: str) -> tuple[Span, ...]:
    """Return where each token starts and ends in the text that the tokens spell.

    A tokeniser may part and join words and change white space and case, but nothing else. The
    text may go on after the last token. Raises InvalidValue where the two differ.

    >>> token_places(["L4", "-", "5", "bulge", "."], "L4-5  Bulge.")
    ((0, 2), (2, 3), (3, 4), (6, 11), (11, 12))
    """
    places: list[Span] = []
    position = 0
    for number, token in enumerate(tokens):
        start = position
        for index, character in enumerate(token):
            position = _next(text, position, character)
            if position < 0:
                raise InvalidValue(f"token {number} is not what the report says there")
            start = position - 1 if index == 0 else start
        places.append((start, position))
    return tuple(places)


def _next(text: str, position: int, character: str) -> int:
    """Return the place after `character`, which only white space may precede; -1 when not."""
    while position < len(text):
        if text[position].lower() == character.lower():
            return position + 1
        if text[position].isspace():
            position += 1
        elif text.startswith(_WRITTEN_SPACE, position):
            position += 2
        else:
            return -1
    return -1
