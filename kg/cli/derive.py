"""spinekg derive: what follows from the reports, computed anew."""

import typer

from kg.cli.consoles import counting
from kg.cli.options import opened

__all__ = ["derive"]


def derive(context: typer.Context) -> None:
    """Derive grades, lesions over time and contradictions anew from all reports.

    Adding and removing reports keep them up to date by themselves. Derived facts are kept apart
    from what reports state, name the findings they rest on, and are not medical advice.
    """
    with opened(context) as workspace, counting("deriving patients", None) as show:
        summary = workspace.derive(on_progress=show)
    typer.echo(f"derived facts of {summary.patients} patients, {summary.changed} changed")
