"""What became of findings that were handed in one by one: taken, refused, or taken in part."""

from collections.abc import Iterable
from typing import NamedTuple

from kg.adapters.checks import joined
from kg.errors import InvalidFinding, RefusedFindings
from kg.findings.finding import Finding

__all__ = ["Answer", "taken_in_turn"]


class Answer(NamedTuple):
    """The findings that pass the checks, why others do not, and what was left out of them.

    `notes` hold the words that name no finding which the lexicon knows.
    """

    findings: tuple[Finding, ...]
    refused: tuple[RefusedFindings, ...] = ()
    left_out: tuple[RefusedFindings, ...] = ()
    notes: tuple[str, ...] = ()


def taken_in_turn(entries: Iterable[tuple[str, Iterable[Finding]]]) -> Answer:
    """Return the findings of entries, each with its JSON pointer; one that fails is refused."""
    taken: list[Finding] = []
    refused: list[RefusedFindings] = []
    for pointer, findings in entries:
        try:
            taken.extend(list(findings))
        except RefusedFindings as error:
            refused.append(error)
        except InvalidFinding as error:
            refused.append(RefusedFindings(pointer, str(error)))
    return Answer(joined(taken), tuple(refused))
