"""JSON of unknown origin: one meaning or none, within limits, and never repeated in an error."""

import json
from typing import NoReturn

from kg.errors import InvalidValue

__all__ = ["MAXIMUM_DEPTH", "JsonValue", "child", "strict_json"]

JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None

#: Levels of nesting; the deepest published form has five.
MAXIMUM_DEPTH = 40


def strict_json(text: str) -> JsonValue:
    """Return the value that a JSON text stands for.

    Raises InvalidValue, without a word of the text, for what is no JSON, a key that an object has
    twice, NaN and infinities, numbers and nesting beyond limits, and characters that are no text.
    """
    try:
        value: JsonValue = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text.strip() else ""
        raise InvalidValue(f"broken JSON at {line}column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise InvalidValue("JSON with a number or a nesting beyond limits") from error
    _refuse_unusual(value)
    return value


def child(pointer: str, key: str | int) -> str:
    """Return the JSON pointer of a part of a value.

    >>> child("/findings/2", "evidence")
    '/findings/2/evidence'
    """
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise InvalidValue("an object has the same key twice")
    return value


def _refuse_constant(_: str) -> NoReturn:
    raise InvalidValue("NaN and Infinity are no numbers of JSON")


def _refuse_unusual(value: JsonValue) -> None:
    """Do nothing for a value of bounded depth whose strings are all text."""
    layer, depth = [value], 0
    while layer:
        if depth > MAXIMUM_DEPTH:
            raise InvalidValue(f"JSON nested deeper than {MAXIMUM_DEPTH} levels")
        if any(_is_no_text(one) for one in layer if isinstance(one, str)):
            raise InvalidValue("a string holds characters that are no text")
        layer = [part for one in layer for part in _parts(one)]
        depth += 1


def _parts(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _is_no_text(text: str) -> bool:
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)
