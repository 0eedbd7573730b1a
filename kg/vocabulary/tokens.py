"""Text as tokens: words folded to one form each, every token with its place in the text."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import snowballstemmer

from kg.vocabulary.spelling import Spelling
from kg.vocabulary.word_folding import IRREGULAR_FORMS, SPELLING_VARIANTS, UNSTEMMED_WORDS

__all__ = ["Token", "Tokenizer", "Tokens", "fold", "tokenize"]

#: A word, a number or a mark; most words are plain letters, which the first alternative takes
#: fastest. A hyphen between two word characters is none of them.
_TOKEN: Final = re.compile(
    r"[A-Za-z]++(?!['\x80-\U0010ffff])"
    r"|[^\W\d_]+(?:['\u2019]s\b)?"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\w\s](?<![^\W_][-\u2010\u2011](?=[^\W_]))|_"
)
_HYPHENS: Final = frozenset("-\u2010\u2011")
_NONE_RESPELLED: Final[frozenset[int]] = frozenset()
_STEMMER: Final = snowballstemmer.stemmer("english")
#: Words, and stretches without a space ("L4-L5,"), that are kept with their forms.
_KNOWN_WORDS: Final = 65_536
#: Characters; longer stretches without a space are rarely met again, and are not kept.
_LONGEST_KEPT: Final = 40


class Token(NamedTuple):
    """One word, number or mark: in lower case, folded, and where it stands."""

    word: str
    folded: str
    start: int
    end: int


class Tokens:
    """The tokens of a stretch of text in columns; offsets count from the start of the text.

    `respelled` are the positions of words that the text misspells; `words` and `folded` have what
    they stand for.
    """

    __slots__ = ("ends", "folded", "respelled", "starts", "words")

    def __init__(
        self,
        words: list[str],
        folded: list[str],
        starts: list[int],
        ends: list[int],
        respelled: frozenset[int],
    ) -> None:
        self.words = words
        self.folded = folded
        self.starts = starts
        self.ends = ends
        self.respelled = respelled


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


class _Piece:
    """A token of a stretch without spaces, by offsets from its start."""

    __slots__ = ("first", "folded", "last", "respelled", "word")

    def __init__(self, word: str, folded: str, first: int, last: int, respelled: bool) -> None:
        self.word = word
        self.folded = folded
        self.first = first
        self.last = last
        self.respelled = respelled


class Tokenizer:
    """Cuts text into tokens, with misspelt words read as those that `spelling` gives for them."""

    def __init__(self, spelling: Spelling | None = None) -> None:
        self._correct = spelling.correct if spelling else None
        self._kept: dict[str, tuple[_Piece, ...]] = {}

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> Tokens:
        """Return the tokens of `text[start:end]`; a hyphen inside a word is no token of its own."""
        place = start
        words: list[str] = []
        folded: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        respelled: list[int] = []
        kept = self._kept
        for stretch in text[start:end].split(" "):
            pieces = kept.get(stretch)
            if pieces is None:
                pieces = self._pieces(stretch)
            for piece in pieces:
                if piece.respelled:
                    respelled.append(len(words))
                words.append(piece.word)
                folded.append(piece.folded)
                starts.append(place + piece.first)
                ends.append(place + piece.last)
            place += len(stretch) + 1
        misspelt = frozenset(respelled) if respelled else _NONE_RESPELLED
        tokens = Tokens(words, folded, starts, ends, misspelt)
        if words and not _HYPHENS.isdisjoint((words[0], words[-1])):
            return _joined_at_the_edges(text, tokens)
        return tokens

    def _pieces(self, stretch: str) -> tuple[_Piece, ...]:
        pieces = tuple([self._piece(match) for match in _TOKEN.finditer(stretch)])
        if len(stretch) <= _LONGEST_KEPT:
            if len(self._kept) >= _KNOWN_WORDS:
                self._kept.clear()
            self._kept[stretch] = pieces
        return pieces

    def _piece(self, match: re.Match[str]) -> _Piece:
        word = match.group().lower()
        if self._correct is not None and (meant := self._correct(word)):
            return _Piece(meant, fold(meant), match.start(), match.end(), True)
        folded = fold(word) if word[0].isalpha() else word
        return _Piece(word, folded, match.start(), match.end(), False)


def _joined_at_the_edges(text: str, tokens: Tokens) -> Tokens:
    """Leave out a hyphen inside a word where the tokens end: they were cut without what follows."""
    words, folded, starts, ends = tokens.words, tokens.folded, tokens.starts, tokens.ends
    first, last = 0, len(words)
    if words[-1] in _HYPHENS and _joins_words(text, starts[-1], ends[-1]):
        last -= 1
    if first < last and words[0] in _HYPHENS and _joins_words(text, starts[0], ends[0]):
        first += 1
    return Tokens(
        words[first:last],
        folded[first:last],
        starts[first:last],
        ends[first:last],
        frozenset(place - first for place in tokens.respelled),
    )


def _joins_words(text: str, first: int, last: int) -> bool:
    before = text[first - 1 : first]
    return before.isalnum() and text[last : last + 1].isalnum()


_PLAIN: Final = Tokenizer()


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a short text, as written; a hyphen inside a word is no token."""
    tokens = _PLAIN.tokens(text)
    columns = zip(tokens.words, tokens.folded, tokens.starts, tokens.ends, strict=True)
    return [Token(*values) for values in columns]
