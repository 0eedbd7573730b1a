"""What several commands are told in the same words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.consoles import say, shows_progress
from kg.workspace import Workspace, open_workspace
from kg.workspace.engines import Choice, Engine
from kg.workspace.extraction import reports_of
from kg.workspace.remote_engines import is_remote

__all__ = [
    "DEFAULT_STORE",
    "AnswerFormat",
    "Paths",
    "Settings",
    "expected_reports",
    "opened",
    "refuse_if_all_missing",
    "settings_of",
]

DEFAULT_STORE = Path("spinekg-store")


class AnswerFormat(StrEnum):
    """How answers are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said before the command's name; `is_given` when --store was typed."""

    location: str = str(DEFAULT_STORE)
    is_given: bool = False
    engine: Engine = Engine.AUTO
    is_verbose: bool = False

    @property
    def store(self) -> Path:
        """Return the folder of the store; raises BadParameter when it is on a server."""
        if is_remote(self.location):
            raise typer.BadParameter("this is for a store in a folder, not for one on a server")
        return Path(self.location)


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files (.txt, .jsonl, .csv), folders of them, or - for standard input.",
        show_default=False,
    ),
]


def settings_of(context: typer.Context) -> Settings:
    """Return what was said before the command's name."""
    return context.find_object(Settings) or Settings()


@contextmanager
def opened(context: typer.Context, *, create: bool = False) -> Iterator[Workspace]:
    """Give the workspace of the command; raises UnknownStore when there is none to read."""
    settings = settings_of(context)
    with open_workspace(
        settings.location,
        create=create,
        engine=settings.engine,
        on_choice=_say_choice if settings.is_verbose else None,
    ) as workspace:
        yield workspace


def _say_choice(choice: Choice) -> None:
    say(f"{choice.engine}: {choice.reason}", lead="engine:", style="blue")


def expected_reports(paths: Sequence[str]) -> int | None:
    """Return how many reports there are, where a progress bar would show it; None if unknown.

    Counting them takes a small part of the time that reading them takes.
    """
    if "-" in paths or not shows_progress():
        return None
    return sum(1 for _ in reports_of(paths))


def refuse_if_all_missing(paths: Sequence[str]) -> None:
    """Do nothing when at least one path is there and none is empty; else a usage error."""
    if "" in paths:
        raise typer.BadParameter("a path is empty; write . for this folder")
    missing = [path for path in paths if path != "-" and not Path(path).exists()]
    if missing and len(missing) == len(paths):
        raise typer.BadParameter(f"no such file or folder: {', '.join(map(repr, missing))}")
