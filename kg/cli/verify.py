"""spinekg verify: whether all is there that was said to be stored."""

from pathlib import Path
from shlex import quote

import typer

from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
from kg.cli.options import opened, settings_of
from kg.errors import StoreDamaged
from kg.workspace.care import Care

__all__ = ["verify"]


def verify(context: typer.Context) -> None:
    """Read the whole store and compare it with the ledger of what was committed.

    One line for each damaged graph: its IRI, which is that of the report, and what is wrong; then
    the ways back. Every other command makes the short form of this check when it opens the store.
    """
    with opened(context) as workspace:
        care = workspace.care
        try:
            with counting("reading graphs") as show:
                found = workspace.verify(on_progress=show)
        except StoreDamaged:
            _say_way_back(care, settings_of(context).store)
            raise
    for damage in found:
        typer.echo(f"{damage.graph or 'the store'}\t{damage.what}")
    if found:
        _say_way_back(care, settings_of(context).store)
        raise typer.Exit(REFUSED)
    say("whole: every graph holds what was committed", lead="verify:", style="green")


def _say_way_back(care: Care, store: Path) -> None:
    for path in reversed(care.backups()):
        if path.exists():
            command = f"spinekg --store {quote(str(store))} restore --replace {quote(str(path))}"
            say(command, lead="way back:", style="yellow")
    for path in care.sources():
        say(f"spinekg --store NEW add {quote(str(path))}", lead="or:", style="yellow")
