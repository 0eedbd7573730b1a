"""The peers of the benchmark that run in the process, each behind the same few calls."""

import sqlite3
import time
from pathlib import Path

import duckdb
import pyoxigraph
from store_engine import Engine, Row, bytes_of
from store_facts import QUESTIONS_IN_SQL, load_facts
from store_files import CorpusFiles
from store_questions import Question

__all__ = ["Floor", "Owlready", "RawOxigraph", "Rdflib"]


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
