"""How one report's finding is named outside its report."""

from dataclasses import dataclass

from kg.findings.finding import FindingKey

__all__ = ["FindingReference"]


@dataclass(frozen=True, slots=True, order=True)
class FindingReference:
    """The finding with `key` in the report that its source calls `report`."""

    report: str
    key: FindingKey
