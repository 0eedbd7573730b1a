"""spinekg add: reports into the store."""

from typing import Annotated

import typer

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

Jobs = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Processes that read reports, when there are many; by default one for each core.",
        show_default=False,
    ),
]


def add(
    context: typer.Context,
    paths: Paths,
    jobs: Jobs = None,
    findings: FindingsFile = None,
    findings_layout: FindingsLayout = FindingsFormat.SPINEKG,
) -> None:
    """Read reports and add their findings to the store.

    A report that is there already stays as it is; one that has changed is replaced.
    What cannot be read is named with its place, and the rest is added. With --findings, those of
    another extractor are added, after the same checks: a quote that is not in the report is
    refused.
    """
    refuse_if_all_missing(paths)
    given = findings_of(findings, findings_layout)
    total = expected_reports(paths)
    with opened(context, create=True) as workspace, counting("adding reports", total) as show:
        reader = given.reader if given else None
        summary = workspace.add(*paths, on_progress=show, jobs=jobs, reader=reader)
    tell_what_stayed_out(summary)
    is_any_refused = tell_what_was_refused(given)
    typer.echo(
        f"added {summary.added}, replaced {summary.replaced}, unchanged {summary.unchanged}, "
        f"set aside {len(summary.set_aside)}, refused {len(summary.refused)}"
    )
    if summary.set_aside or summary.refused or is_any_refused:
        raise typer.Exit(REFUSED)


def tell_what_stayed_out(summary: AddSummary) -> None:
    """Name on standard error every report that is not in the store, and why."""
    for refused in summary.refused:
        say(str(refused), lead="refused:")
    for one in summary.set_aside:
        say(f"{one.report}: {'; '.join(one.reasons)}", lead="set aside:")
