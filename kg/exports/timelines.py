"""The lesions of a patient over time as a picture: a row a lesion, a mark a study.

Needs the extra `notebooks` (altair and vl-convert).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import InvalidValue
from kg.exports.charting import COLOURS, altair_module, styled
from kg.reasoning.lesion_courses import LesionCourse, LesionHistory
from kg.reasoning.lesion_observations import CourseState, LesionObservation
from kg.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    import altair

__all__ = ["lesion_timeline"]

#: Colour and shape of each state, so that neither alone has to tell; those of no news are hollow.
_MARKS: Mapping[CourseState, tuple[str, str]] = MappingProxyType(
    {
        CourseState.FIRST_SEEN: (COLOURS["blue"], "circle"),
        CourseState.NEW: (COLOURS["red"], "cross"),
        CourseState.LARGER: (COLOURS["red"], "triangle-up"),
        CourseState.STABLE: (COLOURS["sky"], "square"),
        CourseState.STILL_PRESENT: (COLOURS["sky"], "circle"),
        CourseState.SMALLER: (COLOURS["green"], "triangle-down"),
        CourseState.RESOLVED: (COLOURS["green"], "diamond"),
        CourseState.DENIED: (COLOURS["grey"], "diamond"),
        CourseState.POSSIBLE: (COLOURS["orange"], "circle"),
        CourseState.UNCLEAR: (COLOURS["orange"], "square"),
        CourseState.NOT_MENTIONED: (COLOURS["pale"], "circle"),
        CourseState.NOT_IMAGED: (COLOURS["pale"], "square"),
        CourseState.IMAGING_UNKNOWN: (COLOURS["pale"], "triangle-right"),
    }
)
_ROW_HEIGHT = 26
_WIDTH = 520
_LONGEST_NAME = 320


def lesion_timeline(
    history: LesionHistory, *, title: str = "Lesions from study to study"
) -> "altair.Chart":
    """Return a chart with a row for each lesion from head to tail, and time from left to right.

    A mark says by colour and shape what a study tells of the lesion; a size stands beside it where
    one was measured. Raises MissingExtra without the extra `notebooks`, InvalidValue when there
    is no lesion.
    """
    if not history.courses:
        raise InvalidValue("there are no lesions to draw; a timeline needs studies with dates")
    altair = altair_module()
    rows = [row for course in history.courses for row in _rows(course)]
    names = list(dict.fromkeys(str(row["lesion"]) for row in rows))
    told = {row["state"] for row in rows}
    states = [state for state in _MARKS if state.value in told]
    days = sorted({row["day"] for row in rows})
    day = (
        altair.X("day:T", title=None)
        .scale(type="utc", padding=24)
        .axis(
            values=days,
            format="%Y-%m-%d",
            labelOverlap=True,
            gridColor=COLOURS["line"],
            domain=False,
            ticks=False,
        )
    )
    lesion = (
        altair.Y("lesion:N", title=None)
        .scale(domain=names)
        .axis(ticks=False, domain=False, labelLimit=_LONGEST_NAME, labelPadding=8, grid=False)
    )
    base = altair.Chart(altair.InlineData(values=rows)).encode(x=day, y=lesion)
    lines = base.mark_line(color=COLOURS["pale"], strokeWidth=1.5).encode(detail="lesion:N")
    marks = base.mark_point(filled=True, size=110, opacity=1).encode(
        color=altair.Color("state:N", title=None)
        .scale(domain=[one.value for one in states], range=[_MARKS[one][0] for one in states])
        .legend(orient="top", columns=6),
        shape=altair.Shape("state:N", title=None).scale(
            domain=[one.value for one in states], range=[_MARKS[one][1] for one in states]
        ),
        tooltip=["lesion:N", "day:T", "state:N", "reason:N"],
    )
    sizes = base.mark_text(dx=9, dy=-8, align="left", fontSize=10).encode(text="size:N")
    layers = altair.layer(lines, marks, sizes).properties(
        width=_WIDTH, height=_ROW_HEIGHT * len(names), title=title
    )
    return styled(layers)


def _rows(course: LesionCourse) -> Iterator[dict[str, str]]:
    for seen in course.observations:
        yield {
            "lesion": _name(course),
            "day": seen.day.isoformat(),
            "state": seen.state.value,
            "reason": seen.reason,
            "size": _size(seen),
        }


def _name(course: LesionCourse) -> str:
    label = load_vocabulary().findings[course.type].label
    return " ".join(filter(None, (course.level, course.side, label)))


def _size(seen: LesionObservation) -> str:
    measured = seen.measured
    size = measured.after if measured else next(iter(seen.sizes), None)
    return f"{size.value.normalize():f} {size.unit}" if size else ""
