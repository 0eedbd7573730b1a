"""The values of the nodes of a small graph, refusing what is missing or too many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from rdflib import RDF, URIRef
from rdflib.term import IdentifiedNode

from kg.errors import InvalidFinding
from kg.triples.terms import Term, Triple
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["GraphValues", "local_name"]


def local_name(iri: str) -> str:
    """Return the name of an ontology term, which of a user's own term is its whole IRI.

    Raises InvalidFinding for an IRI that is no term.
    """
    if not iri.startswith(str(SPINE)) and iri not in load_vocabulary().parents:
        raise InvalidFinding(f"{iri} is not a term of the ontology {SPINE}")
    return iri.removeprefix(str(SPINE))


@dataclass(frozen=True, slots=True)
class GraphValues:
    """Triples by subject and predicate, with access that refuses what is missing."""

    values: Mapping[IdentifiedNode, Mapping[URIRef, list[Term]]]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Self:
        """Return the values of the triples."""
        values: dict[IdentifiedNode, dict[URIRef, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for subject, predicate, value in triples:
            values[subject][predicate].append(value)
        return cls({node: dict(properties) for node, properties in values.items()})

    def all(self, node: IdentifiedNode, predicate: URIRef) -> list[Term]:
        """Return the values of a property, sorted by their text."""
        return sorted(self.values.get(node, {}).get(predicate, []), key=str)

    def optional(self, node: IdentifiedNode, predicate: URIRef) -> str | None:
        """Return the only value of a property; raises InvalidFinding when there are several."""
        found = self.all(node, predicate)
        if len(found) > 1:
            raise InvalidFinding(f"{node} has {len(found)} values of {predicate}, expected one")
        return str(found[0]) if found else None

    def one(self, node: IdentifiedNode, predicate: URIRef) -> str:
        """Return the only value of a property; raises InvalidFinding when there is not one."""
        found = self.optional(node, predicate)
        if found is None:
            raise InvalidFinding(f"{node} has no {predicate}")
        return found

    def nodes(self, node: IdentifiedNode, predicate: URIRef) -> list[URIRef]:
        """Return the nodes that a property leads to, sorted."""
        return [URIRef(value) for value in self.all(node, predicate)]

    def texts(self, node: IdentifiedNode, predicate: URIRef) -> tuple[str, ...]:
        """Return the texts of a property, sorted."""
        return tuple(str(value) for value in self.all(node, predicate))

    def instances(self, kind: URIRef) -> list[URIRef]:
        """Return the nodes of a class, sorted."""
        typed = [node for node in self.values if kind in self.values[node].get(RDF.type, [])]
        return sorted(URIRef(node) for node in typed)
