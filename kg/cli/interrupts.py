"""Ctrl-C, even while a query runs that does not listen.

Python hears of Ctrl-C only between two of its own steps, and one query of the engine can be a
step of minutes. What is stored survives, as the store does not mind its process being killed.
"""

import os
import signal
import socket
import threading
from contextlib import suppress

from rich.console import Console

from kg.cli.consoles import say

__all__ = ["INTERRUPTED", "STOPPED", "listen"]

#: What shells report for a process that was ended by SIGINT.
INTERRUPTED = 130
STOPPED = "stopped; what was stored until now stays stored"
#: Seconds in which a command that does listen has ended in its own way.
_PATIENCE = 2.0


def listen() -> None:
    """Let the first Ctrl-C end this process within seconds, and a second one at once."""
    here, there = socket.socketpair()
    there.setblocking(False)
    signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
    # The thread keeps both ends alive; it ends with the process.
    threading.Thread(target=_end_if_deaf, args=(here, there), daemon=True).start()


def _end_if_deaf(here: socket.socket, there: socket.socket) -> None:
    with here, there:
        here.recv(1)
        here.settimeout(_PATIENCE)
        with suppress(TimeoutError):
            here.recv(1)
        Console(stderr=True).show_cursor(True)
        say(STOPPED)
        os._exit(INTERRUPTED)
