"""Counts as colours: findings by level and kind, and which kinds stand together.

The tables are those of the catalogue (`findings_by_type_and_level`,
`pairs_of_findings_at_the_same_level`). Needs the extra `notebooks` (altair and vl-convert).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import InvalidValue
from kg.exports.charting import altair_module, level_label, shown_levels, styled, table_rows
from kg.store.interface import Table

if TYPE_CHECKING:
    import altair

__all__ = ["co_occurrence_map", "level_heat_map"]

_CELL = 22
_LONGEST_NAME = 260
_SCHEME = "blues"


def level_heat_map(
    table: Table,
    *,
    value: str = "patients",
    most: int = 14,
    title: str = "Findings by level",
) -> "altair.Chart":
    """Return a map in which the spine stands upright and each kind of finding has a column.

    `table` has the columns finding, level and `value`; the `most` frequent kinds are shown, and
    vertebrae between the first and the last level that have none of them stay empty. Raises
    MissingExtra without the extra `notebooks`, InvalidValue for a table without rows or columns.
    """
    rows = table_rows(table, ("finding", "level", value))
    kinds = _most_frequent(rows, value, most)
    shown = [row for row in rows if row["finding"] in kinds]
    levels = shown_levels({row["level"] for row in shown})
    return _map(
        [{**row, "level": level_label(row["level"])} for row in shown],
        ("finding", kinds),
        ("level", [level_label(level) for level in levels]),
        value=value,
        title=title,
    )


def co_occurrence_map(
    table: Table, *, most: int = 14, title: str = "Findings at the same level"
) -> "altair.Chart":
    """Return a map of the patients in whom two kinds of finding stand at one level.

    `table` has the columns finding, other_finding and patients; the `most` frequent kinds are
    shown. Raises as `level_heat_map`.
    """
    rows = table_rows(table, ("finding", "other_finding", "patients"))
    turned = [{**row, "finding": row["other_finding"]} for row in rows]
    kinds = _most_frequent(rows, "patients", most)
    others = _most_frequent(turned, "patients", most)
    if {row["finding"] for row in rows} == {row["finding"] for row in turned}:
        others = kinds  # every pair is there both ways: one order for both sides
    shown = [row for row in rows if row["finding"] in kinds and row["other_finding"] in others]
    return _map(shown, ("finding", kinds), ("other_finding", others), value="patients", title=title)


def _most_frequent(rows: Sequence[dict[str, str]], value: str, most: int) -> list[str]:
    """Return the kinds of finding with the highest sums, those first."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["finding"]] = sums.get(row["finding"], 0) + int(row[value])
    return sorted(sums, key=lambda kind: (-sums[kind], kind))[:most]


def _map(
    rows: Sequence[dict[str, str]],
    across: tuple[str, list[str]],
    down: tuple[str, list[str]],
    *,
    value: str,
    title: str,
) -> "altair.Chart":
    if not rows:
        raise InvalidValue("there is nothing to draw: the table has no rows")
    altair = altair_module()
    values: list[dict[str, Any]] = [{**row, value: int(row[value])} for row in rows]
    highest: int = max(row[value] for row in values)
    axis: dict[str, Any] = {"ticks": False, "domain": False, "labelLimit": _LONGEST_NAME}
    base = altair.Chart(altair.InlineData(values=values)).encode(
        x=altair.X(f"{across[0]}:N", title=None)
        .scale(domain=across[1])
        .axis(orient="top", labelAngle=-45, **axis),
        y=altair.Y(f"{down[0]}:N", title=None).scale(domain=down[1]).axis(**axis),
    )
    cells = base.mark_rect(cornerRadius=2).encode(
        color=altair.Color(f"{value}:Q", title=value).scale(scheme=_SCHEME, domainMin=0)
    )
    numbers = base.mark_text(fontSize=10).encode(
        text=f"{value}:Q",
        color=altair.condition(
            altair.datum[value] > highest * 0.55, altair.value("white"), altair.value("black")
        ),
    )
    return styled(
        altair.layer(cells, numbers).properties(
            width=_CELL * 1.6 * len(across[1]), height=_CELL * len(down[1]), title=title
        )
    )
