"""What follows from the ontology as a user extends it, computed as the build computes it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import RDFS, SKOS, Graph, Literal, URIRef

from kg.vocabulary.closure import closure_triples
from kg.vocabulary.ontology import load_ontology

__all__ = ["extended_closure"]

#: Queries read the names of RDFS; who extends the ontology need write those of SKOS only.
_SAME = ((SKOS.prefLabel, RDFS.label), (SKOS.definition, RDFS.comment))


def extended_closure(
    files: Iterable[Path],
) -> frozenset[tuple[URIRef, URIRef, URIRef | Literal]]:
    """Return the closure of files, the user's own among them, and what names their terms.

    Raises InvalidOntology when a file is not Turtle or a level set names no level.
    """
    ontology = load_ontology(files)
    return frozenset((*closure_triples(ontology), *_names(ontology)))


def _names(ontology: Graph) -> Iterator[tuple[URIRef, URIRef, Literal]]:
    for published, plain in _SAME:
        for term, words in ontology.subject_objects(published):
            if not isinstance(term, URIRef) or not isinstance(words, Literal):
                continue
            if (term, plain, None) not in ontology:
                yield term, plain, words
