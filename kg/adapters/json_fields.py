"""The fields of a JSON object, each checked when it is taken; a failure names its JSON pointer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from kg.adapters.strict_json import JsonValue, child
from kg.errors import RefusedFindings

__all__ = ["LONGEST_LIST", "LONGEST_TEXT", "JsonFields", "whole_number"]

#: Characters of a text that is no quote, and entries of a list: more than any report gives.
LONGEST_TEXT, LONGEST_LIST = 1_000, 10_000

_Value = TypeVar("_Value", bound=StrEnum)
_Part = TypeVar("_Part", str, int)


@dataclass(frozen=True, slots=True)
class JsonFields:
    """One object and the pointer to it; every method raises RefusedFindings, none repeats a value.

    A field that is null counts as one that is not there.
    """

    values: Mapping[str, JsonValue]
    pointer: str

    @classmethod
    def of(cls, value: JsonValue, pointer: str) -> "JsonFields":
        """Return the fields of a value, which must be an object."""
        if not isinstance(value, dict):
            raise RefusedFindings(pointer or "/", "expected an object")
        return cls(value, pointer)

    def only(self, allowed: frozenset[str], *, required: frozenset[str]) -> "JsonFields":
        """Return these fields; every required one is there, and none that is not allowed."""
        for key in sorted(required - self.values.keys()):
            raise RefusedFindings(self.at(key), "is missing")
        if extra := len(self.values.keys() - allowed):
            raise RefusedFindings(self.pointer or "/", f"has {extra} keys that the schema lacks")
        return self

    def at(self, key: str) -> str:
        """Return the pointer of a field."""
        return child(self.pointer, key)

    def text(self, key: str, *, longest: int = LONGEST_TEXT) -> str | None:
        """Return a text that is neither blank nor longer than `longest`."""
        return _text(self.values.get(key), self.at(key), longest)

    def needed_text(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        """Return a text that must be there."""
        return _needed(self.text(key, longest=longest), self.at(key))

    def member(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return one of the values of an enumeration."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in list(kind):
            raise RefusedFindings(self.at(key), f"is none of {', '.join(kind)}")
        return kind(value)

    def count(self, key: str) -> int | None:
        """Return a whole number from 0."""
        return whole_number(self.values.get(key), self.at(key))

    def needed_count(self, key: str) -> int:
        """Return a whole number that must be there."""
        return _needed(self.count(key), self.at(key))

    def truth(self, key: str) -> bool | None:
        """Return true or false."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            raise RefusedFindings(self.at(key), "is neither true nor false")
        return value

    def parts(self, key: str) -> list[tuple[JsonValue, str]]:
        """Return the entries of a list, each with its pointer; none when it is not there."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise RefusedFindings(self.at(key), "expected a list")
        if len(value) > LONGEST_LIST:
            raise RefusedFindings(self.at(key), f"has more than {LONGEST_LIST} entries")
        return [(part, child(self.at(key), place)) for place, part in enumerate(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the entries of a list of texts."""
        return tuple(
            _needed(_text(part, pointer, LONGEST_TEXT), pointer)
            for part, pointer in self.parts(key)
        )


def whole_number(value: JsonValue, pointer: str) -> int | None:
    """Return a whole number from 0 that fits into 32 bits, or None."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedFindings(pointer, "expected a whole number")
    if not 0 <= value < 2**31:
        raise RefusedFindings(pointer, "is out of range")
    return value


def _text(value: JsonValue, pointer: str, longest: int) -> str | None:
    """Return a text that is neither blank nor longer than `longest`, or None."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise RefusedFindings(pointer, "expected a text")
    if not value.strip():
        raise RefusedFindings(pointer, "is blank")
    if len(value) > longest:
        raise RefusedFindings(pointer, f"is longer than {longest} characters")
    return value


def _needed(value: _Part | None, pointer: str) -> _Part:
    if value is None:
        raise RefusedFindings(pointer, "is missing")
    return value
