"""spinekg snapshot: cohort queries over many findings, fast."""

import typer

from kg.cli.consoles import counting, say
from kg.cli.options import opened

__all__ = ["snapshot"]


def snapshot(context: typer.Context) -> None:
    """Make the columnar snapshot of the store, or bring it up to date.

    Cohort queries are answered from it, with the same rows, for as long as it shows the last
    commit; adding and removing keep it so. With 1,000 reports or more it is made by itself.
    """
    with opened(context) as workspace, counting("reading reports") as show:
        sequence = workspace.make_snapshot(on_progress=show)
    say(f"it shows commit {sequence}, the last one", lead="snapshot:", style="green")
