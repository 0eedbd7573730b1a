"""Sentences that go on about the finding before: "It measures 3 cm and extends from T8 to T10"."""

from dataclasses import replace
from typing import Final

from kg.findings.measurement import Measurement
from kg.findings.qualities import ABSENT
from kg.reading.marks import Marks
from kg.reading.measurements import read_sizes
from kg.reading.placed_levels import PlacedLevels
from kg.reading.stated_finding import StatedFinding
from kg.reading.statements import Statement

__all__ = ["complete_antecedent"]

#: Data: what a sentence opens with when its subject is the finding before.
_PRONOUNS: Final = frozenset({"it", "this", "these", "they"})
_SUBJECTS: Final = frozenset(
    {
        "abnormality",
        "abscess",
        "collection",
        "component",
        "cyst",
        "fracture",
        "hematoma",
        "lesion",
        "lesions",
        "mass",
        "metastasis",
        "process",
        "tumor",
        "tumour",
    }
)
#: Data: verbs that place or size a subject; alone at the start of a sentence they have none.
_PLACING: Final = frozenset(
    {
        "arises",
        "centered",
        "centred",
        "extending",
        "extends",
        "involves",
        "involving",
        "lies",
        "located",
        "occupies",
        "spanning",
        "spans",
    }
)
_SIZING: Final = frozenset({"measures", "measured", "measuring", "approximately"})
_CONTINUING: Final = _PRONOUNS | _PLACING | _SIZING
_OPENING: Final = 4


def complete_antecedent(marks: Marks, statements: list[Statement]) -> None:
    """Give the levels and sizes of a sentence to the finding before that it goes on about.

    `statements` are those of the last sentence before that states anything; the antecedent is
    changed among them. Nothing changes when the sentence has a subject of its own or when the
    antecedent has a place already.
    """
    if not statements or not _goes_on(marks):
        return
    position = _antecedent(marks, statements)
    if position is None:
        return
    statement = statements[position]
    group = _place(marks)
    sizes = tuple(read_sizes(marks)) if not _SIZING.isdisjoint(marks.words) else ()
    statement.findings = [
        placed for finding in statement.findings for placed in _completed(finding, group, sizes)
    ]


def _goes_on(marks: Marks) -> bool:
    words = marks.words[:_OPENING]
    if not words:
        return False
    if words[0] in _CONTINUING:
        return True
    return words[0] == "the" and not _SUBJECTS.isdisjoint(words)


def _antecedent(marks: Marks, statements: list[Statement]) -> int | None:
    """Return the position of the statement that the sentence goes on about, its subject if any."""
    open_ones = [
        position
        for position, statement in enumerate(statements)
        if statement.findings
        and all(f.status is not ABSENT and not f.extraspinal for f in statement.findings)
    ]
    named = _SUBJECTS.intersection(marks.words[:_OPENING])
    matching = [i for i in open_ones if named & set(statements[i].words)]
    return next(iter(matching or open_ones), None)


def _place(marks: Marks) -> PlacedLevels | None:
    """Return the place that a placing verb gives to the subject, before anything else is named."""
    for group in marks.levels:
        before = marks.words[: group.first]
        if not group.is_region and not _PLACING.isdisjoint(before):
            return group
    return None


def _completed(
    finding: StatedFinding, group: PlacedLevels | None, sizes: tuple[Measurement, ...]
) -> list[StatedFinding]:
    finding.measurements = finding.measurements or sizes
    if group is None or finding.level is not None:
        return [finding]
    piece = replace(finding.evidence[0], level_rule="level.sentence-after")
    return [finding.at(level, (piece,)) for level in group.levels]
