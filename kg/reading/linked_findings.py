"""What a report says of findings together: which causes which, which lesion a component is of."""

from kg.findings.qualities import PRESENT
from kg.reading.finding_groups import FindingGroups
from kg.reading.stated_finding import StatedFinding
from kg.reading.statements import Statement
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["link_lesions", "stated_findings"]

_TUMOR = "NeoplasticFinding"


def stated_findings(statements: list[Statement]) -> list[StatedFinding]:
    """Return the findings of a sentence, each with those that it causes."""
    for statement in statements:
        if statement.causes:
            effects = [
                effect
                for position in statement.causes
                for effect in statements[position].findings
                if effect.status is PRESENT
            ]
            for finding in statement.findings:
                if finding.status is PRESENT:
                    finding.causes = tuple([e for e in effects if _same_place(finding, e)])
    return [finding for statement in statements for finding in statement.findings]


def _same_place(one: StatedFinding, other: StatedFinding) -> bool:
    return one.level is None or other.level is None or one.level == other.level


def link_lesions(
    findings: list[StatedFinding], vocabulary: Vocabulary, groups: FindingGroups
) -> None:
    """Say of each component (epidural extension) to which lesion at its level it belongs.

    One that is named a tumour goes before one that is only lytic or sclerotic.
    """
    named = [
        finding
        for finding in findings
        if finding.type in groups.lesions and finding.level and finding.status is PRESENT
    ]
    if not named:
        return
    lesions: dict[str, StatedFinding] = {}
    for finding in sorted(named, key=lambda one: not vocabulary.is_a(one.type, _TUMOR)):
        lesions.setdefault(finding.level or "", finding)
    for finding in findings:
        if finding.type in groups.components and finding.status is PRESENT:
            finding.lesion = lesions.get(finding.level or "")
