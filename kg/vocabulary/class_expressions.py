"""What a defined class means, as plain values: read from its OWL definition, unfolded."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from rdflib import OWL, RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Node

from kg.errors import InvalidOntology

__all__ = [
    "All",
    "Any",
    "Expression",
    "Named",
    "Some",
    "Value",
    "defined_classes",
]


@dataclass(frozen=True, slots=True)
class Named:
    """The instances of a class of the ontology."""

    iri: URIRef


@dataclass(frozen=True, slots=True)
class All:
    """What is an instance of all parts."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What is an instance of at least one part."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """What has a value of a property, or is one where `is_inverse`, that is of a kind."""

    property: URIRef
    kind: "Expression"
    is_inverse: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What has a certain value of a property."""

    property: URIRef
    value: URIRef


Expression: TypeAlias = Named | All | Any | Some | Value


def defined_classes(ontology: Graph) -> Mapping[URIRef, Expression]:
    """Return the definitions of all classes that are defined by an equivalence, by class.

    A defined class within a definition is unfolded, so that each definition stands for itself.
    Raises InvalidOntology for what is no expression that rules can be made of, and for a class
    that is defined by itself.
    """
    definitions: dict[URIRef, Node] = {}
    for subject, definition in ontology.subject_objects(OWL.equivalentClass):
        if not (isinstance(subject, URIRef) and isinstance(definition, BNode)):
            continue
        if subject in definitions:
            raise InvalidOntology(f"{_short(ontology, subject)} is defined twice")
        definitions[subject] = definition
    reader = _Reader(ontology, definitions)
    return MappingProxyType(
        {name: reader.expression(definitions[name], (name,)) for name in sorted(definitions)}
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    ontology: Graph
    definitions: Mapping[URIRef, Node]

    def expression(self, node: Node, within: tuple[URIRef, ...]) -> Expression:
        """Return a class expression; `within` are the classes whose definition it is a part of."""
        if isinstance(node, URIRef):
            return self._named(node, within)
        for listing, whole in ((OWL.intersectionOf, All), (OWL.unionOf, Any)):
            if (first := self.ontology.value(node, listing)) is not None:
                members = Collection(self.ontology, first)
                return whole(tuple(self.expression(member, within) for member in members))
        if (node, RDF.type, OWL.Restriction) in self.ontology:
            return self._restriction(node, within)
        raise InvalidOntology(
            f"the definition of {_short(self.ontology, within[0])} has a part that is no class, "
            "union, intersection or restriction"
        )

    def _named(self, name: URIRef, within: tuple[URIRef, ...]) -> Expression:
        if name in within:
            raise InvalidOntology(f"{_short(self.ontology, name)} is defined by itself")
        if name in self.definitions:
            return self.expression(self.definitions[name], (*within, name))
        return Named(name)

    def _restriction(self, node: Node, within: tuple[URIRef, ...]) -> Expression:
        properties, is_inverse = self.ontology.value(node, OWL.onProperty), False
        if isinstance(properties, BNode):
            properties, is_inverse = self.ontology.value(properties, OWL.inverseOf), True
        kind = self.ontology.value(node, OWL.someValuesFrom)
        value = self.ontology.value(node, OWL.hasValue)
        if isinstance(properties, URIRef):
            if kind is not None:
                return Some(properties, self.expression(kind, within), is_inverse)
            if isinstance(value, URIRef) and not is_inverse:
                return Value(properties, value)
        raise InvalidOntology(
            f"the definition of {_short(self.ontology, within[0])} has a restriction other than "
            "someValuesFrom of a class or hasValue of an individual"
        )


def _short(ontology: Graph, name: URIRef) -> str:
    return ontology.qname(name)
