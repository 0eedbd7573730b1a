"""Adding reports on many machines with Dask, one task for each batch.

The key behind the identifiers goes to the workers once, as a plugin over their own connection, and
never into the name or the arguments of a task, which schedulers show and log. Use TLS
(`distributed.security`) where the network is not your own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from distributed import Client, Future, WorkerPlugin, as_completed, get_worker
from rdflib import URIRef

from kg.distributed.parts import write_part
from kg.errors import StoreError, UnreadableInput
from kg.findings.report import Report
from kg.store.preparation import Preparation
from kg.store.set_aside import SetAside
from kg.triples.identifiers import Identifiers
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.preparing import shipped_shapes
from kg.workspace.rule_reading import rule_reader

__all__ = ["DistributedSummary", "add_with_dask"]

#: Reports of one task.
BATCH_SIZE = 200
#: Tasks that are under way for each thread of a worker: what memory is taken for.
_AHEAD = 4
_PLUGIN = "spinekg"


@dataclass(frozen=True, slots=True)
class DistributedSummary:
    """What became of the reports; `parts` are the names of the files that were written."""

    stored: int
    set_aside: tuple[SetAside, ...]
    refused: tuple[UnreadableInput, ...]
    parts: tuple[str, ...]


def add_with_dask(
    client: Client,
    reports: Iterable[Report | UnreadableInput],
    *,
    target: Path | str,
    key: bytes,
    batch_size: int = BATCH_SIZE,
) -> DistributedSummary:
    """Read and store reports with the workers of a Dask cluster.

    `target` is a folder that all machines see, for parts that any engine loads in bulk
    (`kg.distributed.parts.load_parts`), or the address of a SPARQL server, whose credentials each
    worker takes from its own environment. `key` is that of the identifiers. The same reports give
    the same graphs, whichever worker reads them, and adding twice changes nothing.

    Raises StoreError when a worker cannot store its batch; what the others stored stays.
    """
    plugin = _Storing(str(target) if isinstance(target, str) else target.absolute(), key)
    client.register_plugin(plugin, name=_PLUGIN)
    run = _Run()
    threads = max(1, sum(client.nthreads().values()))
    try:
        under_way = as_completed()
        batches = _batches(run.accepted(reports), batch_size)
        for batch in islice(batches, threads * _AHEAD):
            under_way.add(_submitted(client, batch))
        for future in under_way:
            run.gather(future)
            for batch in islice(batches, 1):
                under_way.add(_submitted(client, batch))
    finally:
        client.unregister_worker_plugin(_PLUGIN)
    return run.summary()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one batch."""

    stored: int
    set_aside: tuple[tuple[str, tuple[str, ...]], ...]
    part: str | None


@dataclass(slots=True)
class _Run:
    """One adding under way."""

    stored: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    refused: list[UnreadableInput] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def accepted(self, reports: Iterable[Report | UnreadableInput]) -> Iterator[Report]:
        for report in reports:
            if isinstance(report, UnreadableInput):
                self.refused.append(report)
            else:
                yield report

    def gather(self, future: "Future[_Outcome]") -> None:
        outcome = future.result()
        self.stored += outcome.stored
        self.set_aside += [SetAside(URIRef(one), reasons) for one, reasons in outcome.set_aside]
        self.parts += [outcome.part] if outcome.part else []

    def summary(self) -> DistributedSummary:
        return DistributedSummary(
            self.stored,
            tuple(sorted(self.set_aside, key=lambda one: one.report)),
            tuple(self.refused),
            tuple(sorted(self.parts)),
        )


class _Storing(WorkerPlugin):
    """What a worker needs to read and store; made there, from the key and the target."""

    def __init__(self, target: Path | str, key: bytes) -> None:
        self._target, self._key = target, key
        self._preparation: Preparation | None = None

    def __repr__(self) -> str:
        """Return a name that shows neither the key nor the target."""
        return "<spinekg storing>"

    def store(self, reports: list[Report]) -> _Outcome:
        """Read, check and store a batch."""
        prepared = [self._made().prepare(report) for report in reports]
        passing = {one.graph: one.content for one in prepared if not one.reasons}
        failed = tuple((str(one.graph), one.reasons) for one in prepared if one.reasons)
        if isinstance(self._target, Path):
            part = write_part(self._target, passing) if passing else None
            return _Outcome(len(passing), failed, part)
        from kg.remote.remote_store import RemoteStore

        with RemoteStore(self._target) as store:
            store.replace_contents(passing)
        return _Outcome(len(passing), failed, None)

    def _made(self) -> Preparation:
        if self._preparation is None:
            self._preparation = Preparation.of(
                rule_reader(),
                identifiers=Identifiers(self._key),
                shapes=shipped_shapes(),
                ontology_version=load_vocabulary().version,
            )
        return self._preparation


def _submitted(client: Client, batch: list[Report]) -> "Future[_Outcome]":
    # Not pure: its name must not be a hash of what it is given, which could be guessed.
    return client.submit(_stored, batch, pure=False)


def _stored(reports: list[Report]) -> _Outcome:
    plugin = get_worker().plugins[_PLUGIN]
    if not isinstance(plugin, _Storing):
        raise StoreError("this worker was not prepared to store; add the reports again")
    return plugin.store(reports)


def _batches(reports: Iterator[Report], size: int) -> Iterator[list[Report]]:
    while batch := list(islice(reports, size)):
        yield batch
