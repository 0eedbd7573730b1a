"""spinekg restore: a backup in the place of the store."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.consoles import say
from kg.cli.options import settings_of
from kg.store.backups import restore as put_back

__all__ = ["restore"]


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `spinekg backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Lose the store that is there now.")
    ] = False,
) -> None:
    """Put a backup in the place of the store, after checking every byte of it."""
    if not source.is_dir():
        raise typer.BadParameter(f"no such folder: {str(source)!r}")
    made = put_back(source, settings_of(context).store, replace=replace)
    say(f"the store is at commit {made.sequence}", lead="restored:", style="green")
