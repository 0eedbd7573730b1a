"""Questions about vertebrae in a row: "three or more contiguous levels", "skip lesions"."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kg.anatomy.algebra import contiguous_runs, skipped_levels
from kg.anatomy.levels import LEVELS, LevelKind
from kg.asking.question_words import NUMBERS, number_named

__all__ = ["Runs", "find_runs", "in_a_row", "with_gaps"]

#: Data: how a question asks for levels in a row, and for levels with free ones between.
_IN_A_ROW = re.compile(
    rf"\b(?:at\s+least\s+)?(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)})\s+(?P<more>or\s+more\s+)?"
    r"(?:contiguous|consecutive|adjacent|neighbou?ring)\s+(?:vertebral\s+)?"
    r"(?:levels|vertebrae|vertebral\s+bodies|segments)",
    re.IGNORECASE,
)
_GAPS = re.compile(
    r"\bskip(?:ped|ping)?\s+(?=lesions?|metasta\w+|levels?|tumou?rs?)|\bnon-?contiguous\b",
    re.IGNORECASE,
)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Runs:
    """What a question asks of levels in a row, and the words that ask it."""

    at_least: int | None = None
    has_gaps: bool = False
    spans: tuple[tuple[int, int], ...] = ()


def find_runs(text: str) -> Runs:
    """Return what a question asks of levels in a row, nothing where it does not."""
    row, gaps = _IN_A_ROW.search(text), _GAPS.search(text)
    return Runs(
        number_named(row["number"]) if row else None,
        gaps is not None,
        tuple(match.span() for match in (row, gaps) if match),
    )


def in_a_row(
    rows: Iterable[Row], report: Callable[[Row], str], level: Callable[[Row], str], at_least: int
) -> tuple[Row, ...]:
    """Return the rows at a vertebra that is one of so many in a row in its report."""
    listed = tuple(rows)
    runs = {
        (name, vertebra)
        for name, vertebrae in _by_report(listed, report, level).items()
        for run in contiguous_runs(vertebrae, at_least)
        for vertebra in run
    }
    return tuple(row for row in listed if (report(row), level(row)) in runs)


def with_gaps(
    rows: Iterable[Row], report: Callable[[Row], str], level: Callable[[Row], str]
) -> tuple[Row, ...]:
    """Return the rows at vertebrae of reports in which free ones lie between them."""
    listed = tuple(rows)
    found = _by_report(listed, report, level)
    return tuple(
        row
        for row in listed
        if level(row) in found.get(report(row), ()) and skipped_levels(found[report(row)])
    )


def _by_report(
    rows: Iterable[Row], report: Callable[[Row], str], level: Callable[[Row], str]
) -> dict[str, set[str]]:
    """Return the vertebrae of each report; what is at a disc or in a region is none."""
    found: dict[str, set[str]] = {}
    for row in rows:
        place = LEVELS.get(level(row))
        if place is not None and place.kind is LevelKind.VERTEBRAL:
            found.setdefault(report(row), set()).add(place.name)
    return found
