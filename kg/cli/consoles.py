"""Where commands speak: data on standard output, everything else on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

__all__ = ["counting", "output", "say"]


def output() -> Console:
    """Return the console of standard output; without colour when NO_COLOR is set."""
    return Console(highlight=False, markup=False, emoji=False)


def say(message: str, *, lead: str = "", style: str = "red") -> None:
    """Tell the user something on standard error, on one line, after a coloured `lead`."""
    text = Text.assemble((lead, style), " " if lead else "", message)
    Console(stderr=True, emoji=False).print(text, soft_wrap=True)


@contextmanager
def counting(task: str, total: int | None = None) -> Iterator[Callable[[int, int | None], None]]:
    """Give a function to call with what is done and how much there is; it draws a bar.

    Nothing is drawn when standard error is no terminal.
    """
    console = Console(stderr=True, emoji=False)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        bar = progress.add_task(task, total=total)

        def show(done: int, of: int | None = None) -> None:
            progress.update(bar, completed=done, total=total if of is None else of)

        yield show
