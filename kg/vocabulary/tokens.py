"""Text as tokens: words folded to one form each, every token with its place in the text."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import snowballstemmer

from kg.vocabulary.spelling import Spelling
from kg.vocabulary.word_folding import IRREGULAR_FORMS, SPELLING_VARIANTS, UNSTEMMED_WORDS

__all__ = ["Token", "Tokenizer", "Tokens", "fold", "tokenize"]

#: A word, a number or a mark; most words are plain letters, which the first alternative takes
#: fastest. A hyphen between two word characters is none of them.
_TOKEN = re.compile(
    r"([A-Za-z]++(?!['\x80-\U0010ffff])"
    r"|[^\W\d_]+(?:['\u2019]s\b)?"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\w\s](?<![^\W_][-\u2010\u2011](?=[^\W_]))|_)"
)
_HYPHENS = frozenset("-\u2010\u2011")
_STEMMER = snowballstemmer.stemmer("english")
#: Words kept with their forms.
_KNOWN_WORDS = 65_536
_NONE: frozenset[int] = frozenset()


class Token(NamedTuple):
    """One word, number or mark: in lower case, folded, and where it stands."""

    word: str
    folded: str
    start: int
    end: int


class Tokens(NamedTuple):
    """The tokens of a stretch of text in columns; offsets count from the start of the text.

    `respelled` are the positions of words that the text misspells; `words` and `folded` have what
    they stand for.
    """

    words: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    respelled: frozenset[int]


@lru_cache(maxsize=_KNOWN_WORDS)
def fold(word: str) -> str:
    """Return the form that stands for all inflections and spellings of a lower-case word.

    >>> fold("stenoses") == fold("stenosis"), fold("compressing") == fold("compression")
    (True, True)
    """
    if word.endswith(("'s", "\u2019s")):
        word = word[:-2]
    for variant, standard in SPELLING_VARIANTS:
        word = word.replace(variant, standard)
    word = IRREGULAR_FORMS.get(word, word)
    return word if word in UNSTEMMED_WORDS else _STEMMER.stemWord(word)


class Tokenizer:
    """Cuts text into tokens, with misspelt words read as those that `spelling` gives for them."""

    def __init__(self, spelling: Spelling | None = None) -> None:
        correct = spelling.correct if spelling else None
        self._forms = lru_cache(maxsize=_KNOWN_WORDS)(lambda written: _forms(written, correct))

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> Tokens:
        """Return the tokens of `text[start:end]`; a hyphen inside a word is no token of its own."""
        end = len(text) if end is None else end
        parts = _TOKEN.split(text[start:end])
        written = parts[1::2]
        edges = list(accumulate(map(len, parts[:-1]), initial=start))
        starts, ends = edges[1::2], edges[2::2]
        if written and not _HYPHENS.isdisjoint((written[0], written[-1])):
            _join_at_the_edges(text, written, starts, ends)
        if not written:
            return Tokens([], [], [], [], frozenset())
        words, folded, respelled = zip(*map(self._forms, written), strict=True)
        return Tokens(
            list(words),
            list(folded),
            starts,
            ends,
            frozenset(index for index, is_respelled in enumerate(respelled) if is_respelled)
            if True in respelled
            else _NONE,
        )


def _forms(written: str, correct: Callable[[str], str | None] | None) -> tuple[str, str, bool]:
    """Return a token in lower case, its folded form, and whether both stand for another word."""
    word = written.lower()
    if correct is not None and (meant := correct(word)):
        return meant, fold(meant), True
    return word, fold(word) if word[0].isalpha() else word, False


def _join_at_the_edges(text: str, written: list[str], starts: list[int], ends: list[int]) -> None:
    """Drop a hyphen inside a word where the stretch of text ends, which the pattern cannot see."""
    for edge in sorted({0, len(written) - 1}, reverse=True):
        if written[edge] in _HYPHENS and _joins_words(text, starts[edge], ends[edge]):
            del written[edge], starts[edge], ends[edge]


def _joins_words(text: str, first: int, last: int) -> bool:
    before = text[first - 1 : first]
    return before.isalnum() and text[last : last + 1].isalnum()


_PLAIN = Tokenizer()


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a short text, as written; a hyphen inside a word is no token."""
    words, folded, starts, ends, _ = _PLAIN.tokens(text)
    return [Token(*columns) for columns in zip(words, folded, starts, ends, strict=True)]
