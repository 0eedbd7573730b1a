"""One thing that a report says, or says is absent, at one level."""

from dataclasses import dataclass, field

from kg.errors import InvalidFinding
from kg.findings.evidence import Evidence
from kg.findings.measurement import Measurement
from kg.findings.qualities import Change, Severity, Side, Status, Temporality

__all__ = ["Finding", "FindingKey"]

#: What makes two statements of one report the same finding: type, level, status, side, severity,
#: temporality, and for an extraspinal one the structure; "" where nothing was said.
FindingKey = tuple[str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at one level, with every sentence that supports it.

    `type` is the local name of a finding class of the ontology ("EpiduralExtension"), `level`
    that of a level ("T12", "L4-L5") or of a level set where the report names only a region
    ("LumbarSpine"), `structure` that of an anatomical structure. `grade` is a published grade as
    stated ("Meyerding 1"). `causes` holds the keys of findings of the same report that this one
    is said to cause; `part_of` the key of the lesion finding to which this one belongs.
    An `extraspinal` finding (a liver mass) is kept apart.
    """

    type: str
    status: Status
    evidence: tuple[Evidence, ...]
    level: str | None = None
    structure: str | None = None
    side: Side | None = None
    severity: Severity | None = None
    grade: str | None = None
    measurements: tuple[Measurement, ...] = ()
    temporality: Temporality = Temporality.CURRENT
    change: Change | None = None
    causes: tuple[FindingKey, ...] = ()
    part_of: FindingKey | None = None
    extraspinal: bool = False
    warnings: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.evidence:
            raise InvalidFinding(f"{self.type} has no evidence: no sentence supports it")
        if self.extraspinal and self.level is not None:
            raise InvalidFinding(
                f"{self.type} is extraspinal: it cannot be at level {self.level!r}"
            )

    @property
    def key(self) -> FindingKey:
        """Return what tells this finding from the others of its report."""
        return (
            self.type,
            self.level or "",
            self.status.value,
            self.side.value if self.side else "",
            self.severity.value if self.severity else "",
            self.temporality.value,
            (self.structure or "") if self.extraspinal else "",
        )
