"""Calls that are left alone when they take too long: sockets count anew with each byte."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

__all__ = ["BoundedCalls"]

Result = TypeVar("Result")


class BoundedCalls(Generic[Result]):
    """Runs calls in threads that are kept for the next one; no thread keeps a process alive.

    A thread that is kept keeps what Digest knows of the server, which saves a request each time.
    """

    def __init__(self) -> None:
        self._idle: list[_Caller[Result]] = []
        self._lock = threading.Lock()

    def run(self, call: Callable[[], Result], seconds: float) -> Result:
        """Return what the call returns, which must not raise; raises TimeoutError when late."""
        with self._lock:
            caller = self._idle.pop() if self._idle else _Caller[Result]()
        caller.inbox.put(call)
        try:
            result = caller.outbox.get(timeout=seconds)
        except Empty:
            caller.inbox.put(None)  # it ends as soon as its call does
            raise TimeoutError from None
        with self._lock:
            self._idle.append(caller)
        return result

    def close(self) -> None:
        """Let the threads end."""
        with self._lock:
            for caller in self._idle:
                caller.inbox.put(None)
            self._idle.clear()


class _Caller(Generic[Result]):
    def __init__(self) -> None:
        self.inbox: SimpleQueue[Callable[[], Result] | None] = SimpleQueue()
        self.outbox: SimpleQueue[Result] = SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while (call := self.inbox.get()) is not None:
            self.outbox.put(call())
