"""The engines that must answer alike; a new one is a function here and a line in the table.

Each is given a folder of its own and the graphs of the reports, and yields a store that holds them
beside the ontology. One that cannot be had on this machine skips its tests with the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rdflib import URIRef

from kg.columnar.columnar_store import ColumnarStore
from kg.columnar.snapshot import refresh_snapshot
from kg.remote.credentials import Credentials
from kg.remote.remote_store import RemoteStore
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Store
from kg.store.memory import MemoryStore
from kg.store.reading_store import open_reader
from kg.workspace.engines import ChoosingStore
from tests.remote.virtuoso import PASSWORD, running_virtuoso

__all__ = ["ENGINES", "FAR", "JUDGE", "OTHERS", "REFERENCE", "opened"]

Contents = Mapping[URIRef, bytes]
OpenEngine = Callable[[Path, Contents], Iterator[Store]]

#: Slow and simple; what it answers, on as much as it can be asked about, the judge must answer.
REFERENCE = "rdflib"
#: Fast enough to be asked about everything; what it answers, every other engine must answer.
JUDGE = "embedded"


def _rdflib(folder: Path, contents: Contents) -> Iterator[Store]:
    with MemoryStore() as store:
        store.replace_contents(contents)
        yield store


def _embedded(folder: Path, contents: Contents) -> Iterator[Store]:
    with _make(folder, contents) as store:
        yield store


def _reader(folder: Path, contents: Contents) -> Iterator[Store]:
    """Give what another process sees of a store on the disk."""
    _make(folder, contents).close()
    with open_reader(folder / "oxigraph") as store:
        yield store


def _columnar(folder: Path, contents: Contents) -> Iterator[Store]:
    """Give the snapshot; it says which queries it leaves to the store."""
    with _make(folder, contents) as store:
        refresh_snapshot(folder / "columnar", store)
    with ColumnarStore(folder / "columnar") as snapshot:
        yield snapshot


def _default(folder: Path, contents: Contents) -> Iterator[Store]:
    """Give snapshot and store behind one, as a workspace does."""
    with _make(folder, contents) as store:
        refresh_snapshot(folder / "columnar", store)
        with ColumnarStore(folder / "columnar") as snapshot:
            yield ChoosingStore(
                embedded=lambda: store, writer=lambda: store, snapshot=lambda: snapshot
            )


def _virtuoso(folder: Path, contents: Contents) -> Iterator[Store]:
    """Give a server of its own, by way of HTTP; skips where the package is not installed."""
    with (
        running_virtuoso(folder / "virtuoso") as server,
        RemoteStore(
            server.url,
            update_url=server.update_url,
            graph_store_url=server.graph_store_url,
            credentials=Credentials(PASSWORD, "dba"),
        ) as store,
    ):
        store.replace_contents(contents)
        yield store


def _make(folder: Path, contents: Contents) -> EmbeddedStore:
    store = EmbeddedStore(folder / "oxigraph")
    store.replace_contents(contents)
    return store


ENGINES: Mapping[str, OpenEngine] = {
    REFERENCE: _rdflib,
    JUDGE: _embedded,
    "reader": _reader,
    "columnar": _columnar,
    "snapshot and store": _default,
    "Virtuoso": _virtuoso,
}
#: Engines behind HTTP, which take minutes for the whole corpus.
FAR = frozenset({"Virtuoso"})
OTHERS = tuple(name for name in ENGINES if name not in {REFERENCE, JUDGE})


@contextmanager
def opened(name: str, folder: Path, contents: Contents) -> Iterator[Store]:
    """Give the store of an engine with these graphs in it."""
    yield from ENGINES[name](folder, contents)
