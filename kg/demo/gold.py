"""What a demonstration report states, as its author meant it."""

from dataclasses import dataclass

from kg.anatomy.levels import LEVELS
from kg.errors import InvalidFinding
from kg.findings.qualities import Change, Severity, Side, Status, Temporality

__all__ = ["REGIONS", "GoldFinding"]

#: Region words that a gold finding may have in place of levels.
REGIONS = frozenset(
    {
        "cervical",
        "cervicothoracic",
        "lumbar",
        "lumbosacral",
        "sacral",
        "thoracic",
        "thoracolumbar",
    }
)


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """One finding that a report states, with the words that state it.

    `finding` is an annotation key ("EpiduralExtension"); `levels` are levels or one region word;
    `quote` is the first place where the report says it.
    """

    finding: str
    quote: str
    levels: tuple[str, ...] = ()
    side: Side | None = None
    severity: Severity | None = None
    status: Status = Status.PRESENT
    temporality: Temporality = Temporality.CURRENT
    change: Change | None = None

    def __post_init__(self) -> None:
        unknown = [level for level in self.levels if level not in LEVELS and level not in REGIONS]
        if unknown:
            raise InvalidFinding(f"{self.finding} is at {unknown}, which are no levels")
        if not self.quote.strip():
            raise InvalidFinding(f"{self.finding} has no quote")

    def record(self) -> dict[str, object]:
        """Return the finding as an annotation record, with the names that scoring expects."""
        return {
            "finding": self.finding,
            "levels": list(self.levels),
            "laterality": self.side,
            "severity": self.severity,
            "certainty": self.status,
            "temporality": self.temporality,
            "change": self.change,
            "quote": self.quote,
        }

    def repeats(self, earlier: "GoldFinding") -> bool:
        """Say whether this says again what `earlier` said, and contradicts none of it.

        What is denied without a level is denied everywhere, which is more than at a level.
        """
        return (
            self.finding == earlier.finding
            and self.status is earlier.status
            and self.temporality is earlier.temporality
            and (self.status is not Status.ABSENT or bool(self.levels) == bool(earlier.levels))
            and set(self.levels) <= set(earlier.levels)
            and self.side in (None, earlier.side)
            and self.severity in (None, earlier.severity)
        )
