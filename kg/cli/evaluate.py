"""spinekg evaluate: how well reports are read, against findings that people wrote down."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from kg.adapters.handed_in_records import FindingsFormat
from kg.cli.consoles import counting, say
from kg.cli.evaluation_output import print_evaluation
from kg.cli.failures import REFUSED
from kg.cli.findings_option import (
    FindingsFile,
    FindingsLayout,
    findings_of,
    tell_what_was_refused,
)
from kg.cli.options import AnswerFormat, Paths, refuse_if_all_missing
from kg.evaluation.annotations import Annotations
from kg.evaluation.evaluation import evaluate_reports
from kg.evaluation.matching import Matching, match_reports
from kg.evaluation.scores import ScoredReport
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.extraction import reports_of, rule_reader

__all__ = ["evaluate"]


def evaluate(  # noqa: PLR0913 (one parameter for each option)
    gold: Annotated[
        str,
        typer.Argument(
            metavar="GOLD", help="Gold findings, one record a line.", show_default=False
        ),
    ],
    paths: Paths,
    errors: Annotated[
        int, typer.Option("--errors", min=0, metavar="N", help="List N errors of each kind.")
    ] = 0,
    list_all: Annotated[bool, typer.Option("--list", help="List every error.")] = False,
    findings: FindingsFile = None,
    findings_layout: FindingsLayout = FindingsFormat.SPINEKG,
    layout: Annotated[
        AnswerFormat,
        typer.Option("--format", help="csv: the scores, or the errors where they are listed."),
    ] = AnswerFormat.TABLE,
) -> None:
    """Score what is read in reports against gold findings, and list what was taken for what.

    A line of GOLD is {"id", "findings": [{"finding", "levels", "laterality", "severity",
    "certainty"}]}. What must match is a finding at one level with its certainty; side and degree
    are compared where it does. With --findings, those of another extractor are scored.
    """
    refuse_if_all_missing([gold])
    refuse_if_all_missing(paths)
    vocabulary = load_vocabulary()
    given = findings_of(findings, findings_layout)
    matching = match_reports(Path(gold), reports_of(paths), Annotations.of(vocabulary))
    reader = rule_reader() if given is None else given.reader
    with counting("reading reports", len(matching.pairs)) as show:
        scored = _counted(matching.scored(reader, vocabulary), show)
        evaluation = evaluate_reports(scored)
    print_evaluation(evaluation, layout, most=None if list_all else errors)
    _tell(matching)
    if tell_what_was_refused(given) or matching.refused:
        raise typer.Exit(REFUSED)


def _counted(
    reports: Iterable[ScoredReport], show: Callable[[int, int | None], None]
) -> Iterator[ScoredReport]:
    for count, report in enumerate(reports, start=1):
        yield report
        show(count, None)


def _tell(matching: Matching) -> None:
    """Say on standard error what was not scored."""
    for refused in matching.refused:
        say(str(refused), lead="refused:")
    if matching.without_gold:
        say(
            f"reports without gold, which were not scored: {matching.without_gold}",
            lead="note:",
            style="yellow",
        )
