"""What the benchmark asks of every engine, and what all of them share."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, Protocol

from rdflib import URIRef
from store_files import CorpusFiles
from store_questions import Question

__all__ = ["Engine", "Row", "batches", "bytes_of"]

Row = Sequence[object]
#: Reports in one commit of a first load.
_REPORTS_TOGETHER = 1_000


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


def bytes_of(*folders: Path) -> int:
    """Return the bytes of all files under folders; one with two names counts once."""
    found = [path for folder in folders for path in (folder, *folder.rglob("*")) if path.is_file()]
    return sum({(one.st_dev, one.st_ino): one.st_size for one in map(Path.stat, found)}.values())


def batches(corpus: CorpusFiles) -> Iterator[dict[URIRef, bytes]]:
    """Yield the graphs of reports as N-Triples, those of one commit together."""
    contents = ((URIRef(graph), lines) for graph, lines in corpus.contents())
    while batch := dict(islice(contents, _REPORTS_TOGETHER)):
        yield batch
