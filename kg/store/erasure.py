"""Erasing reports so that no byte of them stays in the store's files.

Oxigraph keeps the text of removed literals, even when it compacts its files (measured, 0.5.13). So
the store is written anew without them, takes the place of the old one, and all that was made from
the old one is deleted.
"""

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.errors import StoreLocked
from kg.store.checkpoints import Checkpoints
from kg.store.commit_records import commit_quad
from kg.store.embedded import EmbeddedStore
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_files import make_private, private_creation, sync_path
from kg.store.ledger import Commit, Content, Ledger
from kg.store.store_folder import SNAPSHOT_FOLDER, SOURCES_FILE, StoreFiles

__all__ = ["erase"]

#: Graphs that are written together.
_TOGETHER = 1_000
_GONE = Content(0, "")
OnProgress = Callable[[int, int | None], None]


def erase(
    directory: Path, graphs: Iterable[URIRef], *, on_progress: OnProgress | None = None
) -> None:
    """Write the store of which `directory` is the engine's folder anew without these graphs.

    Deleted with the old files are checkpoints, the columnar snapshot, and the record of where
    reports came from, whose paths may name a patient. Killed in the middle, it leaves the store as
    it was or as it is to be. Raises StoreLocked while another process reads or writes the store;
    backups are out of its reach.
    """
    files = StoreFiles(directory)
    draft = files.rebuilt.with_name(f"{_draft_name(files)}{secrets.token_hex(8)}")
    with translated_store_errors(str(directory)), private_creation():
        swapping = ExitStack()
        try:
            with EmbeddedStore(directory, background=()) as store:
                gone = frozenset(graph for graph in graphs if store.has_graph(graph))
                _refuse_readers(files)
                for left in (files.rebuilt, *directory.parent.glob(f"{_draft_name(files)}*")):
                    shutil.rmtree(left, ignore_errors=True)
                kept = [graph for graph in store.graphs() if graph not in gone]
                _write(draft, store, kept, _commits(files, gone, store), on_progress)
                swapping.enter_context(files.opening_or_swapping(fcntl.LOCK_EX))
            # Nobody opens the store from now on until its engine is another.
            _refuse_readers(files)
            _put_in_place(draft, files)
        finally:
            swapping.close()
            shutil.rmtree(draft, ignore_errors=True)
        with suppress(StoreLocked):  # whoever opens it next completes the ledger
            EmbeddedStore(directory, background=()).close()


def _put_in_place(draft: Path, files: StoreFiles) -> None:
    """Let a new engine take the old one's place, with all that was made from the old one gone."""
    draft.rename(files.rebuilt)
    sync_path(files.rebuilt.parent)
    # First what was made from the old store: once its reports are gone, nobody asks again.
    shutil.rmtree(files.checkpoints, ignore_errors=True)
    shutil.rmtree(files.engine.with_name(SNAPSHOT_FOLDER), ignore_errors=True)
    files.engine.with_name(SOURCES_FILE).unlink(missing_ok=True)
    files.engine.rename(files.old)
    files.recover()


def _draft_name(files: StoreFiles) -> str:
    return f"{files.rebuilt.name}.draft-"


def _refuse_readers(files: StoreFiles) -> None:
    checkpoints = Checkpoints(files.checkpoints)
    checkpoints.sweep(keep=0)
    if checkpoints.newest():
        raise StoreLocked(
            "another process reads the store; wait for it to end, for it holds what is to be erased"
        )


def _commits(files: StoreFiles, gone: frozenset[URIRef], store: EmbeddedStore) -> list[Commit]:
    """Return the last commit of the ledger, which the new engine must know, and the one to come."""
    ledger = Ledger(files.ledger)
    removed = sum(1 for graph in gone for _ in store.engine_quads(graph))
    before = [ledger.last] if ledger.last else []
    quads = sum(commit.quads for commit in before) - removed
    return [*before, ledger.following(dict.fromkeys(gone, _GONE), quads=quads)]


def _write(
    folder: Path,
    store: EmbeddedStore,
    graphs: list[URIRef],
    commits: list[Commit],
    on_progress: OnProgress | None,
) -> None:
    """Write graphs and commits into a new engine."""
    engine = pyoxigraph.Store(str(folder))
    done = 0
    for group in _groups(graphs):
        engine.bulk_extend(_quads(store, group))
        done += len(group)
        if on_progress is not None:
            on_progress(done, len(graphs))
    engine.extend(map(commit_quad, commits))
    engine.flush()
    del engine
    make_private(folder)
    for path in (*folder.iterdir(), folder):
        sync_path(path)


def _quads(store: EmbeddedStore, graphs: list[URIRef]) -> Iterator[pyoxigraph.Quad]:
    for graph in graphs:
        for quad in store.engine_quads(graph):
            yield quad
            yield pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)


def _groups(graphs: list[URIRef]) -> Iterator[list[URIRef]]:
    remaining = iter(graphs)
    while group := list(islice(remaining, _TOGETHER)):
        yield group
