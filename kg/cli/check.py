"""spinekg check: the store against the shapes."""

import typer

from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
from kg.cli.options import opened

__all__ = ["check"]


def check(context: typer.Context) -> None:
    """Check every stored report against the shapes of the ontology.

    One line for each violation: the report, the node, what is wrong. Reports that were set aside
    when they came are counted on standard error.
    """
    with opened(context) as workspace, counting("checking reports") as show:
        violations = workspace.check(on_progress=show)
        waiting = len(workspace.set_aside())
    for violation in violations:
        typer.echo(f"{violation.report}\t{violation.focus}\t{violation.message}")
    if waiting:
        say(f"{waiting} reports are set aside and not in the store", lead="note:", style="yellow")
    if violations:
        raise typer.Exit(REFUSED)
    say("clean: every report passes the shapes", lead="check:", style="green")
