"""A conservative tolerance for misspelt words: only ever towards a word of the lexicon.

A word is corrected when it is no English word and no word of the lexicon, has five letters or more,
and exactly one word of the lexicon is near: one edit away, or two from eight letters on, with the
same first letter. Anything else stays as written. An edit is a letter left out, put in, replaced,
or swapped with the next.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["Spelling"]

_SHORTEST, _LONG = 5, 8
#: The English words that symspellpy comes with, each with how often it is used. The package itself
#: is not imported: that takes longer than looking up all misspelt words of a day.
_PACKAGE, _ENGLISH = "symspellpy", "frequency_dictionary_en_82_765.txt"


@cache
def _english_words() -> frozenset[str]:
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ModuleNotFoundError(f"{_PACKAGE} is not installed", name=_PACKAGE)
    text = Path(package.origin).with_name(_ENGLISH).read_text(encoding="utf-8-sig")
    return frozenset(text.split()[::2])


class Spelling:
    """Knows the words of a lexicon and finds the one that a misspelt word stands for."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words
        self._near: dict[str, set[str]] | None = None
        self._opening: dict[str, list[str]] = defaultdict(list)
        self._nearest = lru_cache(maxsize=65_536)(self._find)

    def correct(self, word: str) -> str | None:
        """Return the word of the lexicon that lower-case `word` misspells, or None."""
        if len(word) < _SHORTEST or word in self._words or not word.isalpha():
            return None
        return self._nearest(word)

    def _find(self, word: str) -> str | None:
        if word in _english_words():
            return None
        near = self._one_edit_away(word)
        if not near and len(word) >= _LONG:
            near = self._two_edits_away(word)
        terms = {term for term in near if term[0] == word[0]}
        return terms.pop() if len(terms) == 1 else None

    def _one_edit_away(self, word: str) -> set[str]:
        """Return the words of the lexicon that one edit makes of `word`.

        Two such words have a form in common that lacks one letter of either, or of both.
        """
        if self._near is None:
            self._near = self._index()
        candidates: set[str] = set()
        for form in _shortened(word):
            candidates |= self._near.get(form, set())
        return {term for term in candidates if _distance(word, term, 1) <= 1}

    def _two_edits_away(self, word: str) -> set[str]:
        """Return the words with the same first letter that two edits make of `word`."""
        letters, length = _letters(word), len(word)
        return {
            term
            for term in self._opening.get(word[0], ())
            if abs(len(term) - length) <= 2
            # Each edit changes at most two letters of the set.
            and (_letters(term) ^ letters).bit_count() <= 4
            and _distance(word, term, 2) <= 2
        }

    def _index(self) -> dict[str, set[str]]:
        """Return the words of the lexicon by their forms that lack a letter, and by themselves."""
        near: dict[str, set[str]] = defaultdict(set)
        for term in self._words:
            if len(term) >= _SHORTEST - 1:
                self._opening[term[0]].append(term)
                for form in _shortened(term):
                    near[form].add(term)
        return near


def _shortened(word: str) -> Iterator[str]:
    """Yield a word, and the word without one of its letters."""
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


@lru_cache(maxsize=65_536)
def _letters(word: str) -> int:
    """Return the letters of a word as bits; letters may share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _distance(one: str, other: str, limit: int) -> int:
    """Return the number of edits between two words; any number above `limit` once it is passed."""
    swapped: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one):
        current = [row + 1]
        for column, its_letter in enumerate(other):
            edits = min(
                last[column] + (letter != its_letter), last[column + 1] + 1, current[-1] + 1
            )
            if row and column and letter == other[column - 1] and one[row - 1] == its_letter:
                edits = min(edits, swapped[column - 1] + 1)
            current.append(edits)
        if min(current) > limit and min(last) > limit:
            return limit + 1
        swapped, last = last, current
    return last[-1]
