"""What the charts of this package share: colours, fonts, the spine standing upright."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.anatomy.levels import LEVELS, VARIANT_VERTEBRAE, LevelKind
from kg.errors import InvalidValue, MissingExtra
from kg.store.interface import Table

if TYPE_CHECKING:
    import altair

__all__ = ["COLOURS", "altair_module", "level_label", "shown_levels", "styled", "table_rows"]

#: Readable with red-green colour blindness and in grey (Okabe and Ito, 2008).
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#0072B2",
        "orange": "#E69F00",
        "green": "#009E73",
        "red": "#D55E00",
        "purple": "#CC79A7",
        "sky": "#56B4E9",
        "grey": "#9AA0A6",
        "pale": "#C8CDD3",
        "line": "#E8EAED",
    }
)


def altair_module() -> Any:  # noqa: ANN401 (a module has no type of its own)
    """Return altair; raises MissingExtra without the extra `notebooks`."""
    try:
        import altair
    except ImportError as error:
        raise MissingExtra("notebooks") from error
    return altair


def shown_levels(named: Iterable[str]) -> list[str]:
    """Return the named levels and the vertebrae between them, cranial to caudal, regions last."""
    names = set(named)
    at_levels = [level for level in LEVELS.values() if level.name in names]
    regions = sorted(names - LEVELS.keys())
    if not at_levels:
        return regions
    first, last = at_levels[0].order, at_levels[-1].order
    between = [
        level.name
        for level in LEVELS.values()
        if level.name in names
        or (
            first < level.order < last
            and level.kind is LevelKind.VERTEBRAL
            and level.name not in VARIANT_VERTEBRAE
        )
    ]
    return between + regions


def level_label(level: str) -> str:
    """Return a level as it is, a region in words: "LumbarSpine" is the lumbar spine."""
    return level if level in LEVELS else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", level).lower()


def table_rows(table: Table, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a table as text by column; raises InvalidValue without a column."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise InvalidValue(f"the table has no column {missing[0]!r}; it has {list(table.columns)}")
    places = [table.columns.index(name) for name in columns]
    return [
        {
            name: "" if row[place] is None else str(row[place])
            for name, place in zip(columns, places, strict=True)
        }
        for row in table.rows
    ]


def styled(chart: Any) -> "altair.Chart":  # noqa: ANN401 (layered charts too)
    """Return a chart with the fonts and the frame of this package."""
    found: altair.Chart = (
        chart.configure_view(stroke=None)
        .configure_axis(labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
        .configure_title(anchor="start", fontSize=15, offset=10, subtitleFontSize=12)
        .configure_legend(labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
    )
    return found
