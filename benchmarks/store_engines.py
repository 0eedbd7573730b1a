"""The engines of the benchmark that run in the process, each behind the same few calls."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, Protocol

import duckdb
import pyoxigraph
from rdflib import URIRef
from store_facts import QUESTIONS_IN_SQL, load_facts
from store_files import CorpusFiles
from store_questions import Question

import kg.workspace.engines
from kg.columnar.columnar_store import ColumnarStore
from kg.columnar.snapshot import refresh_snapshot
from kg.columnar.spool import Spool
from kg.store.embedded import EmbeddedStore
from kg.store.reading_store import open_reader
from kg.store.store_folder import StoreFiles
from kg.workspace.engines import ChoosingStore

__all__ = [
    "DefaultSetup",
    "Engine",
    "Floor",
    "Owlready",
    "RawOxigraph",
    "Rdflib",
    "Row",
    "SnapshotAlone",
    "bytes_of",
]

Row = Sequence[object]
#: Reports in one commit of a first load.
_REPORTS_TOGETHER = 1_000
_COMMITS_BETWEEN_OPENINGS = 10


class Engine(Protocol):
    """One engine over one folder; one that `is_kept` is still there after its process."""

    is_kept: ClassVar[bool]

    def __init__(self, folder: Path) -> None: ...

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Take the corpus in, wholly and on the disk; return the seconds of each step."""
        ...

    def open(self) -> None:
        """Open what was loaded."""
        ...

    def ask(self, question: Question) -> list[Row]:
        """Answer a question; a cell is what the engine makes of it, or None."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...

    def process(self) -> int | None:
        """Return the number of the other process that does the work, if there is one."""
        return None

    def disk(self) -> dict[str, int]:
        """Return the bytes on the disk, by part."""
        ...


class DefaultSetup(Engine):
    """The embedded store with its columnar snapshot, as a workspace uses them."""

    is_kept = True
    wanted = kg.workspace.engines.Engine.AUTO

    def __init__(self, folder: Path) -> None:
        self._files = StoreFiles(folder / "oxigraph")
        self._snapshot_folder = folder / "columnar"

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Store the reports in large batches, each one commit, then make the snapshot."""
        taken, spool = 0.0, Spool()
        batches = _batches(corpus)
        while some := list(islice(batches, _COMMITS_BETWEEN_OPENINGS)):
            started = time.perf_counter()
            # The logs of the engine, larger than its tables, go when it is opened again.
            with EmbeddedStore(self._files.engine) as store:
                for batch in some:
                    store.replace_contents(batch)
                    spool.keep(batch)
            taken += time.perf_counter() - started
        started = time.perf_counter()
        with open_reader(self._files.engine) as reader:
            refresh_snapshot(self._snapshot_folder, spool.before(reader))
        return {"store": taken, "snapshot": time.perf_counter() - started}

    def open(self) -> None:
        """Open the last checkpoint of the store, and the snapshot of it."""
        self._store = open_reader(self._files.engine)
        self._snapshot = ColumnarStore(self._snapshot_folder)
        assert self._snapshot.sequence == self._store.sequence
        self._both = ChoosingStore(
            embedded=lambda: self._store,
            writer=lambda: self._store,
            snapshot=lambda: self._snapshot,
            wanted=self.wanted,
        )

    def ask(self, question: Question) -> list[Row]:
        """Answer with the engine that fits."""
        return list(self._both.select(question.sparql).rows)

    def close(self) -> None:
        """Close both."""
        self._snapshot.close()
        self._store.close()

    def disk(self) -> dict[str, int]:
        """Return the bytes of the store and of the snapshot."""
        return {
            # Most files of a checkpoint are those of the store, under a second name.
            "store": bytes_of(self._files.engine, self._files.checkpoints, self._files.ledger),
            "snapshot": bytes_of(self._snapshot_folder),
        }


class SnapshotAlone(DefaultSetup):
    """The columnar snapshot without the store behind it, to see what it takes by itself."""

    wanted = kg.workspace.engines.Engine.COLUMNAR

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Do nothing: it is what the default setup has made."""
        return {}

    def open(self) -> None:
        """Open the snapshot."""
        self._snapshot = ColumnarStore(self._snapshot_folder)

    def ask(self, question: Question) -> list[Row]:
        """Answer with the snapshot."""
        return list(self._snapshot.select(question.sparql).rows)

    def close(self) -> None:
        """Close it."""
        self._snapshot.close()

    def disk(self) -> dict[str, int]:
        """Return the bytes of the snapshot."""
        return {"snapshot": bytes_of(self._snapshot_folder)}


class Floor(Engine):
    """DuckDB over one typed table of the same facts."""

    is_kept = True

    def __init__(self, folder: Path) -> None:
        self._path = folder / "facts.duckdb"

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Make the table of the file of facts."""
        started = time.perf_counter()
        with duckdb.connect(str(self._path)) as database:
            load_facts(database, corpus.facts, corpus.ontology)
        return {"table": time.perf_counter() - started}

    def open(self) -> None:
        """Open the file."""
        self._database = duckdb.connect(str(self._path), read_only=True)

    def ask(self, question: Question) -> list[Row]:
        """Ask in SQL."""
        return self._database.execute(QUESTIONS_IN_SQL[question.name]).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def disk(self) -> dict[str, int]:
        """Return the bytes of the file."""
        return {"table": self._path.stat().st_size}


