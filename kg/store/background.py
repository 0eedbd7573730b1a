"""The graphs that a store holds beside the reports: the ontology and its closure."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyoxigraph
from rdflib import URIRef

from kg.errors import InvalidOntology
from kg.store.terms import to_engine_triple
from kg.vocabulary.extended_closure import extended_closure
from kg.vocabulary.extension import extension_files
from kg.vocabulary.namespaces import CLOSURE_GRAPH, ONTOLOGY, SPINE
from kg.vocabulary.ontology import closure_file, ontology_files
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["CONTENT_DIGEST", "BackgroundGraph", "background_digest", "shipped_graphs"]

#: Says of a graph which content it was loaded from, so that it is loaded once.
CONTENT_DIGEST = SPINE.contentDigest


@dataclass(frozen=True, slots=True)
class BackgroundGraph:
    """A graph whose content is that of Turtle files."""

    name: URIRef
    files: tuple[Path, ...]

    def digest(self) -> str:
        """Return the hash of the files' bytes.

        Raises InvalidOntology when one cannot be read.
        """
        hashed = sha256()
        for path in self.files:
            content = _content(path)
            hashed.update(len(content).to_bytes(8, "big"))
            hashed.update(content)
        return hashed.hexdigest()

    def triples(self) -> frozenset[pyoxigraph.Triple]:
        """Return the triples of all files; blank nodes of different files stay apart.

        Raises InvalidOntology, naming the file, when one is not Turtle.
        """
        return frozenset(triple for path in self.files for triple in _parsed(path))


@dataclass(frozen=True, slots=True)
class ExtendedClosure(BackgroundGraph):
    """The closure of an ontology that a user extends, computed when it is first loaded."""

    def triples(self) -> frozenset[pyoxigraph.Triple]:
        """Return what follows from the files; raises InvalidOntology when one is not Turtle."""
        return frozenset(
            pyoxigraph.Triple(*to_engine_triple(triple)) for triple in extended_closure(self.files)
        )


@cache
def shipped_graphs() -> tuple[BackgroundGraph, ...]:
    """Return the ontology and its closure as shipped with this package, or as the user extends it.

    Raises InvalidOntology when a file is missing, or the user's own terms do not fit.
    """
    if not closure_file().is_file():
        raise InvalidOntology(f"{closure_file().name} is missing; write it with `make ontology`")
    ontology = BackgroundGraph(URIRef(ONTOLOGY), ontology_files())
    if not extension_files():
        return (ontology, BackgroundGraph(URIRef(CLOSURE_GRAPH), (closure_file(),)))
    load_vocabulary()  # refuses what does not fit, before a store takes it in
    return (ontology, ExtendedClosure(URIRef(CLOSURE_GRAPH), ontology_files()))


def background_digest() -> str:
    """Return the hash of the ontology and its closure.

    Raises InvalidOntology when a file cannot be read.
    """
    hashed = sha256()
    for graph in shipped_graphs():
        hashed.update(graph.digest().encode("ascii"))
    return hashed.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidOntology(f"{path.name} cannot be read; reinstall the package") from error


def _parsed(path: Path) -> list[pyoxigraph.Triple]:
    turtle = pyoxigraph.RdfFormat.TURTLE
    try:
        quads = pyoxigraph.parse(_content(path), turtle, rename_blank_nodes=True)
        return [quad.triple for quad in quads]
    except SyntaxError as error:
        raise InvalidOntology(f"{path.name} is not Turtle") from error
