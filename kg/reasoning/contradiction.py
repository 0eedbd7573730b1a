"""Two statements that cannot both be right, as one value."""

from dataclasses import dataclass

from kg.findings.reference import FindingReference

__all__ = ["Contradiction"]


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Two statements of one patient that contradict each other.

    `rule` is the local name of the contradiction rule of the ontology; `reason` says in words
    what each statement says, without quoting it. `first` stands first in the report or in time.
    """

    rule: str
    first: FindingReference
    second: FindingReference
    reason: str
