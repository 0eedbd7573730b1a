"""Entities of a graph as one short phrase of the report's own words, and what it names."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.adapters.radgraph_graph import Entity
from kg.adapters.token_places import Span
from kg.adapters.wording import Wording
from kg.reading.phrases import Phrase, PhraseKind
from kg.vocabulary.tokens import tokenize

__all__ = ["EntityPhrase"]

#: What may stand between two entities that are one word to a reader: "L4" - "5".
_INSIDE_WORD = re.compile(r"\s{0,2}[-/\u2010-\u2013]?\s{0,2}")


@dataclass(frozen=True, slots=True)
class EntityPhrase:
    """The words of entities in their order, where each stands in them, and their phrases."""

    words: str
    places: dict[str, Span]
    stretch: Span
    phrases: tuple[Phrase, ...]
    is_known: bool

    @classmethod
    def of(cls, text: str, entities: Iterable[Entity], wording: Wording) -> "EntityPhrase":
        """Return the phrase of one or more entities of a text."""
        parts = sorted({part.name: part for part in entities}.values(), key=lambda one: one.place)
        words, places, reached = "", dict[str, Span](), parts[0].place[0]
        for part in parts:
            start, end = part.place
            if words and start >= reached:
                between = text[reached:start] if start - reached <= 5 else ","
                words += between if _INSIDE_WORD.fullmatch(between) else " "
            fresh = max(start, reached)
            words += text[fresh:end]
            offset = len(words) - max(end, reached)
            places[part.name] = (start + offset, end + offset)
            reached = max(reached, end)
        phrases = wording.phrases(words)
        folded = [token.folded for token in tokenize(words)]
        known = bool(phrases or wording.lexicon.phrases.matches(folded))
        stretch = (parts[0].place[0], reached)
        return cls(words, places, stretch, phrases, known)

    def findings(self, entity: Entity, site: Collection[Entity]) -> list[tuple[str, bool]]:
        """Return the classes that the words of an entity name, and whether they deny them.

        With a site, only those that its words have a part in.
        """
        own = self.places[entity.name]
        sites = [self.places[part.name] for part in site]
        found: list[tuple[str, bool]] = []
        for phrase in self.phrases:
            if phrase.kind is PhraseKind.FINDING and _overlap(phrase, own):
                if sites and not any(_overlap(phrase, place) for place in sites):
                    continue
                found.append((phrase.values[0], self._denies(phrase)))
        return found

    def _denies(self, finding: Phrase) -> bool:
        return any(
            phrase.kind is PhraseKind.STATUS
            and (phrase.start, phrase.end) == (finding.start, finding.end)
            for phrase in self.phrases
        )

    def levels(self) -> list[tuple[str, str]]:
        """Return the levels or level sets that the words name, each with the words."""
        kinds = (PhraseKind.LEVELS, PhraseKind.LEVEL_SET)
        named = (
            (level, phrase.text)
            for phrase in self.phrases
            if phrase.kind in kinds
            for level in phrase.values
        )
        return list(dict(named).items())

    def values(self, kind: PhraseKind) -> set[str]:
        """Return what phrases of a kind stand for."""
        return {phrase.values[0] for phrase in self.phrases if phrase.kind is kind}

    def word(self, kind: PhraseKind) -> str | None:
        """Return the words of the first phrase of a kind."""
        return next((phrase.text for phrase in self.phrases if phrase.kind is kind), None)


def _overlap(phrase: Phrase, place: Span) -> bool:
    return phrase.start < place[1] and place[0] < phrase.end
