"""What is wrong with the ontology, told before anybody reads a report with it.

Style rules are those of `ontology/README.md`; contradictions are for `hermit`.
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.vocabulary.namespaces import SPINE

__all__ = [
    "clashing_labels",
    "classes_as_individuals",
    "unfinished_terms",
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
