"""The JSON in a language model's answer, which may stand between fences or in prose."""

import re

from kg.adapters.strict_json import JsonValue, strict_json
from kg.errors import InvalidValue

__all__ = ["json_in_prose"]

_FENCE = re.compile(r"^[ \t]*```[^\n`]*$", re.MULTILINE)
_BRACKETS = (("{", "}"), ("[", "]"))


def json_in_prose(text: str) -> JsonValue:
    """Return the JSON value of an answer: all of it, or between fences, or from bracket to bracket.

    Raises InvalidValue when there is none, or more than one, as it cannot be told which counts.

    >>> json_in_prose('Here you are: {"findings": []} I hope this helps.')
    {'findings': []}
    """
    fenced = _fenced(text)
    if len(fenced) > 1:
        raise InvalidValue(f"{len(fenced)} fenced blocks; an answer has one")
    part = fenced[0] if fenced else _bracketed(text)
    if part is None:
        raise InvalidValue("there is no JSON in the answer")
    return strict_json(part)


def _fenced(text: str) -> list[str]:
    """Return what stands between pairs of fences; a last one without end reaches to the end."""
    fences = list(_FENCE.finditer(text))
    ends = [fence.start() for fence in fences[1::2]]
    if len(fences) % 2:
        ends.append(len(text))
    return [text[start.end() : end] for start, end in zip(fences[::2], ends, strict=True)]


def _bracketed(text: str) -> str | None:
    """Return what stands from the first opening bracket to the last closing one of its kind."""
    spans = [(text.find(opening), text.rfind(closing)) for opening, closing in _BRACKETS]
    outermost = min((span for span in spans if span[0] >= 0), default=(0, -1))
    return text[outermost[0] : outermost[1] + 1] or None
