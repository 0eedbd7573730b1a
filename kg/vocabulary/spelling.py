"""A conservative tolerance for misspelt words: only ever towards a word of the lexicon.

A word is corrected when it is no English word and no word of the lexicon, has five letters or more,
and exactly one word of the lexicon is near: one edit away, or two from ten letters on, with the
same first letter; or one whose folded form is one edit from its own. Anything else stays as
written. The library that finds near words is imported when the first such word turns up: most
reports are read without it.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from symspellpy import SymSpell

__all__ = ["Spelling"]

_SHORTEST, _LONG, _SHORTEST_STEM = 5, 10, 6
_ENGLISH: Final = "frequency_dictionary_en_82_765.txt"


@cache
def _english_words() -> frozenset[str]:
    text = files("symspellpy").joinpath(_ENGLISH).read_text(encoding="utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in text.splitlines())


class Spelling:
    """Knows the words of a lexicon and finds the one that a misspelt word stands for."""

    def __init__(self, words: frozenset[str], fold: Callable[[str], str]) -> None:
        """Know `words`; near ones that `fold` makes one ("compressing", "compression") are one."""
        self._words = words
        self._fold = fold
        self._index: SymSpell | None = None
        self._stems: SymSpell | None = None
        self._known: dict[str, str] = {}
        self._nearest = lru_cache(maxsize=65_536)(self._find)

    def correct(self, word: str) -> str | None:
        """Return the word of the lexicon that lower-case `word` misspells, or None."""
        if len(word) < _SHORTEST or word in self._words or not word.isalpha():
            return None
        return self._nearest(word)

    def _find(self, word: str) -> str | None:
        if word in _english_words() or self._fold(word) in self._by_fold():
            return None
        from symspellpy import Verbosity

        distance = 1 if len(word) < _LONG else 2
        near = self._lexicon_index().lookup(word, Verbosity.CLOSEST, max_edit_distance=distance)
        terms = sorted(item.term for item in near if item.term[0] == word[0])
        if not terms:
            return self._by_stem(word)
        return terms[0] if len({self._fold(term) for term in terms}) == 1 else None

    def _by_stem(self, word: str) -> str | None:
        """Return the word whose folded form is one edit from that of `word`: "compresing"."""
        from symspellpy import SymSpell, Verbosity

        known = self._by_fold()
        if self._stems is None:
            self._stems = SymSpell(max_dictionary_edit_distance=1, prefix_length=9)
            for stem in sorted(known):
                self._stems.create_dictionary_entry(stem, 1)
        stem = self._fold(word)
        if len(stem) < _SHORTEST_STEM:
            return None
        near = self._stems.lookup(stem, Verbosity.CLOSEST, max_edit_distance=1)
        stems = [item.term for item in near if item.term[0] == stem[0]]
        return known[stems[0]] if len(stems) == 1 else None

    def _by_fold(self) -> dict[str, str]:
        """Return the words by their folded forms; another inflection of one is not misspelt."""
        if not self._known:
            self._known = {self._fold(known): known for known in sorted(self._words, reverse=True)}
        return self._known

    def _lexicon_index(self) -> "SymSpell":
        if self._index is None:
            from symspellpy import SymSpell

            self._index = SymSpell(max_dictionary_edit_distance=2, prefix_length=9)
            for word in sorted(self._words):
                if len(word) >= _SHORTEST - 1:
                    self._index.create_dictionary_entry(word, 1)
        return self._index
