"""spinekg ask: a question in plain words."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from kg.asking.answers import Answer
from kg.cli.consoles import say
from kg.cli.options import AnswerFormat, opened
from kg.cli.tables import print_json, print_rows
from kg.workspace.plain_values import PlainValue, columns_of, plain_rows

__all__ = ["ask", "print_answer"]

#: Columns of the printed table, without those that are empty in every row. The finding is left
#: out too when it is the same in all: how the question was read names it.
_SHOWN = ("patient", "date", "finding", "level", "severity", "side", "sentence")


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In plain words, quoted.")],
    layout: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write the answer.")
    ] = AnswerFormat.TABLE,
    show_sparql: Annotated[
        bool, typer.Option("--show-sparql", help="Print the SPARQL query before the answer.")
    ] = False,
) -> None:
    """Answer a question in plain words, with the sentences of the reports.

    It may name findings, levels, ranges, regions and junctions, side, degree, dates, "absent" and
    "possible", "and" and "without", "how many". How it was read is said on standard error.
    """
    with opened(context) as workspace:
        answer = workspace.ask(question)
    if show_sparql:
        stream = sys.stdout if layout is AnswerFormat.TABLE else sys.stderr
        stream.write(answer.sparql.strip() + "\n\n")
    for note in answer.notes:
        say(note, lead="note:", style="yellow")
    print_answer(answer, layout)


def print_answer(answer: Answer, layout: AnswerFormat) -> None:
    """Print an answer: its rows, or the number alone when the question was how many."""
    if layout is AnswerFormat.JSON:
        print_json(
            {
                "question": answer.question.text,
                "notes": answer.notes,
                "sparql": answer.sparql,
                "count": answer.count,
                "rows": [asdict(row) for row in answer.rows],
            }
        )
    elif layout is AnswerFormat.CSV:
        print_rows(columns_of(answer), plain_rows(answer), layout)
    else:
        _print_table(answer)


def _print_table(answer: Answer) -> None:
    wanted = answer.question.wanted.value
    counted = f"{answer.count} {wanted if answer.count != 1 else wanted.removesuffix('s')}"
    if answer.question.is_count:
        typer.echo(counted)
        return
    rows: list[dict[str, PlainValue]] = [
        {
            "patient": row.patient,
            "date": row.study_date,
            "finding": row.finding,
            "level": row.level,
            "severity": row.severity,
            "side": row.side,
            "sentence": " … ".join(row.sentences) or None,
        }
        for row in answer.rows
    ]
    columns = [name for name in _SHOWN if any(row[name] is not None for row in rows)]
    if "finding" in columns and len({row["finding"] for row in rows}) == 1:
        columns.remove("finding")
    if rows:
        print_rows(columns, rows, AnswerFormat.TABLE)
    say(counted, lead="answer:", style="green")
