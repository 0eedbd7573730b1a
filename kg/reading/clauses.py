"""The clauses of a sentence, which one depends on which, and the levels named in each."""

from typing import Final

from kg.reading.cues import ABSENT_BEFORE, CLAUSE_BREAK, DEPENDENT_BREAK
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels

__all__ = ["Clause", "split_clauses"]

#: Data: first words of clause breaks after which the clause still shares the level before.
_DEPENDING: Final = frozenset({"and", "but", "which"})
_WHOLE_SPINE: Final = "WholeSpine"


class Clause:
    """Tokens `first` to `last`; `depends` on the clause before ("with", "causing", "without")."""

    __slots__ = ("depends", "first", "groups", "last")

    def __init__(
        self, first: int, last: int, depends: bool, groups: tuple[PlacedLevels, ...]
    ) -> None:
        self.first = first
        self.last = last
        self.depends = depends
        self.groups = groups


def split_clauses(marks: Marks, mentions: list[Mention]) -> list[Clause]:
    """Return the clauses of a sentence in order; "throughout the spine" counts as no place."""
    starts: list[tuple[int, bool]] = [(0, False)]
    for match in marks.cues:
        kinds = match.kinds
        words = marks.words[match.first]
        if words == "from" and _names_place(marks, match.last + 1):
            continue
        if DEPENDENT_BREAK in kinds or (ABSENT_BEFORE in kinds and words.startswith("with")):
            starts.append((match.first, True))
        elif CLAUSE_BREAK in kinds:
            starts.append((match.first, words in _DEPENDING))
    if ";" in marks.word_set:
        starts.extend((index, False) for index, word in enumerate(marks.words) if word == ";")
    starts.extend([(index, False) for index in _new_places(marks, mentions)])
    if len(starts) > 1:
        starts = sorted(dict(sorted(starts, reverse=True)).items())
    clauses: list[Clause] = []
    for position, (first, depends) in enumerate(starts):
        last = starts[position + 1][0] - 1 if position + 1 < len(starts) else len(marks.words) - 1
        continues = bool(clauses) and marks.words[first] != ";"
        depends = depends or (continues and _only_places(clauses[-1], mentions))
        groups = tuple([g for g in marks.levels if first <= g.first <= last and _counts(g)])
        clauses.append(Clause(first, last, depends, groups))
    return clauses


def _names_place(marks: Marks, index: int) -> bool:
    return index < len(marks.words) and marks.levels_at[index] is not None


def _only_places(clause: Clause, mentions: list[Mention]) -> bool:
    """Say whether a clause only names a place for the next one: "at C5-C6 there is …"."""
    return bool(clause.groups) and not any(
        clause.first <= mention.head <= clause.last for mention in mentions
    )


def _counts(group: PlacedLevels) -> bool:
    return _WHOLE_SPINE not in group.levels


def _new_places(marks: Marks, mentions: list[Mention]) -> list[int]:
    """Return where "and at L5-S1" opens a place of its own after a placed mention."""
    places: list[int] = []
    if len(marks.levels) < 2:
        return places
    for group in marks.levels:
        index = group.first - 1
        while index >= 0 and marks.words[index] in {"the", "level"}:
            index -= 1
        if index < 1 or marks.words[index] != "at":
            continue
        if marks.words[index - 1] not in {"and", ",", "&"}:
            continue
        placed_before = any(other.last < index for other in marks.levels)
        mention_after = any(mention.first > group.last for mention in mentions)
        if placed_before and mention_after:
            places.append(index)
    return places
