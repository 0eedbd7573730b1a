"""Prepared reports as files that any engine can load in bulk: N-Quads, and findings as Parquet.

A part is named by what is in it, and is there wholly or not: a batch that is worked on twice, as
happens when a worker is lost, gives the same file once.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pyoxigraph
from rdflib import URIRef

from kg.columnar.cells import Cell
from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers
from kg.columnar.rows import Rows
from kg.columnar.schema import TABLES
from kg.errors import UnreadableInput, UnwritableOutput
from kg.store.engine_files import private_creation, sync_path
from kg.store.graph_update import named_quads_of
from kg.store.interface import Store
from kg.store.terms import from_n_triples

__all__ = ["load_parts", "write_part"]

_QUADS, _FINDINGS = ".nq", ".findings.parquet"
#: Graphs that are stored together.
_TOGETHER = 1_000


def write_part(folder: Path, contents: Mapping[URIRef, bytes]) -> str:
    """Write the graphs of reports as one part and return its name.

    Raises UnwritableOutput when the files cannot be written.
    """
    quads = b"".join(
        named_quads_of(pyoxigraph.NamedNode(str(graph)), contents[graph])
        for graph in sorted(contents)
    )
    name = f"part-{sha256(quads).hexdigest()[:32]}"
    _whole_file(folder / f"{name}{_QUADS}", lambda draft: draft.write_bytes(quads))
    table = _findings(contents)
    _whole_file(
        folder / f"{name}{_FINDINGS}", lambda draft: pyarrow.parquet.write_table(table, draft)
    )
    return name


def load_parts(folder: Path, store: Store) -> int:
    """Store the graphs of all parts in a folder and return how many there are.

    Raises UnreadableInput, with the part, when one is not what `write_part` wrote.
    """
    loaded = 0
    waiting: dict[URIRef, bytes] = {}
    for path in sorted(folder.glob(f"part-*{_QUADS}")):
        waiting |= dict(_graphs(path))
        if len(waiting) >= _TOGETHER:
            store.replace_contents(waiting)
            loaded += len(waiting)
            waiting = {}
    store.replace_contents(waiting)
    return loaded + len(waiting)


def _graphs(path: Path) -> Iterator[tuple[URIRef, bytes]]:
    content = path.read_bytes()
    if path.name != f"part-{sha256(content).hexdigest()[:32]}{_QUADS}":
        raise UnreadableInput(str(path), "not what was written; write the part anew")
    lines: dict[str, list[bytes]] = {}
    for line in content.splitlines():
        triple, _, graph = line.removesuffix(b"> .").rpartition(b" <")
        lines.setdefault(graph.decode("utf-8"), []).append(triple + b" .\n")
    for name, found in lines.items():
        yield URIRef(name), b"".join(found)


def _findings(contents: Mapping[URIRef, bytes]) -> pyarrow.Table:
    """Return one row for each finding, with names in the place of numbers."""
    rows = Rows(Numbers())
    for lines in contents.values():
        rows.add(from_n_triples(lines))
    names = {row[0]: local for nodes in rows.nodes.values() for local, row in nodes.items()}
    table = TABLES["findings"]
    found = list(rows.nodes["findings"].values())
    columns: dict[str, Sequence[object]] = {"finding": [row[1] for row in found]}
    for index, column in enumerate(table.columns, start=2):
        cells = [row[index] for row in found]
        if column.kind is Kind.IRI:
            columns[column.name] = [_name(cell, names, rows.numbers) for cell in cells]
        else:
            columns[column.name] = cells
    return pyarrow.table(
        {name: pyarrow.array(cells, pyarrow.string()) for name, cells in columns.items()}
    )


def _name(cell: Cell, names: Mapping[Cell, str], numbers: Numbers) -> str | None:
    if not isinstance(cell, int):
        return None
    return names.get(cell) or numbers.name(cell)


def _whole_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name and rename it; nothing is done when it is there."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with private_creation():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(draft)
        draft.chmod(0o600)
        sync_path(draft)
        draft.replace(path)
        sync_path(path.parent)
    except OSError as error:
        raise UnwritableOutput(str(path), f"cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
