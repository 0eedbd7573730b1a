"""Sequences of tokens to what they mean, found in one pass over a text."""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

__all__ = ["Match", "TokenTrie"]

Meaning = TypeVar("Meaning")


class Match(NamedTuple, Generic[Meaning]):
    """A stretch of tokens, `first` to `last` included, and everything that it can mean."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]


class _Node(Generic[Meaning]):
    """One step of a sequence: what may follow, and the meanings that end here."""

    __slots__ = ("meanings", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Meaning]] = {}
        self.meanings: tuple[Meaning, ...] = ()


class TokenTrie(Generic[Meaning]):
    """A set of token sequences, each with one or more meanings."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Meaning]] = ()) -> None:
        self._root: _Node[Meaning] = _Node()
        for sequence, meaning in entries:
            self._add(sequence, meaning)

    def _add(self, sequence: Sequence[str], meaning: Meaning) -> None:
        node = self._root
        for token in sequence:
            node = node.next.setdefault(token, _Node())
        if meaning not in node.meanings:
            node.meanings = (*node.meanings, meaning)

    def meanings_of(self, sequence: Sequence[str]) -> tuple[Meaning, ...]:
        """Return what exactly this sequence means, or nothing."""
        node = self._root
        for token in sequence:
            following = node.next.get(token)
            if following is None:
                return ()
            node = following
        return node.meanings

    def matches(self, tokens: Sequence[str]) -> list[Match[Meaning]]:
        """Return the longest match at each place, from left to right, without overlaps.

        Takes time in proportion to the number of tokens.
        """
        found: list[Match[Meaning]] = []
        root, position, length = self._root.next, 0, len(tokens)
        while position < length:
            node = root.get(tokens[position])
            best: Match[Meaning] | None = None
            reach = position
            while node is not None:
                if node.meanings:
                    best = Match(position, reach, node.meanings)
                reach += 1
                node = node.next.get(tokens[reach]) if reach < length else None
            if best is None:
                position += 1
            else:
                found.append(best)
                position = best.last + 1
        return found
