"""Terms of rdflib to terms of Oxigraph and back."""

import pyoxigraph
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import IdentifiedNode

from kg.errors import InvalidValue
from kg.triples.terms import Term, Triple, canonical

__all__ = [
    "EngineTerm",
    "EngineTriple",
    "from_engine",
    "from_engine_triple",
    "to_engine",
    "to_engine_triple",
]

#: Quoted triples are among Oxigraph's types, never among our data.
EngineNode = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Triple
EngineTerm = EngineNode | pyoxigraph.Literal
EngineTriple = tuple[EngineNode, pyoxigraph.NamedNode, EngineTerm]


def to_engine(term: Term) -> EngineTerm:
    """Return Oxigraph's term for one of rdflib.

    Raises InvalidValue when it is no valid IRI or holds what is not Unicode.
    """
    try:
        match canonical(term):
            case URIRef() as iri:
                return pyoxigraph.NamedNode(str(iri))
            case BNode() as node:
                return pyoxigraph.BlankNode(str(node))
            case Literal() as literal:
                return _to_engine_literal(literal)
    except ValueError as error:
        raise InvalidValue(f"a {type(term).__name__} is malformed: it cannot be stored") from error
    raise InvalidValue(f"a {type(term).__name__} cannot be stored")


def from_engine(term: object) -> Term:
    """Return rdflib's term for one of Oxigraph.

    Raises InvalidValue for a quoted triple, which the data never holds.
    """
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            return _from_engine_literal(term)
    raise InvalidValue(f"a {type(term).__name__} has no place in an answer")


def to_engine_triple(triple: Triple) -> EngineTriple:
    """Return Oxigraph's terms for a triple of rdflib; raises what `to_engine` raises."""
    subject, predicate, value = (to_engine(term) for term in triple)
    if isinstance(subject, pyoxigraph.Literal) or not isinstance(predicate, pyoxigraph.NamedNode):
        raise InvalidValue("a triple starts with a node and has an IRI in its middle")
    return subject, predicate, value


def from_engine_triple(triple: "pyoxigraph.Triple | pyoxigraph.Quad") -> Triple:
    """Return rdflib's terms for a triple, or for a quad without its graph."""
    subject, predicate = from_engine(triple.subject), from_engine(triple.predicate)
    if not isinstance(subject, IdentifiedNode) or not isinstance(predicate, URIRef):
        raise InvalidValue("a triple starts with a node and has an IRI in its middle")
    return subject, predicate, from_engine(triple.object)


def _to_engine_literal(literal: Literal) -> pyoxigraph.Literal:
    if literal.language:
        return pyoxigraph.Literal(str(literal), language=literal.language)
    if literal.datatype is None:
        return pyoxigraph.Literal(str(literal))
    return pyoxigraph.Literal(str(literal), datatype=pyoxigraph.NamedNode(str(literal.datatype)))


def _from_engine_literal(literal: pyoxigraph.Literal) -> Literal:
    if literal.language:
        return Literal(literal.value, lang=literal.language)
    if literal.datatype.value == str(XSD.string):
        return Literal(literal.value)
    return Literal(literal.value, datatype=URIRef(literal.datatype.value), normalize=False)
