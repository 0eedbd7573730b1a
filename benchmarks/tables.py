"""The result of a run as tables."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["show"]


def show(result: Mapping[str, Any]) -> None:
    """Print everything that was measured."""
    words = result["words per report"]
    print(
        f"{len(words)} reports of {min(words)} to {max(words)} words, one core, "
        f"Python {result['python']}; {result['phrases']} phrases\n"
    )
    own = result["warm"][0]["ms per report"]
    _table(
        ("engine", "ms/report", "median", "reports/s", "MB/s", "found", "x spinekg"),
        [
            (
                timing["engine"],
                f"{timing['ms per report']:.3f}",
                f"{timing['median ms']:.3f}",
                f"{timing['reports/s']:.0f}",
                f"{timing['MB/s']:.2f}",
                f"{timing['found per report']:.1f}",
                f"{timing['ms per report'] / own:.3f}",
            )
            for timing in result["warm"]
        ],
    )
    _table(
        ("cold start of spinekg", "seconds"),
        [(step, f"{seconds:.3f}") for step, seconds in result["cold"].items()]
        + [
            (f"{name}: import and load", f"{about['load']:.3f}")
            for name, about in result["medspaCy"].items()
        ],
    )
    _table(
        ("characters in one text", "seconds", "MB/s"),
        [
            (
                f"{one['characters']:,}",
                f"{one['seconds']:.3f}",
                f"{one['characters'] / 1e6 / one['seconds']:.2f}",
            )
            for one in result["length"]
        ],
    )
    _table(
        ("made-up reports with gold", "F1", "level ignored"),
        [
            (one["engine"], f"{one['F1']:.3f}", f"{one['F1, level ignored']:.3f}")
            for one in result["quality"]
        ],
    )
    readers = list(result["goals"][0]["measured"])
    _table(
        ("goal", "asked", *readers),
        [
            (
                one["goal"],
                one["asked"],
                *(_judgement(one, reader) for reader in _readers_of(one, readers)),
            )
            for one in result["goals"]
        ],
    )
    for name in result["left out"]:
        print(f"left out as asked: {name}")


def _readers_of(goal: Mapping[str, Any], readers: Sequence[str]) -> Sequence[str | None]:
    """Return whose value stands in each column; one that all share stands in the first."""
    if list(goal["measured"]) == list(readers):
        return readers
    return ["", *(None for _ in readers[1:])]


def _judgement(goal: Mapping[str, Any], reader: str | None) -> str:
    if reader is None:
        return ""
    met = "met" if reader in goal["met by"] else "MISSED"
    return f"{goal['measured'][reader]:g} {met}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        first, *others = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]))
    print()
