"""spinekg add: reports into the store."""

from collections.abc import Sequence
from typing import Annotated

import typer

from kg.adapters.grading_scheme import grading_schemes
from kg.adapters.handed_in_records import FindingsFormat
from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
from kg.cli.findings_option import (
    FindingsFile,
    FindingsLayout,
    findings_of,
    tell_what_was_refused,
)
from kg.cli.options import Paths, expected_reports, opened, refuse_if_all_missing
from kg.store.ingest import AddSummary

__all__ = ["Jobs", "add", "tell_what_stayed_out"]

_DERIVING = "deriving patients"

Jobs = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Processes that read reports, when there are many; by default one for each core.",
        show_default=False,
    ),
]

GradingKind = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="KIND",
        help="The files are tables of gradings of this kind: rsna2024, spider.",
    ),
]


def add(  # noqa: PLR0913 (an option each)
    context: typer.Context,
    paths: Paths,
    jobs: Jobs = None,
    findings: FindingsFile = None,
    findings_layout: FindingsLayout = FindingsFormat.SPINEKG,
    table: GradingKind = None,
) -> None:
    """Read reports and add their findings to the store.

    A report that is there already stays as it is; one that has changed is replaced.
    What cannot be read is named with its place, and the rest is added. With --findings, those of
    another extractor are added, after the same checks: a quote that is not in the report is
    refused. With --table, the files are tables of gradings with a study in each row.
    """
    refuse_if_all_missing(paths)
    if table is not None:
        _add_tables(context, paths, table, is_alone=findings is None)
        return
    given = findings_of(findings, findings_layout)
    total = expected_reports(paths)
    with opened(context, create=True) as workspace, counting("adding reports", total) as show:
        reader = given.reader if given else None
        summary = workspace.add(
            *paths, on_progress=show, on_deriving=show.then(_DERIVING), jobs=jobs, reader=reader
        )
    is_any_refused = tell_what_was_refused(given)
    if _tell([summary]) or is_any_refused:
        raise typer.Exit(REFUSED)


def _add_tables(context: typer.Context, paths: Paths, kind: str, *, is_alone: bool) -> None:
    if not is_alone:
        raise typer.BadParameter("--table and --findings exclude each other")
    if kind not in grading_schemes():
        known = ", ".join(grading_schemes())
        raise typer.BadParameter(f"no kind of table {kind!r}; there are {known}")
    with opened(context, create=True) as workspace, counting("adding studies", None) as show:
        deriving = show.then(_DERIVING)
        summaries = [
            workspace.add_table(path, kind, on_progress=show, on_deriving=deriving)
            for path in paths
        ]
    if _tell(summaries):
        raise typer.Exit(REFUSED)


def _tell(summaries: Sequence[AddSummary]) -> bool:
    """Say what became of the reports, and return whether any stayed out."""
    for summary in summaries:
        tell_what_stayed_out(summary)
    set_aside = sum(len(one.set_aside) for one in summaries)
    refused = sum(len(one.refused) for one in summaries)
    typer.echo(
        f"added {sum(one.added for one in summaries)}, "
        f"replaced {sum(one.replaced for one in summaries)}, "
        f"unchanged {sum(one.unchanged for one in summaries)}, "
        f"set aside {set_aside}, refused {refused}"
    )
    return bool(set_aside or refused)


def tell_what_stayed_out(summary: AddSummary) -> None:
    """Name on standard error every report that is not in the store, and why."""
    for refused in summary.refused:
        say(str(refused), lead="refused:")
    for one in summary.set_aside:
        say(f"{one.report}: {'; '.join(one.reasons)}", lead="set aside:")
