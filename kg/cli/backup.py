"""spinekg backup: a copy of the store, made while it is in use."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.consoles import say
from kg.cli.options import opened

__all__ = ["backup"]


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is not there.")],
) -> None:
    """Copy the store at its last commit, with its key, into a folder of its own.

    Whoever has the copy has the reports: keep it as private as the store.
    """
    with opened(context) as workspace:
        made = workspace.back_up(target)
    say(f"commit {made.sequence}, {len(made.files)} files", lead="backup:", style="green")
