"""Sequences of tokens to what they mean, found in one pass over a text."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

__all__ = ["Match", "TokenTrie"]

Meaning = TypeVar("Meaning")


class Match(Generic[Meaning]):
    """A stretch of tokens, `first` to `last` included, and everything that it can mean.

    `kinds` has the meanings by their `kind`, where they have one, and `names` the names of those:
    reading asks for both at every token. It is made and asked so often that it is not frozen: that
    would take four times as long to make, and a tuple four times as long to ask.
    """

    __slots__ = ("first", "kinds", "last", "meanings", "names")

    def __init__(
        self,
        first: int,
        last: int,
        meanings: tuple[Meaning, ...],
        kinds: dict[str, tuple[Meaning, ...]],
        names: dict[str, tuple[str, ...]],
    ) -> None:
        self.first = first
        self.last = last
        self.meanings = meanings
        self.kinds = kinds
        self.names = names


class _Node(Generic[Meaning]):
    """One step of a sequence: what may follow, and the meanings that end here."""

    __slots__ = ("kinds", "meanings", "names", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Meaning]] = {}
        self.meanings: tuple[Meaning, ...] = ()
        self.kinds: dict[str, tuple[Meaning, ...]] = {}
        self.names: dict[str, tuple[str, ...]] = {}

    def add(self, meaning: Meaning) -> None:
        if meaning not in self.meanings:
            self.meanings = (*self.meanings, meaning)
            if kind := getattr(meaning, "kind", ""):
                self.kinds[kind] = (*self.kinds.get(kind, ()), meaning)
                self.names[kind] = (*self.names.get(kind, ()), getattr(meaning, "name", ""))


class TokenTrie(Generic[Meaning]):
    """A set of token sequences, each with one or more meanings."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Meaning]] = ()) -> None:
        self._root: _Node[Meaning] = _Node()
        self._pairs: set[tuple[str, str]] = set()
        for sequence, meaning in entries:
            self._add(sequence, meaning)

    def _add(self, sequence: Sequence[str], meaning: Meaning) -> None:
        node = self._root
        for token in sequence:
            node = node.next.setdefault(token, _Node())
        node.add(meaning)
        self._pairs.update(pairwise(sequence))

    def joins(self, before: str, after: str) -> bool:
        """Say whether two tokens stand side by side in one of the sequences."""
        return (before, after) in self._pairs

    def meanings_of(self, sequence: Sequence[str]) -> tuple[Meaning, ...]:
        """Return what exactly this sequence means, or nothing."""
        node = self._root
        for token in sequence:
            following = node.next.get(token)
            if following is None:
                return ()
            node = following
        return node.meanings

    def matches(self, tokens: list[str]) -> list[Match[Meaning]]:
        """Return the longest match at each place, from left to right, without overlaps.

        Takes time in proportion to the number of tokens.
        """
        found: list[Match[Meaning]] = []
        node: _Node[Meaning] | None
        opening, length, free = self._root.next, len(tokens), 0
        for position, token in enumerate(tokens):
            # Most tokens open no phrase.
            if position < free or (node := opening.get(token)) is None:
                continue
            best, reach = None, position + 1
            while node is not None:
                if node.meanings:
                    best, free = node, reach
                node = node.next.get(tokens[reach]) if node.next and reach < length else None
                reach += 1
            if best is not None:
                found.append(Match(position, free - 1, best.meanings, best.kinds, best.names))
        return found
