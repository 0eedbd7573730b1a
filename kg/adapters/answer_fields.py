"""The fields of one finding of an answer, under whatever keys it gives them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.adapters.answer_words import FIELD_KEYS, FLAGS
from kg.adapters.json_fields import LONGEST_TEXT
from kg.adapters.strict_json import JsonValue, child
from kg.adapters.wording import plain
from kg.errors import RefusedFindings
from kg.findings.qualities import Status

__all__ = ["AnswerFields"]

#: Texts in one field: levels of a finding, sentences that support it.
_MOST_TEXTS = 100


@dataclass(frozen=True, slots=True)
class AnswerFields:
    """Fields by what they say ("levels"), each with its JSON pointer; null is not there."""

    values: Mapping[str, tuple[JsonValue, str]]
    pointer: str

    @classmethod
    def of(cls, value: JsonValue, pointer: str) -> "AnswerFields":
        """Return the fields of an object; raises RefusedFindings for anything else."""
        if not isinstance(value, dict):
            raise RefusedFindings(pointer, "expected an object")
        keys = {plain(key): key for key, part in value.items() if part is not None}
        found = {
            name: (value[keys[one]], child(pointer, keys[one]))
            for name, candidates in (*FIELD_KEYS.items(), *((flag, (flag,)) for flag in FLAGS))
            for one in candidates[::-1]
            if one in keys
        }
        return cls(found, pointer)

    def at(self, name: str) -> str:
        """Return the pointer of a field, or where it would be."""
        return self.values[name][1] if name in self.values else child(self.pointer, name)

    def text(self, name: str) -> str | None:
        """Return the text of a field; raises RefusedFindings when it is something else."""
        texts = self.texts(name)
        if len(texts) > 1:
            raise RefusedFindings(self.at(name), "expected one text")
        return texts[0] if texts else None

    def texts(self, name: str, *, longest: int = LONGEST_TEXT) -> list[str]:
        """Return the text of a field, or those of its list; a sentence may be {"quote": …}."""
        value, pointer = self.values.get(name, (None, ""))
        parts = value if isinstance(value, list) else [value]
        if len(parts) > _MOST_TEXTS:
            raise RefusedFindings(pointer, f"has more than {_MOST_TEXTS} entries")
        if name == "quote":
            parts = [part.get(name) if isinstance(part, dict) else part for part in parts]
        found: list[str] = []
        for part in parts:
            if part is not None and (not isinstance(part, str) or len(part) > longest):
                raise RefusedFindings(pointer, f"is no text of at most {longest} characters")
            if isinstance(part, str):
                found.append(part)
        return found

    def flagged(self) -> Status | None:
        """Return the status that a key such as "negated" gives by being true or false."""
        for name, meanings in FLAGS.items():
            value, _ = self.values.get(name, (None, ""))
            if isinstance(value, bool) and value in meanings:
                return meanings[value]
        return None
