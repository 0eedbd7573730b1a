"""Where commands speak: data on standard output, everything else on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

__all__ = ["Counter", "counting", "harmless", "output", "say", "shows_progress"]

#: Control characters but tab and line feed: some move the cursor or rename the window.
_CONTROLS = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in "\t\n"
}


def harmless(text: str) -> str:
    """Return text of the same length that cannot command a terminal."""
    return text.replace("\r\n", " \n").translate(_CONTROLS)


def output() -> Console:
    """Return the console of standard output; without colour when NO_COLOR is set."""
    return Console(highlight=False, markup=False, emoji=False)


def say(message: str, *, lead: str = "", style: str = "red") -> None:
    """Tell the user something on standard error, on one line, after a coloured `lead`."""
    text = Text.assemble((lead, style), " " if lead else "", harmless(message))
    Console(stderr=True, emoji=False).print(text, soft_wrap=True)


def shows_progress() -> bool:
    """Say whether anybody would see a bar: whether standard error is a terminal."""
    return Console(stderr=True).is_terminal


class _Count(ProgressColumn):
    """What is done, of how much when that is known, and how fast."""

    def render(self, task: Task) -> Text:
        done = f"{task.completed:.0f}"
        counted = done if task.total is None else f"{done} of {task.total:.0f}"
        return Text(f"{counted}, {task.speed:.0f}/s" if task.speed else counted)


@dataclass(slots=True)
class Counter:
    """A bar that is called with what is done and how much there is."""

    progress: Progress
    task: str
    total: int | None = None
    bar: TaskID | None = None

    def __call__(self, done: int, of: int | None = None) -> None:
        """Show what is done."""
        self.start()
        if self.bar is not None:
            total = self.total if of is None else of
            self.progress.update(self.bar, completed=done, total=total)

    def start(self) -> None:
        """Show the bar."""
        if self.bar is None:
            self.bar = self.progress.add_task(self.task, total=self.total)

    def then(self, task: str) -> "Counter":
        """Return another bar below, which is shown when it is first called."""
        return Counter(self.progress, task)


@contextmanager
def counting(task: str, total: int | None = None) -> Iterator[Counter]:
    """Give a bar, which is drawn at once; not at all when standard error is no terminal."""
    console = Console(stderr=True, emoji=False)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        _Count(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    hidden = not shows_progress()
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        counter = Counter(progress, task, total)
        counter.start()
        yield counter
