"""Which neural tissue a compression meets: the cord, or below the conus the cauda equina."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.anatomy.levels import LEVELS, Level
from kg.findings.finding import Finding
from kg.findings.qualities import Status, Temporality
from kg.findings.reference import FindingReference
from kg.reasoning.consistency_rules import ConsistencyRule, consistency_rules
from kg.reasoning.conus import ConusPosition, conus_level
from kg.reasoning.course import PatientCourse
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["NeuralTarget", "neural_targets"]

_CORD, _CONUS, _CAUDA_EQUINA = "SpinalCord", "ConusMedullaris", "CaudaEquina"


@dataclass(frozen=True, slots=True)
class NeuralTarget:
    """What a compression must meet at its level, as far as the conus decides it.

    `structures` are local names of structures, several where the level does not decide; `conus`
    is what it was inferred from, marked as default where no study states it.
    """

    rule: str
    finding: FindingReference
    structures: tuple[str, ...]
    conus: ConusPosition
    reason: str


def neural_targets(course: PatientCourse) -> tuple[NeuralTarget, ...]:
    """Return the neural tissue at each compression of a patient, study by study.

    Only compressions that are present or possible now and have a level or region. Raises
    InvalidOntology when the ontology's rules cannot be read.
    """
    found: list[NeuralTarget] = []
    for reading in course.readings:
        compressions = [one for one in reading.findings if _may_compress(one)]
        conus = conus_level(course, reading) if compressions else None
        for finding in compressions:
            if conus is not None:
                found.extend(_targets(finding, reading.report.identifier, conus))
    return tuple(sorted(found, key=lambda one: (one.finding, one.rule)))


def _may_compress(finding: Finding) -> bool:
    return (
        finding.status is not Status.ABSENT
        and finding.temporality is Temporality.CURRENT
        and any(rule.concerns(finding) for rule in consistency_rules("NeuralTargetRule"))
    )


def _targets(finding: Finding, report: str, conus: ConusPosition) -> Iterator[NeuralTarget]:
    levels = _levels(finding)
    for rule in consistency_rules("NeuralTargetRule"):
        if levels and rule.concerns(finding):
            yield _target(rule, FindingReference(report, finding.key), levels, conus)


def _levels(finding: Finding) -> tuple[Level, ...]:
    if finding.level is None or finding.level in LEVELS:
        return (LEVELS[finding.level],) if finding.level else ()
    region = load_vocabulary().level_sets.get(finding.level)
    return tuple(LEVELS[name] for name in region.levels) if region else ()


def _target(
    rule: ConsistencyRule,
    finding: FindingReference,
    levels: tuple[Level, ...],
    conus: ConusPosition,
) -> NeuralTarget:
    structures: tuple[str, ...]
    if all(conus.is_below(level) for level in levels):
        structures, where = (_CORD,), "above"
    elif all(conus.is_above(level) for level in levels):
        structures, where = (_CAUDA_EQUINA,), "below"
    elif any(conus.is_below(level) for level in levels) or conus.first is not conus.last:
        structures, where = (_CORD, _CONUS, _CAUDA_EQUINA), "not surely above or below"
    else:
        structures, where = (_CONUS, _CAUDA_EQUINA), "at"
    place = str(conus.first) if conus.first is conus.last else f"{conus.first} to {conus.last}"
    kind = "usual" if conus.is_default else "stated"
    return NeuralTarget(rule.name, finding, structures, conus, f"{where} the {kind} conus, {place}")
