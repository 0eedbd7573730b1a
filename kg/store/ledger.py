"""The ledger of a store: what was committed, one line each, chained by hashes and synced.

The engine itself opens a log that was cut or damaged without a word and serves what is left of it
(measured, Oxigraph 0.5.13). So each commit is written twice: into the engine, in the transaction
that it describes, and here. What is here and not there was lost.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from rdflib import URIRef

from kg.errors import StoreDamaged
from kg.store.engine_files import private_creation, sync_path

__all__ = ["Commit", "Content", "Ledger", "damaged_ledger", "last_commit"]

_NO_COMMIT = "0" * 64
#: Bytes that are read at once from the end.
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Content:
    """What a graph holds: how many triples, and the hash of their sorted lines of N-Triples."""

    triples: int
    digest: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One transaction: the graphs that changed and what each holds since, and all quads then.

    A graph without triples is gone. `digest` is the hash of all of it and of `previous`, the digest
    of the commit before.
    """

    sequence: int
    contents: Mapping[URIRef, Content]
    quads: int
    previous: str = _NO_COMMIT

    @property
    def graphs(self) -> Mapping[URIRef, int]:
        """Return how many triples each graph that changed has."""
        return {graph: content.triples for graph, content in self.contents.items()}

    @property
    def digest(self) -> str:
        """Return the hash of the commit and of all before it."""
        return sha256(self._line().encode("utf-8")).hexdigest()

    def line(self) -> str:
        """Return the commit as a line of JSON, its digest last."""
        return f'{self._line()[:-1]},"digest":"{self.digest}"}}'

    def _line(self) -> str:
        graphs = {
            str(graph): [content.triples, content.digest]
            for graph, content in sorted(self.contents.items())
        }
        record = {
            "sequence": self.sequence,
            "previous": self.previous,
            "quads": self.quads,
            "graphs": graphs,
        }
        return json.dumps(record, separators=(",", ":"))

    @classmethod
    def of_line(cls, line: str) -> "Commit":
        """Return the commit of a line; raises ValueError when it is not one that `line` wrote."""
        try:
            record = json.loads(line)
            contents = {
                URIRef(graph): Content(int(triples), str(digest))
                for graph, (triples, digest) in record["graphs"].items()
            }
            commit = cls(
                int(record["sequence"]),
                MappingProxyType(contents),
                int(record["quads"]),
                str(record["previous"]),
            )
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("not a commit") from error
        if commit.line() != line:
            raise ValueError("not a commit as it was written")
        return commit


def damaged_ledger(path: Path, what: str) -> StoreDamaged:
    """Return the error for a ledger that is not what was written."""
    return StoreDamaged(
        f"the ledger {path} is damaged: {what}; restore a backup with `spinekg restore`, or add "
        f"the reports to a new store"
    )


def last_commit(path: Path) -> Commit | None:
    """Return the last whole line of a ledger without reading what is before it.

    None when there is none. Raises StoreDamaged when it is not what was written.
    """
    if not path.exists():
        return None
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        tail = b""
        while end and tail.count(b"\n") < 2:
            step = min(end, _BLOCK)
            end -= step
            stream.seek(end)
            tail = stream.read(step) + tail
    whole = tail[: tail.rfind(b"\n")]
    line = whole[whole.rfind(b"\n") + 1 :]
    try:
        return Commit.of_line(line.decode("utf-8")) if line else None
    except ValueError as error:
        raise damaged_ledger(path, "its last line is not what was written") from error


class Ledger:
    """The ledger in a file, which one process writes at a time.

    Raises StoreDamaged when a line is not what was written, but for an unfinished last one, which
    is what a killed process leaves: nothing was said to be stored for it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Where the last whole line ends, in bytes.
        self._end = 0
        self._last: Commit | None = None
        for commit, end in self._read():
            self._last, self._end = commit, end

    @property
    def last(self) -> Commit | None:
        """Return the last commit, None before the first."""
        return self._last

    @property
    def exists(self) -> bool:
        """Say whether there is a file."""
        return self.path.exists()

    def commits(self, after: int = 0) -> Iterator[Commit]:
        """Yield the commits that came after one, in their order."""
        return (commit for commit, _ in self._read() if commit.sequence > after)

    def contents(self, *, until: int) -> dict[URIRef, Content]:
        """Return what every graph holds that is there after a commit."""
        found: dict[URIRef, Content] = {}
        for commit in self.commits():
            if commit.sequence <= until:
                found |= commit.contents
        return {graph: content for graph, content in found.items() if content.triples}

    def following(self, contents: Mapping[URIRef, Content], *, quads: int) -> Commit:
        """Return the commit that would come next."""
        if self._last is None:
            return Commit(1, contents, quads)
        return Commit(self._last.sequence + 1, contents, quads, self._last.digest)

    def begin(self) -> None:
        """Make the file when there is none, so that one that lacks lines can be told from none."""
        if self.exists:
            return
        with private_creation(), self.path.open("xb") as stream:
            os.fsync(stream.fileno())
        sync_path(self.path.parent)

    def append(self, commit: Commit) -> None:
        """Write a commit after the last one and sync it; raises OSError when it cannot be.

        Raises StoreDamaged when it does not follow from the last one.
        """
        if commit.previous != (self._last.digest if self._last else _NO_COMMIT):
            raise self._damaged("the next commit does not follow from its last line")
        self.begin()
        with self.path.open("r+b") as stream:
            # Over what a killed process or a full disk may have left of an unfinished line.
            stream.truncate(self._end)
            stream.seek(self._end)
            stream.write(commit.line().encode("utf-8") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
            end = stream.tell()
        self._last, self._end = commit, end

    def _read(self) -> Iterator[tuple[Commit, int]]:
        """Yield each commit and where its line ends."""
        if not self.path.exists():
            return
        before, end = _NO_COMMIT, 0
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                end += len(line)
                if not line.endswith(b"\n"):
                    return
                try:
                    commit = Commit.of_line(line[:-1].decode("utf-8"))
                except ValueError as error:
                    raise self._damaged(f"line {number} is not what was written") from error
                if commit.previous != before:
                    raise self._damaged(f"line {number} does not follow from the line before it")
                before = commit.digest
                yield commit, end

    def _damaged(self, what: str) -> StoreDamaged:
        return damaged_ledger(self.path, what)
