"""What the columns of a table of gradings mean: one TOML file for each kind of table."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.anatomy.levels import level_named
from kg.errors import InvalidOntology, InvalidValue, KgError
from kg.findings.qualities import Severity, Status
from kg.resources import resource_folder

__all__ = ["Grading", "GradingColumns", "GradingScheme", "grading_scheme", "grading_schemes"]

_FOLDER = "tables"


@dataclass(frozen=True, slots=True)
class Grading:
    """What one value of a column says: a finding class, whether it is there, how much."""

    type: str
    status: Status
    severity: Severity | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class GradingColumns:
    """Columns whose values say the same; their names may hold the side and the level."""

    pattern: re.Pattern[str]
    values: Mapping[str, Grading]


@dataclass(frozen=True, slots=True)
class GradingScheme:
    """A kind of table: `levels` maps levels as the table writes them, to "" for one left open.

    `study` is the column that names the study; rows with the same one belong together.
    `level_column` names the level of a row, where columns do not.
    """

    name: str
    title: str
    source: str
    study: str
    coverage: tuple[str, ...]
    levels: Mapping[str, str]
    columns: tuple[GradingColumns, ...]
    level_column: str | None = None

    @property
    def extractor(self) -> str:
        """Return the name under which the findings of such a table are stored."""
        return f"spinekg-table-{self.name} 0.1.0"


@cache
def grading_schemes() -> tuple[str, ...]:
    """Return the names of the kinds of table that are known, sorted."""
    folder = resource_folder("ontology") / _FOLDER
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


@cache
def grading_scheme(name: str) -> GradingScheme:
    """Return a kind of table by its name.

    Raises InvalidValue for an unknown one, with those there are, InvalidOntology, naming the file,
    when its definition is not understood.
    """
    if name not in grading_schemes():
        known = ", ".join(grading_schemes())
        raise InvalidValue(f"no kind of table {name!r}; there are {known}")
    path = resource_folder("ontology") / _FOLDER / f"{name}.toml"
    try:
        return _scheme(name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, re.error, tomllib.TOMLDecodeError, KgError) as error:
        raise InvalidOntology(f"{path.name} defines no kind of table: {error}") from error


def _scheme(name: str, written: Mapping[str, Any]) -> GradingScheme:
    levels = {str(key): str(value) for key, value in written["levels"].items()}
    for level in filter(None, levels.values()):
        level_named(level)
    return GradingScheme(
        name=name,
        title=written["title"],
        source=written["source"],
        study=written["study"],
        coverage=tuple(written["coverage"]),
        levels=levels,
        columns=tuple(_columns(one) for one in written["findings"]),
        level_column=written.get("level_column"),
    )


def _columns(written: Mapping[str, Any]) -> GradingColumns:
    values = {value: _grading(grading) for value, grading in written["values"].items()}
    return GradingColumns(re.compile(written["columns"]), values)


def _grading(written: Mapping[str, str]) -> Grading:
    return Grading(
        written["type"],
        Status(written["status"]),
        Severity(written["severity"]) if "severity" in written else None,
        written.get("grade"),
    )
