"""Findings and evidence made at the speed of plain objects.

The constructor of a frozen dataclass sets each field by a call, and takes longer than all that
reading does to know what the fields are. Here they are set on an object of an open class with the
same slots, which then becomes one of the frozen class; the checks of that class run as ever.
"""

from collections.abc import Callable
from dataclasses import field, fields, make_dataclass
from operator import attrgetter
from typing import Any, TypeVar, cast

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding

__all__ = ["changed_evidence", "changed_finding", "new_evidence", "new_finding"]

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


def _changer_of(frozen: type[Frozen], new: type[Frozen]) -> Callable[..., Frozen]:
    """Return what `dataclasses.replace` is for values of a frozen class."""
    names = tuple(one.name for one in fields(frozen))
    values_of = attrgetter(*names)

    def changed(value: Frozen, **changes: object) -> Frozen:
        values: dict[str, Any] = dict(zip(names, values_of(value), strict=True))
        return new(**{**values, **changes})

    return changed


new_evidence = _maker_of(Evidence)
new_finding = _maker_of(Finding)
changed_evidence = _changer_of(Evidence, new_evidence)
changed_finding = _changer_of(Finding, new_finding)
