"""What follows from the ontology, written out, so that queries need one hop and no paths.

Five relations are closed: `rdfs:subClassOf` of named classes (reflexive and transitive),
`spine:within` of levels and level sets (reflexive and transitive), `spine:hasLevel` of level sets,
`spine:partOf` of structures and `spine:caudalTo` of levels of one kind (both transitive).
"""

from collections.abc import Iterator, Mapping

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.errors import InvalidOntology
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.relations import members_between, reach

__all__ = ["Triple", "closure_triples"]

Triple = tuple[URIRef, URIRef, URIRef]


def closure_triples(ontology: Graph) -> tuple[Triple, ...]:
    """Return the triples that follow from the ontology's source, sorted, without duplicates.

    Raises InvalidOntology when a level set names no level, or a relation runs in a circle.
    """
    members = _members(ontology)
    triples = {
        *_subclasses(ontology),
        *_within(ontology, members),
        *((name, SPINE.hasLevel, level) for name, levels in members.items() for level in levels),
        *_transitive(ontology, SPINE.partOf, SPINE.partOf),
        *_transitive(ontology, SPINE.immediatelyCaudalTo, SPINE.caudalTo),
    }
    return tuple(sorted(triples))


def _steps(ontology: Graph, predicate: URIRef) -> dict[URIRef, frozenset[URIRef]]:
    """Return the named terms that a predicate links, by subject; class expressions are left out."""
    steps: dict[URIRef, set[URIRef]] = {}
    for subject, target in ontology.subject_objects(predicate):
        if isinstance(subject, URIRef) and isinstance(target, URIRef):
            steps.setdefault(subject, set()).add(target)
    return {subject: frozenset(targets) for subject, targets in steps.items()}


def _subclasses(ontology: Graph) -> Iterator[Triple]:
    parents = _steps(ontology, RDFS.subClassOf)
    classes = {name for name in ontology.subjects(RDF.type, OWL.Class) if isinstance(name, URIRef)}
    for name in classes:
        yield from ((name, RDFS.subClassOf, parent) for parent in {name, *reach(name, parents)})


def _transitive(ontology: Graph, asserted: URIRef, closed: URIRef) -> Iterator[Triple]:
    steps = _steps(ontology, asserted)
    for name in steps:
        reached = reach(name, steps)
        if name in reached:
            raise InvalidOntology(f"{name} is {closed.fragment} itself; the chain runs in a circle")
        yield from ((name, closed, other) for other in reached)


def _members(ontology: Graph) -> dict[URIRef, tuple[URIRef, ...]]:
    """Return the levels of every level set; a junction has those of its default extent."""
    orders = _orders(ontology)
    also = _steps(ontology, SPINE.alsoContains)
    members: dict[URIRef, tuple[URIRef, ...]] = {}
    for name, first in ontology.subject_objects(SPINE.firstLevel):
        last = ontology.value(name, SPINE.lastLevel)
        if not (
            isinstance(name, URIRef) and isinstance(first, URIRef) and isinstance(last, URIRef)
        ):
            raise InvalidOntology(f"level set {name} needs one first and one last level")
        members[name] = members_between(orders, first, last, also.get(name, frozenset()))
    for name, extents in _steps(ontology, SPINE.defaultExtent).items():
        (extent,) = extents
        members[name] = members[extent]
    return members


def _orders(ontology: Graph) -> dict[URIRef, int]:
    return {
        name: int(str(order))
        for name, order in ontology.subject_objects(SPINE.levelOrder)
        if isinstance(name, URIRef)
    }


def _within(ontology: Graph, members: Mapping[URIRef, tuple[URIRef, ...]]) -> Iterator[Triple]:
    for level in _orders(ontology):
        yield level, SPINE.within, level
    for name, levels in members.items():
        yield from ((level, SPINE.within, name) for level in levels)
        for other, its_levels in members.items():
            if set(levels) <= set(its_levels):
                yield name, SPINE.within, other
