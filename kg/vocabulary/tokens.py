"""Text as tokens: words folded to one form each, every token with its place in the text."""

import re
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from kg.vocabulary.spelling import Spelling
from kg.vocabulary.word_folding import IRREGULAR_FORMS, SPELLING_VARIANTS, UNSTEMMED_WORDS

__all__ = ["Token", "fold", "respell", "tokenize"]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019]s\b)?|[^\w\s]|_")
_STEMMER = snowballstemmer.stemmer("english")


class Token(NamedTuple):
    """One word, number or mark: in lower case, folded, and where it stands.

    `respelled` says that the text misspells it and `word` is what it stands for.
    """

    word: str
    folded: str
    start: int
    end: int
    respelled: bool = False


@lru_cache(maxsize=65_536)
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


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]`; a hyphen inside a word is no token of its own.

    Offsets count from the start of `text`.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        word = match.group().lower()
        if word in "-\u2010\u2011" and _joins_words(text, first, last):
            continue
        tokens.append(Token(word, fold(word) if word[0].isalpha() else word, first, last))
    return tokens


def respell(tokens: list[Token], spelling: Spelling) -> list[Token]:
    """Return the tokens with misspelt words replaced by the lexicon's words they stand for."""
    return [
        token._replace(word=word, folded=fold(word), respelled=True)
        if (word := spelling.correct(token.word))
        else token
        for token in tokens
    ]


def _joins_words(text: str, first: int, last: int) -> bool:
    before = text[first - 1 : first]
    return before.isalnum() and text[last : last + 1].isalnum()
