"""Findings by level as a picture: a histogram for a page, a histogram for a terminal.

The page's needs the extra `notebooks` (altair and vl-convert); the terminal's needs nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InvalidValue, MissingExtra
from kg.exports.charting import COLOURS, altair_module, level_label, shown_levels, styled
from kg.exports.whole_files import whole_file
from kg.findings.qualities import Status

if TYPE_CHECKING:
    import altair

__all__ = ["LevelCount", "histogram_lines", "level_histogram", "write_chart"]

_COLOURS: Mapping[Status, str] = {
    Status.PRESENT: COLOURS["blue"],
    Status.POSSIBLE: COLOURS["orange"],
    Status.ABSENT: COLOURS["pale"],
}
_BAR_HEIGHT = 15
_WIDTH = 520
_SCALE = 2.0
_PARTS_OF_A_CELL = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many findings (or patients) there are at one level, with one status."""

    level: str
    count: int
    status: Status = Status.PRESENT

    def __post_init__(self) -> None:
        if self.count < 0:
            raise InvalidValue(f"there cannot be {self.count!r} findings at {self.level}")


def level_histogram(
    counts: Iterable[LevelCount], *, title: str = "Findings by level", unit: str = "findings"
) -> "altair.Chart":
    """Return a histogram in which the spine stands upright, with one bar for each level.

    Vertebrae between the first and the last that have no findings are shown empty: a gap is a
    fact. What is not at a level (a region) stands below. The bars of one level are stacked:
    present first, then possible, then absent.

    Raises MissingExtra without the extra `notebooks`, InvalidValue when there is nothing to show.
    """
    rows = tuple(counts)
    if not rows:
        raise InvalidValue("there are no findings to draw")
    altair = altair_module()
    levels = [level_label(level) for level in shown_levels({row.level for row in rows})]
    statuses = [status for status in _COLOURS if any(row.status is status for row in rows)]
    data = altair.InlineData(values=_records(rows, statuses))
    bars = altair.Chart(data, title=title).mark_bar()
    return styled(
        bars.encode(
            x=altair.X("sum(count):Q")
            .title(f"Number of {unit}")
            .axis(tickMinStep=1, format="d", gridColor=COLOURS["line"], domain=False, ticks=False),
            y=altair.Y("level:N")
            .title(None)
            .scale(domain=levels, paddingInner=0.25)
            .axis(ticks=False, domainColor=COLOURS["grey"]),
            color=altair.Color("status:N")
            .scale(domain=statuses, range=[_COLOURS[status] for status in statuses])
            .legend(title=None, orient="top", symbolType="square")
            if len(statuses) > 1
            else altair.value(_COLOURS[statuses[0]]),
            order=altair.Order("place:Q"),
        ).properties(width=_WIDTH, height=_BAR_HEIGHT * len(levels))
    )


def write_chart(chart: "altair.Chart", path: Path) -> None:
    """Write a chart as PNG or SVG, as the file's name ends; no browser and no network.

    Raises InvalidValue for another ending, MissingExtra without the extra `notebooks`,
    UnwritableOutput when the file cannot be written.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra("notebooks") from error
    specification = chart.to_dict()
    match path.suffix.lower():
        case ".png":
            content = vl_convert.vegalite_to_png(specification, scale=_SCALE)
        case ".svg":
            content = vl_convert.vegalite_to_svg(specification).encode("utf-8")
        case ending:
            raise InvalidValue(f"a chart is not written as {ending!r}; expected .png or .svg")
    with whole_file(path) as output:
        output.write(content)


def histogram_lines(counts: Mapping[str, int], *, width: int = 60) -> tuple[str, ...]:
    r"""Return a histogram of plain text, one line for each level, at most `width` wide.

    >>> print(*histogram_lines({"L1": 2, "T11": 4}, width=16), sep="\n")
    T11 ██████████ 4
    T12
    L1  █████      2
    """
    if not counts:
        return ()
    levels = shown_levels(counts.keys())
    label_width = max(len(level_label(level)) for level in levels)
    number_width = len(str(max(counts.values())))
    room = max(width - label_width - number_width - 2, 1)
    unit = room / max(*counts.values(), 1)
    return tuple(
        f"{level_label(level):{label_width}} {_bar(count * unit):{room}} {count:>{number_width}}"
        if (count := counts.get(level, 0))
        else level_label(level)
        for level in levels
    )


def _bar(cells: float) -> str:
    eighths = max(round(cells * 8), 1)
    return "█" * (eighths // 8) + _PARTS_OF_A_CELL[eighths % 8].strip()


def _records(rows: Sequence[LevelCount], statuses: Sequence[Status]) -> list[dict[str, object]]:
    return [
        {
            "level": level_label(row.level),
            "count": row.count,
            "status": row.status.value,
            "place": statuses.index(row.status),
        }
        for row in rows
    ]
