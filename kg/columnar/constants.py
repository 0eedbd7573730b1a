"""RDF terms of a query as values of SQL."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from kg.columnar.kinds import Kind, Value, quoted
from kg.columnar.numbers import Numbers, local_part, table_of
from kg.errors import NotColumnar
from kg.triples.terms import canonical

__all__ = ["constant"]


def constant(term: Node, numbers: Numbers) -> Value:
    """Return the value that a term of a query stands for.

    Raises NotColumnar for a literal of a datatype that no column has.
    """
    return replace(_value(term, numbers), is_certain=True, is_constant=True)


def _value(term: Node, numbers: Numbers) -> Value:
    if isinstance(term, URIRef):
        number = numbers.find(str(term))
        local = local_part(str(term))
        tables = frozenset({(table_of(local) if local else None) or "terms"})
        # In brackets, so that it is never taken for the place of a column.
        return Value(f"({number})", Kind.IRI, tables=tables, text=quoted(str(term)))
    if not isinstance(term, Literal):
        raise NotColumnar("a blank node as a value")
    if term.language:
        return Value(
            quoted(str(term)),
            Kind.LANGUAGE_STRING,
            is_certain=True,
            language=quoted(term.language.lower()),
        )
    return _literal(term)


def _literal(term: Literal) -> Value:
    standard = canonical(term)
    text, kind = str(standard), str(term.datatype or XSD.string)
    try:
        if kind == str(XSD.string):
            return Value(quoted(text), Kind.STRING)
        if kind == str(XSD.integer):
            return Value(f"({int(text)})", Kind.INTEGER)
        if kind == str(XSD.decimal):
            return Value(f"CAST('{Decimal(text):f}' AS DECIMAL(38, 6))", Kind.DECIMAL)
        if kind == str(XSD.date) and date.fromisoformat(text).isoformat() == text:
            return Value(f"DATE '{text}'", Kind.DATE)
        if kind == str(XSD.boolean) and text in {"true", "false"}:
            return Value(text.upper(), Kind.BOOLEAN)
    except (ValueError, InvalidOperation) as error:
        raise NotColumnar(f"a malformed {kind}") from error
    raise NotColumnar(f"a literal of the datatype {kind}")
