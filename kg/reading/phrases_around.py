"""The phrases of a sentence, those around a level too: "transitional L5 vertebra"."""

from typing import Final

from kg.reading.placed_levels import PlacedLevels
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import Meaning
from kg.vocabulary.token_trie import Match
from kg.vocabulary.tokens import Tokens

__all__ = ["sentence_phrases"]

#: Data: sides that stand with a level in the middle of a phrase.
_SIDES: Final = frozenset({"bilateral", "both", "left", "lt", "right", "rt"})


def sentence_phrases(
    tokens: Tokens, levels: list[PlacedLevels], lexicon: Lexicon
) -> list[Match[Meaning]]:
    """Return the phrases of a sentence, those around a level too: "transitional L5 vertebra"."""
    phrases = lexicon.phrases.matches(tokens.folded)
    if not any(_stands_within(tokens, placed, lexicon) for placed in levels):
        return phrases
    covered = {
        index for placed in levels for index in range(_with_side(tokens, placed), placed.last + 1)
    }
    places = [index for index in range(len(tokens.folded)) if index not in covered]
    parted = lexicon.phrases.matches([tokens.folded[index] for index in places])
    around: list[Match[Meaning]] = []
    for phrase in parted:
        length = phrase.last - phrase.first
        phrase.first, phrase.last = places[phrase.first], places[phrase.last]
        if phrase.last - phrase.first > length:
            around.append(phrase)
    if not around:
        return phrases
    apart = [
        phrase
        for phrase in phrases
        if not any(one.first <= phrase.last and phrase.first <= one.last for one in around)
    ]
    return sorted([*apart, *around], key=lambda phrase: phrase.first)


def _with_side(tokens: Tokens, placed: PlacedLevels) -> int:
    """Return where a level starts, with the side before it: "lucency around the left S1 screw"."""
    before = placed.first - 1
    return before if before > 0 and tokens.words[before] in _SIDES else placed.first


def _stands_within(tokens: Tokens, placed: PlacedLevels, lexicon: Lexicon) -> bool:
    """Say whether the words around a level can be those of one phrase."""
    words = tokens.folded
    first, last = _with_side(tokens, placed), placed.last
    return (
        first > 0
        and last + 1 < len(words)
        and lexicon.phrases.joins(words[first - 1], words[last + 1])
    )
