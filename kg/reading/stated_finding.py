"""A finding while its report is read: later sentences can still add to it or take it over."""

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.measurement import Measurement
from kg.findings.qualities import Change, Severity, Side, Status, Temporality
from kg.reading.new_values import new_finding

__all__ = ["StatedFinding"]


class StatedFinding:
    """What one sentence says of one finding; its fields are those of `Finding`, and can change.

    `causes` are the findings that it is said to cause, `lesion` the one that it is part of. One
    that `became` another of the report has given way to it.
    """

    __slots__ = (
        *("became", "causes", "change", "evidence", "extraspinal", "grade", "lesion", "level"),
        *("measurements", "severity", "side", "status", "structure", "temporality", "type"),
    )

    def __init__(  # noqa: PLR0913
        self,
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
        extraspinal: bool = False,
    ) -> None:
        self.type = type
        self.status = status
        self.evidence = evidence
        self.level = level
        self.structure = structure
        self.side = side
        self.severity = severity
        self.grade = grade
        self.measurements = measurements
        self.temporality = temporality
        self.change = change
        self.extraspinal = extraspinal
        self.causes: tuple[StatedFinding, ...] = ()
        self.lesion: StatedFinding | None = None
        self.became: StatedFinding | None = None

    def at(self, level: str, evidence: tuple[Evidence, ...]) -> "StatedFinding":
        """Return the same finding at another level, where `evidence` says that it is."""
        return StatedFinding(
            self.type,
            self.status,
            evidence,
            level,
            self.structure,
            self.side,
            self.severity,
            self.grade,
            self.measurements,
            self.temporality,
            self.change,
            self.extraspinal,
        )

    def key(self) -> FindingKey:
        """Return the key of the finding that this is, or that it became."""
        last = self
        while last.became is not None:
            last = last.became
        return (
            last.type,
            last.level or "",
            str(last.status),
            str(last.side or ""),
            str(last.severity or ""),
            str(last.temporality),
            (last.structure or "") if last.extraspinal else "",
        )

    def settled(self) -> Finding:
        """Return the finding as it is in the end."""
        return new_finding(
            self.type,
            self.status,
            self.evidence,
            self.level,
            self.structure,
            self.side,
            self.severity,
            self.grade,
            self.measurements,
            self.temporality,
            self.change,
            self._caused() if self.causes else (),
            self.lesion.key() if self.lesion is not None else None,
            self.extraspinal,
        )

    def _caused(self) -> tuple[FindingKey, ...]:
        own = self.key()
        keys = dict.fromkeys([effect.key() for effect in self.causes])
        return tuple([key for key in keys if key != own])
