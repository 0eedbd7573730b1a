"""The records of commits inside the engine, each written in the transaction that it describes.

They stand in a graph of their own and not in the default graph, so no answer shows them.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import pyoxigraph
from rdflib import URIRef

from kg.errors import StoreDamaged
from kg.store.background import CONTENT_DIGEST, BackgroundGraph
from kg.store.ledger import Commit, Content, Ledger
from kg.store.terms import EngineTriple
from kg.vocabulary.namespaces import COMMITS_GRAPH, ONTOLOGY, SPINE, STORE_GRAPH

__all__ = [
    "changed_since",
    "commit_quad",
    "content_note",
    "content_of",
    "content_of_lines",
    "reconcile",
    "recorded",
]

_GRAPH = pyoxigraph.NamedNode(COMMITS_GRAPH)
_RECORD = pyoxigraph.NamedNode(str(SPINE.commitRecord))
#: Reports that a message names.
_SHOWN = 5
#: Of a hash: 128 bits.
_DIGITS = 32
_BLANK_NODE = b"_:"


def content_of(triples: Iterable[EngineTriple]) -> Content:
    """Return the count and the hash of triples, in whatever order they come."""
    lines = pyoxigraph.serialize(
        (pyoxigraph.Triple(*triple) for triple in frozenset(triples)),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
    )
    return content_of_lines(lines or b"")


def content_of_lines(lines: bytes) -> Content:
    """Return the count and the hash of N-Triples as Oxigraph writes them, in whatever order.

    There is no hash of what may be blank nodes, which an engine names as it likes.
    """
    found = set(lines.splitlines())
    if _BLANK_NODE in lines:
        return Content(len(found), "")
    return Content(len(found), sha256(b"\n".join(sorted(found))).hexdigest()[:_DIGITS])


def commit_quad(commit: Commit) -> pyoxigraph.Quad:
    """Return the record of a commit."""
    return pyoxigraph.Quad(
        _node(commit.sequence), _RECORD, pyoxigraph.Literal(commit.line()), _GRAPH
    )


def content_note(graph: BackgroundGraph) -> pyoxigraph.Quad:
    """Return the note that a graph has the content of its files."""
    return pyoxigraph.Quad(
        pyoxigraph.NamedNode(str(graph.name)),
        pyoxigraph.NamedNode(str(CONTENT_DIGEST)),
        pyoxigraph.Literal(graph.digest()),
        pyoxigraph.NamedNode(STORE_GRAPH),
    )


def recorded(engine: pyoxigraph.Store, sequence: int) -> Commit | None:
    """Return the commit with this number as the engine has it, None when it has none."""
    quad = next(engine.quads_for_pattern(_node(sequence), _RECORD, None, _GRAPH), None)
    if quad is None or not isinstance(quad.object, pyoxigraph.Literal):
        return None
    try:
        return Commit.of_line(quad.object.value)
    except ValueError:
        return None


def reconcile(engine: pyoxigraph.Store, ledger: Ledger, name: str) -> None:
    """Complete a ledger that lacks what the engine committed last.

    Raises StoreDamaged, with the reports, when the engine lacks what the ledger says it committed,
    and when there are commits but no ledger.
    """
    last = ledger.last
    if last is None and _has_commits(engine) and not (ledger.exists and recorded(engine, 1)):
        raise StoreDamaged(
            f"the ledger of the store {name} is gone, so nothing tells whether the store is "
            f"whole; restore a backup with `spinekg restore`"
        )
    if last is not None and recorded(engine, last.sequence) != last:
        raise _lost(engine, ledger, name)
    following = recorded(engine, last.sequence + 1 if last is not None else 1)
    if following is not None:
        engine.flush()  # what the ledger says must be on the disk
    while following is not None:
        ledger.append(following)
        following = recorded(engine, following.sequence + 1)


def _has_commits(engine: pyoxigraph.Store) -> bool:
    return next(engine.quads_for_pattern(None, _RECORD, None, _GRAPH), None) is not None


def _lost(engine: pyoxigraph.Store, ledger: Ledger, name: str) -> StoreDamaged:
    kept = max((one.sequence for one in _present(engine, ledger)), default=0)
    lost = sorted({graph for one in ledger.commits(kept) for graph in one.contents})
    shown = ", ".join(lost[:_SHOWN]) + (", …" if len(lost) > _SHOWN else "")
    return StoreDamaged(
        f"the store {name} has lost what it committed after commit {kept}: {len(lost)} graphs "
        f"({shown}); restore a backup with `spinekg restore`, or add the reports to a new store"
    )


def _present(engine: pyoxigraph.Store, ledger: Ledger) -> Iterator[Commit]:
    for commit in ledger.commits():
        if recorded(engine, commit.sequence) == commit:
            yield commit


def _node(sequence: int) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(f"{ONTOLOGY}/commit/{sequence}")


def changed_since(ledger: Ledger, sequence: int) -> frozenset[URIRef]:
    """Return the graphs that changed after a commit."""
    return frozenset(graph for commit in ledger.commits(sequence) for graph in commit.contents)
