"""An evaluation on standard output: its scores, its confusions, its errors."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.cli.consoles import harmless, output
from kg.cli.options import AnswerFormat
from kg.cli.tables import print_json, print_rows
from kg.evaluation.confusions import NOTHING, Confusion, UnitError, count_confusions
from kg.evaluation.evaluation import Evaluation
from kg.evaluation.scores import ALL, ANY_LEVEL, Agreement, Score
from kg.workspace.plain_values import PlainValue

__all__ = ["print_evaluation"]

_SCORES = ("group", "value", "precision", "recall", "f1", "gold", "read", "matched")
_TABLE = tuple(name for name in _SCORES if name != "value")
_GROUPS = (ALL, ANY_LEVEL, "certainty", "source", "finding")
_CONFUSIONS = ("confusion", "gold", "read", "count")
_ERRORS = ("error", "report", "finding", "level", "certainty", "confusion", "gold", "read")

Row = dict[str, PlainValue]


def print_evaluation(evaluation: Evaluation, layout: AnswerFormat, *, most: int | None = 0) -> None:
    """Print an evaluation with at most `most` errors of each kind, None for all.

    As CSV, which holds one table, the errors where any are asked for, and else the scores.
    """
    errors = list(_first_of_each(evaluation.errors, most))
    if layout is AnswerFormat.JSON:
        print_json(_record(evaluation, errors))
    elif layout is AnswerFormat.CSV:
        columns = _SCORES if most == 0 else _ERRORS
        print_rows(columns, _scores(evaluation) if most == 0 else errors, layout)
    else:
        _print_text(evaluation, errors)


def _print_text(evaluation: Evaluation, errors: Sequence[Row]) -> None:
    console = output()
    console.print(f"{evaluation.reports} reports\n")
    print_rows(_TABLE, _shown(evaluation), AnswerFormat.TABLE)
    console.print()
    for line in _summary(evaluation):
        console.print(line)
    if confusions := _confusions(evaluation):
        console.print()
        print_rows(_CONFUSIONS, confusions, AnswerFormat.TABLE)
    if errors:
        console.print()
    for error in errors:
        console.print(harmless(_line(error)), soft_wrap=True)


def _line(error: Row) -> str:
    """Return one error as words: "missed R1 DiscBulge L4-L5 present: other level, read L5-S1"."""
    place = error["level"] or NOTHING
    unit = f"{error['error']} {error['report']} {error['finding']} {place} {error['certainty']}"
    if error["confusion"] in (Confusion.NOT_READ, Confusion.NOT_GOLD):
        return f"{unit}: {error['confusion']}"
    return f"{unit}: {error['confusion']}, gold {error['gold']}, read {error['read']}"


def _summary(evaluation: Evaluation) -> Iterator[str]:
    interval = evaluation.interval
    if interval is not None:
        yield f"95 % interval of F1 over reports: {interval.low} to {interval.high}"
    for name, agreement in (("laterality", evaluation.side), ("severity", evaluation.severity)):
        yield (
            f"{name} right on {agreement.share} of matched units "
            f"({agreement.same} of {agreement.matched})"
        )


def _shown(evaluation: Evaluation) -> list[Row]:
    """Return the scores without sources where each report is a source of its own."""
    rows = _scores(evaluation)
    sources = sum(row["group"] == "source" for row in rows)
    return [
        {**row, "group": _name(row)}
        for row in rows
        if row["group"] != "source" or sources < evaluation.reports
    ]


def _name(row: Row) -> str:
    """Return what a group is called in a table, where classes speak for themselves."""
    return str(row["value"] if row["group"] == "finding" else f"{row['group']} {row['value']}")


def _scores(evaluation: Evaluation) -> list[Row]:
    """Return one row a group: what is pooled first, finding classes last."""
    rows: list[Row] = []
    for name, score in evaluation.scores.items():
        kind, value = (name, "") if name in (ALL, ANY_LEVEL) else name.split(" ", 1)
        rows.append({"group": kind, "value": value, **_numbers(score)})
    return sorted(rows, key=lambda row: _GROUPS.index(str(row["group"])))


def _numbers(score: Score) -> Row:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "gold": score.gold,
        "read": score.read,
        "matched": score.matched,
    }


def _confusions(evaluation: Evaluation) -> list[Row]:
    return [
        {
            "confusion": one.confusion.value,
            "gold": one.gold,
            "read": one.read,
            "count": one.count,
        }
        for one in count_confusions(evaluation.errors)
    ]


def _first_of_each(errors: Sequence[UnitError], most: int | None) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    for one in errors:
        seen[one.error] += 1
        if most is None or seen[one.error] <= most:
            yield _error(one)


def _error(one: UnitError) -> Row:
    return {
        "error": one.error.value,
        "report": one.report,
        "finding": one.unit.finding,
        "level": one.unit.level,
        "certainty": one.unit.status,
        "confusion": one.confusion.value,
        "gold": one.gold,
        "read": one.read,
    }


def _record(evaluation: Evaluation, errors: Sequence[Row]) -> dict[str, object]:
    interval = evaluation.interval
    return {
        "reports": evaluation.reports,
        "scores": {name: _numbers(score) for name, score in evaluation.scores.items()},
        "f1_interval": [interval.low, interval.high] if interval else None,
        "laterality": _agreement(evaluation.side),
        "severity": _agreement(evaluation.severity),
        "confusions": _confusions(evaluation),
        "errors": list(errors),
    }


def _agreement(agreement: Agreement) -> dict[str, PlainValue]:
    return {"share": agreement.share, "same": agreement.same, "matched": agreement.matched}
