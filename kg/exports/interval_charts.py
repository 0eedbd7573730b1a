"""Intervals as pictures: prevalence with its confidence, scores of tumours with their range.

The tables are those of the catalogue (`prevalence_by_level`, `sins_intervals`). Needs the extra
`notebooks` (altair and vl-convert).
"""

from typing import TYPE_CHECKING, Any

from kg.errors import InvalidValue
from kg.exports.charting import COLOURS, altair_module, level_label, styled, table_rows
from kg.store.interface import Table

if TYPE_CHECKING:
    import altair

__all__ = ["prevalence_chart", "sins_chart"]

_ROW = 20
_WIDTH = 460
#: The categories of the score: name, first and last points, colour (Fisher et al. 2010).
_BANDS = (
    ("stable", 0, 6, "#E6F2EC"),
    ("potentially unstable", 7, 12, "#FDF3DC"),
    ("unstable", 13, 18, "#FBE6DD"),
)


def prevalence_chart(table: Table, *, title: str = "Prevalence by level") -> "altair.Chart":
    """Return the percentage at each level, of the patients imaged there, with its 95 % interval.

    `table` has the columns level, percent, low, high, counted and imaged. Raises MissingExtra
    without the extra `notebooks`, InvalidValue for a table without rows or these columns.
    """
    rows = _numbered(table, ("level",), ("percent", "low", "high", "counted", "imaged"))
    for row in rows:
        row["level"] = level_label(str(row["level"]))
        row["of"] = f"{row['counted']:g} of {row['imaged']:g}"
    altair = altair_module()
    levels = [row["level"] for row in rows]
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        y=altair.Y("level:N", title=None)
        .scale(domain=list(dict.fromkeys(levels)))
        .axis(ticks=False, domain=False, labelPadding=6)
    )
    percent = (
        altair.X("low:Q", title="% of the patients imaged at the level (95 % interval)")
        .scale(domainMin=0, nice=True)
        .axis(gridColor=COLOURS["line"], domain=False, ticks=False)
    )
    lines = base.mark_rule(strokeWidth=2, color=COLOURS["sky"]).encode(x=percent, x2="high:Q")
    points = base.mark_point(filled=True, size=70, opacity=1, color=COLOURS["blue"]).encode(
        x="percent:Q"
    )
    words = base.mark_text(align="left", dx=6, fontSize=10, color="#5F6368").encode(
        x="high:Q", text="of:N"
    )
    return styled(
        altair.layer(lines, points, words).properties(
            width=_WIDTH, height=_ROW * len(set(levels)), title=title
        )
    )


def sins_chart(
    table: Table, *, title: str = "Spinal instability scores (SINS)", most: int = 30
) -> "altair.Chart":
    """Return the interval of each tumour's score before the bands of the published categories.

    `table` has the columns report, level, lowest and highest; the first `most` rows are drawn.
    Raises as `prevalence_chart`.
    """
    rows = _numbered(table, ("report", "level"), ("lowest", "highest"))[:most]
    for row in rows:
        row["tumor"] = f"{row['report']}  {row['level']}"
        row["range"] = f"{row['lowest']:g} to {row['highest']:g}"
    altair = altair_module()
    bands = (
        altair.Chart(
            altair.InlineData(
                values=[
                    {"name": name, "from": first - 0.5, "to": last + (0.5 if last < 18 else 1.5)}
                    for name, first, last, _ in _BANDS
                ]
            )
        )
        .mark_rect()
        .encode(
            x=altair.X("from:Q", title="points that the report leaves possible")
            .scale(domain=[-0.5, 19.5], nice=False)
            .axis(values=[0, 6, 12, 18], domain=False, ticks=False, grid=False),
            x2="to:Q",
            color=altair.Color("name:N", title=None)
            .scale(domain=[one[0] for one in _BANDS], range=[one[3] for one in _BANDS])
            .legend(orient="top", symbolType="square"),
        )
    )
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        y=altair.Y("tumor:N", title=None)
        .scale(domain=[row["tumor"] for row in rows])
        .axis(ticks=False, domain=False, labelPadding=6, labelLimit=260)
    )
    ranges = base.mark_rule(strokeWidth=4, color=COLOURS["blue"]).encode(
        x="lowest:Q", x2="highest:Q"
    )
    ends = [
        base.mark_text(align=align, dx=shift, fontSize=10).encode(x=f"{end}:Q", text=f"{end}:Q")
        for end, align, shift in (("lowest", "right", -5), ("highest", "left", 5))
    ]
    return styled(
        altair.layer(bands, ranges, *ends).properties(
            width=_WIDTH,
            height=_ROW * len(rows),
            title={
                "text": title,
                "subtitle": "computed from text, an interval where parts are missing; "
                "not medical advice",
            },
        )
    )


def _numbered(
    table: Table, words: tuple[str, ...], numbers: tuple[str, ...]
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {**row, **{name: float(row[name]) for name in numbers}}
        for row in table_rows(table, (*words, *numbers))
    ]
    if not rows:
        raise InvalidValue("there is nothing to draw: the table has no rows")
    return rows
