"""What every failure looks like from outside: one message on standard error, one exit code.

0    all done
1    something was refused, is invalid, or is not in the store; the rest is done
2    nothing done: the command, a parameter, a query, or every path given is wrong
130  stopped by Ctrl-C
141  whoever read the output has gone away
"""

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from kg.cli.consoles import say
from kg.cli.interrupts import INTERRUPTED, STOPPED
from kg.errors import KgError, QueryError, UnknownStore

__all__ = ["BROKEN_PIPE", "REFUSED", "USAGE", "Commands", "exit_code"]

REFUSED = 1
USAGE = 2
#: What shells report for a process that was ended by SIGPIPE.
BROKEN_PIPE = 141


def exit_code(error: KgError) -> int:
    """Return the exit code that tells scripts what kind of failure this is."""
    return USAGE if isinstance(error, QueryError | UnknownStore) else REFUSED


class Commands(TyperGroup):
    """The commands, and the only place where their failures are caught."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 (the base class's types differ by version)
        """Run the command; turn what it raises into a message and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KgError as error:
            say(str(error), lead="error:")
            raise typer.Exit(exit_code(error)) from error
        except KeyboardInterrupt as error:
            say(STOPPED)
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            # Python flushes standard output once more at its end, and would complain again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from error
        return result
