"""What an engine is known to answer otherwise, as data: `exceptions.csv`, a reason on each line."""

import csv
from collections.abc import Callable
from enum import StrEnum

from kg.errors import NotColumnar
from tests.conformance.answers import Answer
from tests.conformance.cases import FOLDER

__all__ = ["EXCEPTIONS", "Outcome", "outcome_of"]


class Outcome(StrEnum):
    """What becomes of a query on an engine."""

    SAME = "same"
    #: Other rows than it should give.
    DIFFERS = "differs"
    #: An error where there should be rows.
    FAILS = "fails"
    #: The engine says that it leaves the query to another, with the reason.
    LEFT = "left"


def outcome_of(
    ask: Callable[[], Answer], expected: Answer, *, is_ordered: bool
) -> tuple[Outcome, str]:
    """Return what becomes of a query, and how that differs from what is expected."""
    try:
        answer = ask()
    except NotColumnar as refusal:
        return Outcome.LEFT, refusal.reason
    except Exception as error:  # noqa: BLE001 - an engine may fail in any way; it is shown
        return Outcome.FAILS, f"{type(error).__name__}: {str(error)[:200]}"
    differences = expected.differences(answer, is_ordered=is_ordered)
    return (Outcome.DIFFERS if differences else Outcome.SAME), differences


def _read() -> dict[tuple[str, str], Outcome]:
    with (FOLDER / "exceptions.csv").open(encoding="utf-8", newline="") as file:
        return {
            (line["engine"], line["query"]): Outcome(line["outcome"])
            for line in csv.DictReader(file)
        }


EXCEPTIONS = _read()
