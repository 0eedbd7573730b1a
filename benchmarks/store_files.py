"""The corpus of one size as files, made once and given to every engine alike."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph
from store_corpus import readings
from store_facts import FactsFile
from store_quads import Lines, graph_name

from kg.store.background import shipped_graphs

__all__ = ["CorpusFiles", "made_corpus"]

#: Reports in one file, so that a loader can take several at a time.
_REPORTS_OF_A_FILE = 5_000


@dataclass(frozen=True, slots=True)
class CorpusFiles:
    """A folder with N-Quads, the ontology beside them, and the same facts as one table."""

    folder: Path
    reports: int
    findings: int
    quads: int
    bytes: int

    @property
    def parts(self) -> tuple[Path, ...]:
        """Return the files of the reports."""
        return tuple(sorted(self.folder.glob("reports-*.nq")))

    @property
    def ontology(self) -> Path:
        """Return the ontology and its closure as N-Quads."""
        return self.folder / "ontology.nq"

    @property
    def facts(self) -> Path:
        """Return the table of facts."""
        return self.folder / "facts.parquet"

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the IRI of each report's graph and its N-Triples."""
        for part in self.parts:
            index = part.with_suffix(".index").read_text(encoding="utf-8").splitlines()
            with part.open("rb") as file:
                for line in index:
                    graph, size = line.split()
                    lines = file.read(int(size))
                    yield graph.strip("<>"), lines.replace(f" {graph} .\n".encode(), b" .\n")


def made_corpus(folder: Path, reports: int) -> CorpusFiles:
    """Return the corpus of so many reports, made in the folder when it is not there yet."""
    described = folder / "corpus.json"
    if not described.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        described.write_text(json.dumps(_write(folder, reports)), encoding="utf-8")
    return CorpusFiles(folder, **json.loads(described.read_text(encoding="utf-8")))


def _write(folder: Path, reports: int) -> dict[str, int]:
    (folder / "ontology.nq").write_bytes(_ontology())
    lines, made = Lines(in_graphs=True), readings(reports)
    findings = quads = size = 0
    with FactsFile(folder / "facts.parquet") as facts:
        for number in range(-(-reports // _REPORTS_OF_A_FILE)):
            part = folder / f"reports-{number:04}.nq"
            index = []
            with part.open("wb") as file:
                for reading in islice(made, _REPORTS_OF_A_FILE):
                    text = lines.of(reading).encode()
                    file.write(text)
                    index.append(f"{graph_name(reading)} {len(text)}\n")
                    facts.add(reading)
                    findings += len(reading.findings)
                    quads += text.count(b"\n")
                    size += len(text)
            part.with_suffix(".index").write_text("".join(index), encoding="utf-8")
    return {"reports": reports, "findings": findings, "quads": quads, "bytes": size}


def _ontology() -> bytes:
    quads = (
        pyoxigraph.Quad(
            one.subject, one.predicate, one.object, pyoxigraph.NamedNode(str(graph.name))
        )
        for graph in shipped_graphs()
        for one in graph.triples()
    )
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""


def described(corpus: CorpusFiles) -> dict[str, int]:
    """Return the counts of a corpus."""
    return {name: value for name, value in asdict(corpus).items() if name != "folder"}
