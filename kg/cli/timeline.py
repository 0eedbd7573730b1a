"""The lesions of a patient over time, as rows: what each study tells of each, and why."""

from collections.abc import Iterator

from kg.cli.options import AnswerFormat
from kg.cli.tables import print_rows
from kg.reasoning.lesion_changes import Size
from kg.reasoning.lesion_courses import LesionCourse, LesionHistory
from kg.reasoning.lesion_observations import LesionObservation
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.plain_values import PlainValue

__all__ = ["print_timeline"]

_COLUMNS = ("lesion", "level", "side", "date", "report", "state", "size", "reason")
#: A person reads the name of a lesion once, and the report from its date.
_SHOWN = ("lesion", "date", "state", "size", "reason")


def print_timeline(history: LesionHistory, layout: AnswerFormat) -> None:
    """Print one row for each lesion and study, from head to tail, and by date."""
    if layout is AnswerFormat.TABLE:
        print_rows(_SHOWN, [row for one in history.courses for row in _brief(one)], layout)
    else:
        print_rows(_COLUMNS, [row for one in history.courses for row in _full(one)], layout)


def _brief(course: LesionCourse) -> Iterator[dict[str, PlainValue]]:
    place = " ".join(filter(None, (course.side, course.level and f"at {course.level}")))
    for number, row in enumerate(_full(course)):
        yield row | {"lesion": f"{row['lesion']} {place}".strip() if number == 0 else ""}


def _full(course: LesionCourse) -> Iterator[dict[str, PlainValue]]:
    for seen in course.observations:
        yield {
            "lesion": load_vocabulary().findings[course.type].label,
            "level": course.level,
            "side": course.side.value if course.side else None,
            "date": seen.day,
            "report": seen.report,
            "state": seen.state.value,
            "size": _size(seen),
            "reason": seen.reason,
        }


def _size(seen: LesionObservation) -> str | None:
    measured = seen.measured
    size: Size | None = measured.after if measured else next(iter(seen.sizes), None)
    return f"{size.value} {size.unit}" if size else None
