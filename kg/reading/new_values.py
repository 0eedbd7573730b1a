"""Findings and evidence made at the speed of plain objects.

The constructor of a frozen dataclass sets each field by a call, and takes longer than all that
reading does to know what the fields are. Here they are set on an object of an open class with the
same slots, which then becomes one of the frozen class; the checks of that class run as ever. This
module is never compiled: the interpreter sets slots faster than compiled code can.
"""

from dataclasses import fields
from typing import Any, TypeVar

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.measurement import Measurement
from kg.findings.qualities import Change, Section, Severity, Side, Status, Temporality

__all__ = ["new_evidence", "new_finding"]

Frozen = TypeVar("Frozen", Evidence, Finding)


def _opened(frozen: type[Frozen]) -> Any:  # noqa: ANN401
    """Return an open class with the slots of a frozen one."""
    return type(f"Open{frozen.__name__}", (), {"__slots__": tuple(f.name for f in fields(frozen))})


_OpenEvidence = _opened(Evidence)
_OpenFinding = _opened(Finding)


def new_evidence(  # noqa: PLR0913
    quote: str,
    start: int,
    end: int,
    section: Section,
    rule: str,
    cue: str | None = None,
    degree: str | None = None,
    side: str | None = None,
    place: str | None = None,
    status_rule: str | None = None,
    level_rule: str | None = None,
    side_rule: str | None = None,
    severity_rule: str | None = None,
) -> Evidence:
    """Return a piece of evidence; the arguments and errors are those of `Evidence`."""
    made = _OpenEvidence()
    made.quote = quote
    made.start = start
    made.end = end
    made.section = section
    made.rule = rule
    made.cue = cue
    made.degree = degree
    made.side = side
    made.place = place
    made.status_rule = status_rule
    made.level_rule = level_rule
    made.side_rule = side_rule
    made.severity_rule = severity_rule
    made.__class__ = Evidence
    made.__post_init__()
    evidence: Evidence = made
    return evidence


def new_finding(  # noqa: PLR0913
    type: str,
    status: Status,
    evidence: tuple[Evidence, ...],
    level: str | None = None,
    structure: str | None = None,
    side: Side | None = None,
    severity: Severity | None = None,
    grade: str | None = None,
    measurements: tuple[Measurement, ...] = (),
    temporality: Temporality = Temporality.CURRENT,
    change: Change | None = None,
    causes: tuple[FindingKey, ...] = (),
    part_of: FindingKey | None = None,
    extraspinal: bool = False,
    warnings: tuple[str, ...] = (),
) -> Finding:
    """Return a finding; the arguments and errors are those of `Finding`."""
    made = _OpenFinding()
    made.type = type
    made.status = status
    made.evidence = evidence
    made.level = level
    made.structure = structure
    made.side = side
    made.severity = severity
    made.grade = grade
    made.measurements = measurements
    made.temporality = temporality
    made.change = change
    made.causes = causes
    made.part_of = part_of
    made.extraspinal = extraspinal
    made.warnings = warnings
    made.__class__ = Finding
    made.__post_init__()
    finding: Finding = made
    return finding
