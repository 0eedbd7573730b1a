"""A size that the report gives for a finding."""

from dataclasses import dataclass
from decimal import Decimal

from kg.errors import InvalidFinding

__all__ = ["UNITS", "Measurement"]

#: UCUM codes that a measurement of the spine may carry.
UNITS = frozenset({"mm", "cm", "deg", "%"})


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number with its UCUM unit; `text` keeps the wording, as engines rewrite 4.50 to 4.5."""

    value: Decimal
    unit: str
    text: str
    dimension: str | None = None

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise InvalidFinding(f"unit {self.unit!r} is not one of {sorted(UNITS)}")
        if not self.value.is_finite() or self.value < 0:
            raise InvalidFinding(f"a measurement cannot be {self.value!r}")
