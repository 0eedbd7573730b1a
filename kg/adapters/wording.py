"""Words of another extractor as terms of the ontology: known, or refused, never guessed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from kg.adapters.answer_words import (
    NOTHING_SAID,
    SEVERITY_WORDS,
    SIDE_WORDS,
    STATUS_WORDS,
    TIME_WORDS,
)
from kg.errors import InvalidValue
from kg.findings.qualities import Severity, Side, Status, Temporality
from kg.reading.level_lists import find_level_groups
from kg.reading.phrases import Phrase, PhraseKind, find_phrases
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["NamedFinding", "Wording", "plain"]

_Value = TypeVar("_Value", bound=StrEnum)
#: Short texts whose phrases are kept.
_REMEMBERED = 4_096
_SEPARATORS = re.compile(r"[\s_\u2010-\u2015-]+")
_PLACES = (PhraseKind.LEVELS, PhraseKind.LEVEL_SET)
#: Kinds of phrase that may stand in the place of a level without naming one.
_NO_LEVEL = (PhraseKind.STRUCTURE, PhraseKind.SIDE)


class NamedFinding(NamedTuple):
    """What the name of a finding says: its class, and whatever else stands in it.

    `is_denied` when the name itself says that it is not there ("patent canal").
    """

    type: str
    is_extraspinal: bool = False
    is_denied: bool = False
    status: Status | None = None
    levels: tuple[str, ...] = ()
    side: Side | None = None
    severity: Severity | None = None


def plain(text: str) -> str:
    """Return text in lower case with single spaces for white space, hyphens and underscores.

    >>> plain("Moderate-to_severe")
    'moderate to severe'
    """
    return _SEPARATORS.sub(" ", text).strip().lower()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of the ontology and the lexicon.

    `names` are class names and labels without separators; `phrases` finds what a short text names
    and remembers it, as extractors use the same few words again and again.
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    names: Mapping[str, str]
    phrases: Callable[[str], tuple[Phrase, ...]]

    @classmethod
    def of(cls, lexicon: Lexicon, vocabulary: Vocabulary) -> "Wording":
        """Return the words of a lexicon, and the class names and labels of a vocabulary."""
        names = {_joined(name): name for name in vocabulary.findings}
        for name, term in vocabulary.findings.items():
            for label in (term.label, *term.synonyms, *term.hidden):
                names.setdefault(_joined(label), name)
        phrases = lru_cache(maxsize=_REMEMBERED)(partial(find_phrases, lexicon=lexicon))
        return cls(lexicon, vocabulary, names, phrases)

    def finding(self, text: str) -> NamedFinding:
        """Return the finding that a class name, an annotation key, a label or a phrase names.

        Raises InvalidValue when it names none that the ontology knows, or several.
        """
        known = self.names.get(_joined(text))
        if known is not None:
            return NamedFinding(known, self.is_extraspinal(known))
        phrases = self.phrases(text)
        named = [phrase for phrase in phrases if phrase.kind is PhraseKind.FINDING]
        types = {phrase.values[0] for phrase in named}
        if len(types) != 1:
            raise InvalidValue("names several findings" if types else "names no known finding")
        places = {(phrase.start, phrase.end) for phrase in named}
        beside = [phrase for phrase in phrases if (phrase.start, phrase.end) not in places]
        (name,) = types
        return NamedFinding(
            name,
            self.is_extraspinal(name),
            is_denied=any(
                phrase.kind is PhraseKind.STATUS and (phrase.start, phrase.end) in places
                for phrase in phrases
            ),
            status=_only(beside, PhraseKind.STATUS, Status),
            levels=tuple(_levels(beside)),
            side=_only(beside, PhraseKind.SIDE, Side),
            severity=_only(beside, PhraseKind.SEVERITY, Severity),
        )

    def is_extraspinal(self, name: str) -> bool:
        """Say whether a finding class is outside the spine."""
        return self.vocabulary.is_a(name, "ExtraspinalFinding")

    def levels(self, text: str) -> tuple[str, ...]:
        """Return the levels or level sets that a text names; none for words that name nothing.

        Raises InvalidValue for an impossible level (T14) and for words without a place.
        """
        if plain(text) in NOTHING_SAID:
            return ()
        phrases = self.phrases(text)
        levels = tuple(dict.fromkeys(_levels(phrases)))
        if find_level_groups(text).impossible or _has_other_number(text, phrases):
            raise InvalidValue("is no level of the spine")
        if not levels and not any(phrase.kind in _NO_LEVEL for phrase in phrases):
            raise InvalidValue("is no level of the spine")
        return levels

    def status(self, text: str) -> Status | None:
        """Return the status that a word stands for; None for one that says nothing.

        Raises InvalidValue for an unknown word.
        """
        return self._quality(text, STATUS_WORDS, PhraseKind.STATUS, Status)

    def side(self, text: str) -> Side | None:
        """Return the side that a word stands for, as `status`."""
        return self._quality(text, SIDE_WORDS, PhraseKind.SIDE, Side)

    def severity(self, text: str) -> Severity | None:
        """Return the degree that a word stands for, as `status`."""
        return self._quality(text, SEVERITY_WORDS, PhraseKind.SEVERITY, Severity)

    def time(self, text: str) -> Temporality | None:
        """Return the time that a word stands for, as `status`."""
        return self._quality(text, TIME_WORDS, PhraseKind.TEMPORALITY, Temporality)

    def _quality(
        self, text: str, words: Mapping[str, _Value], kind: PhraseKind, values: type[_Value]
    ) -> _Value | None:
        word = plain(text)
        if word in words:
            return words[word]
        if word in NOTHING_SAID:
            return None
        found = _only(self.phrases(text), kind, values)
        if found is None:
            raise InvalidValue(f"is none of {', '.join(values)}")
        return found


def _joined(text: str) -> str:
    return plain(text).replace(" ", "")


def _levels(phrases: Sequence[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        if phrase.kind in _PLACES:
            yield from phrase.values


def _only(phrases: Sequence[Phrase], kind: PhraseKind, values: type[_Value]) -> _Value | None:
    """Return the one value that phrases of a kind have, None for none or several."""
    found = {phrase.values[0] for phrase in phrases if phrase.kind is kind}
    return values(found.pop()) if len(found) == 1 else None


def _has_other_number(text: str, phrases: tuple[Phrase, ...]) -> bool:
    """Say whether a number stands outside all places: "T12, 37"."""
    places = [(phrase.start, phrase.end) for phrase in phrases if phrase.kind in _PLACES]
    return any(
        character.isdigit() and not any(start <= index < end for start, end in places)
        for index, character in enumerate(text)
    )
