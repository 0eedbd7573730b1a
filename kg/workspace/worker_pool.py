"""Work on many items in several processes, with results in the order of the items.

Not `concurrent.futures.ProcessPoolExecutor`: its workers share one pipe for results and the lock
of that pipe, so that one which dies while it answers leaves the others and the caller waiting for
ever; and before Python 3.14 it cannot be told to end its workers. Here each worker has a pipe of
its own, and one thread that hands it work.

Workers are started afresh, never forked from the caller, whose store has threads and locks. All
that they get comes through their pipe, and each ends when its pipe does: with the pool, and with
the caller's process, however that ends.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from queue import LifoQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from kg.errors import KgError, WorkerDied
from kg.workspace.garbage import settle_garbage

__all__ = ["WorkerPool", "all_cores"]

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Makes the function that is to be run on each item; called once in each process.
Make = Callable[[], Callable[[Item], Result]]

#: Items that are worked on in this process first: as long as a worker takes to start.
_ALONE = 20
#: Items that are handed over together: few, so that none of the workers is idle at the end.
_TOGETHER = 4
#: Handfuls of items that are on their way for each worker, and beside: what memory is taken for.
_AHEAD_EACH, _AHEAD = 3, 24


def all_cores() -> int:
    """Return on how many cores this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool(Generic[Item, Result]):
    """Processes that run the function which `make` makes; `make` must be picklable.

    With one job, or with few items, everything is done in this process and no other is started.
    A script that uses more must be safe to import: `if __name__ == "__main__":`.
    """

    def __init__(self, make: Make[Item, Result], *, jobs: int) -> None:
        self._make, self._jobs = make, jobs
        self._threads = ThreadPoolExecutor(max_workers=jobs)
        self._workers: list[_Worker[Item, Result]] = []
        self._idle: LifoQueue[_Worker[Item, Result] | None] = LifoQueue()
        for _ in range(jobs):
            self._idle.put(None)
        self._lock = threading.Lock()
        self._is_over = False

    def __enter__(self) -> Self:
        """Return the pool; leaving the block ends its workers, whatever they are at."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the workers."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._is_over = True
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.close()

    def map(self, items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in their order; items are taken a bounded way ahead.

        Raises WorkerDied when a process ends before its answer, and what the function raises if it
        is a KgError.
        """
        source = iter(items)
        alone = islice(source, _ALONE) if self._jobs > 1 else source
        yield from map(self._make(), alone)
        pending: deque[Future[list[Result]]] = deque()
        while handful := list(islice(source, _TOGETHER)):
            pending.append(self._threads.submit(self._worked, handful))
            while pending and (pending[0].done() or len(pending) >= self._most):
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()

    @property
    def _most(self) -> int:
        return _AHEAD_EACH * self._jobs + _AHEAD

    def _worked(self, handful: list[Item]) -> list[Result]:
        """Return the results of some items; runs in a thread, and there is one for each worker."""
        worker = self._idle.get()
        try:
            worker = worker or self._started()
            return worker.results(handful)
        finally:
            self._idle.put(worker)

    def _started(self) -> "_Worker[Item, Result]":
        with self._lock:
            if self._is_over:
                raise WorkerDied
            worker = _Worker(self._make)
            self._workers.append(worker)
            return worker


class _Worker(Generic[Item, Result]):
    """One process, and this end of its pipe."""

    def __init__(self, make: Make[Item, Result]) -> None:
        context = _context()
        self._pipe, its_end = context.Pipe()
        self._process = context.Process(target=_work, args=(its_end, make), daemon=True)
        try:
            with _interrupts_held_back():
                self._process.start()
        except (EOFError, OSError) as error:
            raise WorkerDied from error
        its_end.close()

    def results(self, items: list[Item]) -> list[Result]:
        try:
            self._pipe.send(items)
            answer: list[Result] | KgError = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied from error
        if isinstance(answer, KgError):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process, which ends whatever waits for its answer."""
        self._process.kill()

    def close(self) -> None:
        self._process.join()
        self._pipe.close()


def _work(pipe: "Connection[Any, Any]", make: Make[Item, Result]) -> None:
    """Answer until the pipe ends; runs in a process of its own."""
    # Ctrl-C goes to every process of a terminal; the caller decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run = make()
    settle_garbage()
    with suppress(EOFError, OSError):
        while True:
            items = pipe.recv()
            pipe.send(_answer(run, items))


def _answer(run: Callable[[Item], Result], items: list[Item]) -> list[Result] | KgError:
    try:
        return [run(item) for item in items]
    except KgError as error:
        return error


def _context() -> ForkServerContext | SpawnContext:
    """Return how processes are started: never from this one, which may have a store open."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "kg.workspace"])
    return context


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start processes that do not hear of Ctrl-C even before they can say that they ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
