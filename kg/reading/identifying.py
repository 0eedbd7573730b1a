"""Masses that a later sentence names: "intradural mass from T12 to L3 … Diagnosis: ependymoma".

A mass that the report itself identifies is what it is identified as, and nothing else beside
(data/GOLD.md, Settled wordings). Within one sentence `kg/reading/alternatives.py` sees to it.
"""

from collections.abc import Iterable
from typing import Final

from kg.findings.qualities import PRESENT
from kg.reading.finding_groups import TUMOR_NAMES
from kg.reading.stated_finding import StatedFinding

__all__ = ["identify_masses"]

#: A mass that is only described, and what a report may name it without saying again where it is.
_NAMES: Final = {
    **TUMOR_NAMES,
    "EpiduralMass": frozenset({"DiscSequestration", "EpiduralAbscess", "EpiduralHematoma"}),
    # "Epidural collection", of which the report says later that it is blood.
    "EpiduralAbscess": frozenset({"EpiduralHematoma"}),
}


def identify_masses(findings: Iterable[StatedFinding]) -> list[StatedFinding]:
    """Return the findings with each mass under the name that the report gives it elsewhere.

    Only a name counts that stands alone: the one such name of the report, without any level.
    """
    stated = list(findings)
    for mass, names in _NAMES.items():
        named = [one for one in stated if one.type in names and one.status is PRESENT]
        if not named or len({one.type for one in named}) > 1 or any(one.level for one in named):
            continue
        masses = [one for one in stated if one.type == mass and one.status is PRESENT]
        if any(one.level for one in masses):
            _rename(masses, named)
            stated = [one for one in stated if one.became is None]
    return stated


def _rename(masses: list[StatedFinding], named: list[StatedFinding]) -> None:
    """Give masses the name and the evidence of those that name them."""
    support = tuple(piece for one in named for piece in one.evidence)
    for mass in masses:
        mass.type, mass.evidence = named[0].type, (*mass.evidence, *support)
    for name in named:
        name.became = masses[0]
