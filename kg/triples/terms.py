"""The parts of a triple, their order, and the one way in which numbers are written."""

from collections.abc import Iterable
from decimal import Decimal

from rdflib import XSD, Literal, URIRef
from rdflib.term import IdentifiedNode

__all__ = ["Term", "Triple", "canonical", "decimal_literal", "sorted_triples", "term_order"]

Term = IdentifiedNode | Literal
Triple = tuple[IdentifiedNode, URIRef, Term]
TermOrder = tuple[str, str, str, str]


def decimal_literal(value: Decimal) -> Literal:
    """Return `value` without trailing zeros or exponent, as every engine can keep it.

    >>> decimal_literal(Decimal("4.50")).n3()
    '"4.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal("0" if text in {"-0", ""} else text, datatype=XSD.decimal, normalize=False)


def canonical(term: Term) -> Term:
    """Return the term in the form in which every engine gives it back.

    Oxigraph rewrites `4.50` to `4.5` and knows no difference between a plain literal and an
    xsd:string; without this, adding the same report twice would look like a change.
    """
    if not isinstance(term, Literal) or term.datatype is None:
        return term
    if term.datatype == XSD.string:
        return Literal(str(term))
    if term.datatype == XSD.decimal and isinstance(term.value, Decimal) and term.value.is_finite():
        return decimal_literal(term.value)
    if term.datatype == XSD.integer and isinstance(term.value, int):
        return Literal(str(term.value), datatype=XSD.integer, normalize=False)
    return term


def term_order(term: Term) -> TermOrder:
    """Return the key by which terms are sorted: by kind, then text, datatype and language."""
    if isinstance(term, Literal):
        return ("Literal", str(term), str(term.datatype or ""), term.language or "")
    return (type(term).__name__, str(term), "", "")


def sorted_triples(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return the triples sorted, each once."""
    return tuple(sorted(set(triples), key=_triple_order))


def _triple_order(triple: Triple) -> tuple[TermOrder, TermOrder, TermOrder]:
    subject, predicate, value = triple
    return (term_order(subject), term_order(predicate), term_order(value))
