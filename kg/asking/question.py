"""A question in plain words, understood: what is wanted, of whom, where, when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.findings.qualities import Change, Side, Status, Temporality

__all__ = ["Condition", "Question", "Wanted"]


class Wanted(StrEnum):
    """What the question asks to be listed or counted."""

    PATIENTS = "patients"
    REPORTS = "reports"
    FINDINGS = "findings"
    LEVELS = "levels"


@dataclass(frozen=True, slots=True)
class Condition:
    """One finding asked for, or, when `excluded`, one that the patient must not have.

    `types` and `places` are names of the ontology, of which any counts; none means anything
    anywhere; `structures` are those outside the spine ("liver mass"). Severity lies between two
    ranks (`kg.findings.qualities.Severity.rank`).

    "No cord compression" asks for reports that deny it (status absent); "without cord
    compression" beside another finding asks for patients in whom none is present (excluded).
    """

    types: tuple[str, ...]
    status: Status = Status.PRESENT
    excluded: bool = False
    places: tuple[str, ...] = ()
    side: Side | None = None
    lowest_rank: int | None = None
    highest_rank: int | None = None
    change: Change | None = None
    temporality: Temporality | None = None
    structures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Plain words as they were understood; `not_understood` lists the words that were not.

    `at_least_in_a_row` asks for so many vertebrae in a row with the finding, `has_gaps` for
    vertebrae free of it between others; `by_conus` says that a place was named by the conus.
    """

    text: str
    wanted: Wanted
    conditions: tuple[Condition, ...]
    is_count: bool = False
    same_level: bool = False
    since: date | None = None
    until: date | None = None
    patient: str | None = None
    at_least_in_a_row: int | None = None
    has_gaps: bool = False
    by_conus: bool = False
    not_understood: tuple[str, ...] = ()
