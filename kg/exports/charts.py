"""Findings by level as a picture: a histogram for a page, a histogram for a terminal.

The page's needs the extra `notebooks` (altair and vl-convert); the terminal's needs nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.anatomy.levels import LEVELS, VARIANT_VERTEBRAE, LevelKind
from kg.errors import InvalidValue, MissingExtra
from kg.exports.whole_files import whole_file
from kg.findings.qualities import Status

if TYPE_CHECKING:
    import altair

__all__ = ["LevelCount", "histogram_lines", "level_histogram", "write_chart"]

#: Readable with red-green colour blindness and in grey (Okabe and Ito, 2008).
_COLOURS: Mapping[Status, str] = {
    Status.PRESENT: "#0072B2",
    Status.POSSIBLE: "#E69F00",
    Status.ABSENT: "#C8CDD3",
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
    try:
        import altair
    except ImportError as error:
        raise MissingExtra("notebooks") from error
    levels = [_label(level) for level in _shown_levels({row.level for row in rows})]
    statuses = [status for status in _COLOURS if any(row.status is status for row in rows)]
    data = altair.InlineData(values=_records(rows, statuses))
    bars = altair.Chart(data, title=title).mark_bar()
    return _styled(
        bars.encode(
            x=altair.X("sum(count):Q")
            .title(f"Number of {unit}")
            .axis(tickMinStep=1, format="d", gridColor="#E8EAED", domain=False, ticks=False),
            y=altair.Y("level:N")
            .title(None)
            .scale(domain=levels, paddingInner=0.25)
            .axis(ticks=False, domainColor="#9AA0A6"),
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
    levels = _shown_levels(counts.keys())
    label_width = max(len(_label(level)) for level in levels)
    number_width = len(str(max(counts.values())))
    room = max(width - label_width - number_width - 2, 1)
    unit = room / max(*counts.values(), 1)
    return tuple(
        f"{_label(level):{label_width}} {_bar(count * unit):{room}} {count:>{number_width}}"
        if (count := counts.get(level, 0))
        else _label(level)
        for level in levels
    )


def _shown_levels(named: Iterable[str]) -> list[str]:
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


def _label(level: str) -> str:
    """Return a level as it is, a region in words: "LumbarSpine" is the lumbar spine."""
    return level if level in LEVELS else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", level).lower()


def _bar(cells: float) -> str:
    eighths = max(round(cells * 8), 1)
    return "█" * (eighths // 8) + _PARTS_OF_A_CELL[eighths % 8].strip()


def _records(rows: Sequence[LevelCount], statuses: Sequence[Status]) -> list[dict[str, object]]:
    return [
        {
            "level": _label(row.level),
            "count": row.count,
            "status": row.status.value,
            "place": statuses.index(row.status),
        }
        for row in rows
    ]


def _styled(chart: "altair.Chart") -> "altair.Chart":
    styled: altair.Chart = (
        chart.configure_view(stroke=None)
        .configure_axis(labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
        .configure_title(anchor="start", fontSize=15, offset=10)
    )
    return styled
