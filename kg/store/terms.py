"""Terms of rdflib to terms of Oxigraph and back."""

from collections.abc import Iterable, Iterator

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
    "from_n_triples",
    "to_engine",
    "to_engine_triple",
    "to_n_triples",
]

#: Quoted triples are among Oxigraph's types, never among our data.
EngineNode = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Triple
EngineTerm = EngineNode | pyoxigraph.Literal
EngineTriple = tuple[EngineNode, pyoxigraph.NamedNode, EngineTerm]
_N_TRIPLES = pyoxigraph.RdfFormat.N_TRIPLES


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
    subject, predicate, value = triple
    return _checked(to_engine(subject), to_engine(predicate), to_engine(value))


def from_engine_triple(triple: "pyoxigraph.Triple | pyoxigraph.Quad") -> Triple:
    """Return rdflib's terms for a triple, or for a quad without its graph."""
    subject, predicate = from_engine(triple.subject), from_engine(triple.predicate)
    if not isinstance(subject, IdentifiedNode) or not isinstance(predicate, URIRef):
        raise InvalidValue("a triple starts with a node and has an IRI in its middle")
    return subject, predicate, from_engine(triple.object)


def to_n_triples(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples, one a line, in their order; raises what `to_engine` raises."""
    known: dict[Term, EngineTerm] = {}

    def engine_term(term: Term) -> EngineTerm:
        # Most terms of a report come many times, and a term takes longer to make than to find.
        found = known.get(term)
        if found is None:
            found = known[term] = to_engine(term)
        return found

    lines = pyoxigraph.serialize(
        (
            pyoxigraph.Triple(*_checked(engine_term(one), engine_term(two), engine_term(three)))
            for one, two, three in triples
        ),
        format=_N_TRIPLES,
    )
    return lines or b""


def from_n_triples(lines: bytes) -> Iterator[pyoxigraph.Quad]:
    """Yield what stands in the lines that `to_n_triples` wrote, as Oxigraph's terms."""
    return pyoxigraph.parse(lines, format=_N_TRIPLES)


def _checked(subject: EngineTerm, predicate: EngineTerm, value: EngineTerm) -> EngineTriple:
    if isinstance(subject, pyoxigraph.Literal) or not isinstance(predicate, pyoxigraph.NamedNode):
        raise InvalidValue("a triple starts with a node and has an IRI in its middle")
    return subject, predicate, value


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
