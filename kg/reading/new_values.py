"""Findings and evidence made at the speed of plain objects.

The constructor of a frozen dataclass sets each field by a call, and takes longer than all that
reading does to know what the fields are. Here they are set on an object of an open class with the
same slots, which then becomes one of the frozen class; the checks of that class run as ever.
"""

from dataclasses import field, fields, make_dataclass
from typing import TypeVar, cast

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding

__all__ = ["new_evidence", "new_finding"]

Frozen = TypeVar("Frozen", Evidence, Finding)


def _maker_of(frozen: type[Frozen]) -> type[Frozen]:
    """Return what makes values of a frozen class, with the arguments of that class."""

    def close(value: Frozen) -> None:
        value.__class__ = frozen
        value.__post_init__()

    opened = make_dataclass(
        f"Open{frozen.__name__}",
        [(one.name, one.type, field(default=one.default)) for one in fields(frozen)],
        slots=True,
        namespace={"__post_init__": close},
    )
    return cast("type[Frozen]", opened)


new_evidence = _maker_of(Evidence)
new_finding = _maker_of(Finding)
