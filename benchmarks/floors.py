"""What the least work over a text costs: looking for the same words, and nothing more."""

import re
from collections.abc import Iterable

from goals import PLAIN_SCAN

__all__ = ["AhoCorasick", "PlainScan"]

_LEVEL = re.compile(r"\b(?:th|[ctls])[ -]?\d{1,2}(?:\s?[-/]\s?(?:th|[ctls])?[ -]?\d{1,2})?\b")
_END = ""


class AhoCorasick:
    """One pass of an Aho-Corasick automaton written in C over the lower-cased text."""

    name = "Aho-Corasick, one pass"

    def __init__(self, phrases: Iterable[str]) -> None:
        try:
            import ahocorasick
        except ModuleNotFoundError as error:
            raise SystemExit(
                "pyahocorasick is not installed; `make benchmark` installs it, "
                "--without aho-corasick goes without"
            ) from error

        self._automaton = ahocorasick.Automaton()
        for phrase in phrases:
            self._automaton.add_word(phrase, phrase)
        self._automaton.make_automaton()

    def read(self, text: str) -> int:
        """Return how many of the phrases are in the text."""
        return len(list(self._automaton.iter_long(text.lower())))


class PlainScan:
    """One alternation of all phrases, as a prefix trie, and a pattern of levels: only `re`."""

    name = PLAIN_SCAN

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = re.compile(rf"\b{_alternation(_trie(phrases))}\b")

    def read(self, text: str) -> int:
        """Return how many phrases and levels are in the text."""
        lowered = text.lower()
        return len(self._phrases.findall(lowered)) + len(_LEVEL.findall(lowered))


_Trie = dict[str, "_Trie"]


def _trie(phrases: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for phrase in phrases:
        node = root
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return root


def _alternation(node: _Trie) -> str:
    """Return a pattern of all that the trie holds; the longest of several is tried first."""
    branches = [
        re.escape(letter) + _alternation(after) for letter, after in sorted(node.items()) if letter
    ]
    if not branches:
        return ""
    together = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{together})?" if _END in node else together