class RawOxigraph(Engine):
    """Oxigraph as it comes: bulk-loaded on the disk, the union of all graphs asked."""

    is_kept = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "oxigraph"

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Bulk-load the files of N-Quads."""
        started = time.perf_counter()
        store = pyoxigraph.Store(str(self._folder))
        for path in (corpus.ontology, *corpus.parts):
            store.bulk_load(path=path, format=pyoxigraph.RdfFormat.N_QUADS)
        store.flush()
        return {"bulk load": time.perf_counter() - started}

    def open(self) -> None:
        """Open the folder."""
        self._store: pyoxigraph.Store | None = pyoxigraph.Store(str(self._folder))

    def ask(self, question: Question) -> list[Row]:
        """Ask over the union of all graphs."""
        assert self._store is not None
        found = self._store.query(question.sparql, use_default_graph_as_union=True)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return [tuple(cell and cell.value for cell in row) for row in found]  # type: ignore[union-attr]

    def close(self) -> None:
        """Let go of the folder."""
        self._store = None

    def disk(self) -> dict[str, int]:
        """Return the bytes of the folder."""
        return {"oxigraph": bytes_of(self._folder)}


class Rdflib(Engine):
    """rdflib in memory: a Dataset whose default graph is the union."""

    is_kept = False

    def __init__(self, folder: Path) -> None:
        from rdflib import Dataset

        self._dataset = Dataset(default_union=True)

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Parse the files of N-Quads."""
        started = time.perf_counter()
        for path in (corpus.ontology, *corpus.parts):
            self._dataset.parse(path, format="nquads")
        return {"parse": time.perf_counter() - started}

    def open(self) -> None:
        """Do nothing: it is in this process."""

    def ask(self, question: Question) -> list[Row]:
        """Ask and take all rows."""
        return [tuple(row) for row in self._dataset.query(question.sparql)]  # type: ignore[misc]

    def close(self) -> None:
        """Do nothing."""

    def disk(self) -> dict[str, int]:
        """Return nothing: it has no files."""
        return {}


class Owlready(Engine):
    """The quadstore of owlready2 in a file of SQLite, with its own translation to SQL."""

    is_kept = True

    def __init__(self, folder: Path) -> None:
        self._path = folder / "quadstore.sqlite3"

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Load everything as one ontology: it cannot query across graphs by name."""
        import io

        lines = [b"".join(lines for _, lines in corpus.contents())]
        quads = pyoxigraph.parse(corpus.ontology.read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
        triples = (one.triple for one in quads)
        lines.append(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")
        started = time.perf_counter()
        self.open()
        ontology = self._world.get_ontology("http://example.org/corpus#")
        ontology.load(fileobj=io.BytesIO(b"".join(lines)), format="ntriples")
        self._world.save()
        taken = time.perf_counter() - started
        self.close()
        return {"load": taken}

    def open(self) -> None:
        """Open the file."""
        import owlready2

        self._world = owlready2.World(filename=str(self._path), exclusive=False)

    def ask(self, question: Question) -> list[Row]:
        """Ask with its own engine; it stops when time is up, as SQLite would not."""
        database: sqlite3.Connection = self._world.graph.db
        limit = time.perf_counter() + 60
        database.set_progress_handler(lambda: time.perf_counter() > limit, 100_000)
        found = self._world.sparql(question.sparql, error_on_undefined_entities=False)
        # It has no unbound cells but empty ones, and makes classes of what it knows the IRI of.
        return [tuple(getattr(cell, "iri", cell) or None for cell in row) for row in found]

    def close(self) -> None:
        """Close the file."""
        self._world.close()

    def disk(self) -> dict[str, int]:
        """Return the bytes of the file."""
        return {"SQLite": self._path.stat().st_size}


def bytes_of(*folders: Path) -> int:
    """Return the bytes of all files under folders; one with two names counts once."""
    found = [path for folder in folders for path in (folder, *folder.rglob("*")) if path.is_file()]
    return sum({(one.st_dev, one.st_ino): one.st_size for one in map(Path.stat, found)}.values())


def _batches(corpus: CorpusFiles) -> Iterator[dict[URIRef, bytes]]:
    contents = ((URIRef(graph), lines) for graph, lines in corpus.contents())
    while batch := dict(islice(contents, _REPORTS_TOGETHER)):
        yield batch
