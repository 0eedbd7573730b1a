"""spinekg add: reports into the store."""

from typing import Annotated

import typer

from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
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


def add(context: typer.Context, paths: Paths, jobs: Jobs = None) -> None:
    """Read reports and add their findings to the store.

    A report that is there already stays as it is; one that has changed is replaced.
    What cannot be read is named with its place, and the rest is added.
    """
    refuse_if_all_missing(paths)
    total = expected_reports(paths)
    with opened(context, create=True) as workspace, counting("adding reports", total) as show:
        summary = workspace.add(*paths, on_progress=show, jobs=jobs)
    tell_what_stayed_out(summary)
    typer.echo(
        f"added {summary.added}, replaced {summary.replaced}, unchanged {summary.unchanged}, "
        f"set aside {len(summary.set_aside)}, refused {len(summary.refused)}"
    )
    if summary.set_aside or summary.refused:
        raise typer.Exit(REFUSED)


def tell_what_stayed_out(summary: AddSummary) -> None:
    """Name on standard error every report that is not in the store, and why."""
    for refused in summary.refused:
        say(str(refused), lead="refused:")
    for one in summary.set_aside:
        say(f"{one.report}: {'; '.join(one.reasons)}", lead="set aside:")
