"""What the graphs beside the reports say (ontology, closure, notes), as columns of one kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph
from rdflib import XSD

from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers, local_part, table_of

__all__ = ["BackgroundProperty", "background_properties"]

_Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
_KINDS = {
    str(XSD.string): Kind.STRING,
    str(XSD.integer): Kind.INTEGER,
    str(XSD.date): Kind.DATE,
}
_Row = tuple[int | str | date, ...]


@dataclass(frozen=True, slots=True)
class BackgroundProperty:
    """All that is said with one property; the objects are of one kind.

    A row is the subject's number and the object, and after a text in a language its tag. The
    tables are those in which subjects and objects have their rows, "terms" being the dictionary.
    """

    property: str
    kind: Kind
    rows: tuple[_Row, ...]
    subject_tables: frozenset[str]
    object_tables: frozenset[str]

    def column_kind(self) -> Kind:
        """Return the kind of the column that holds the objects."""
        return Kind.STRING if self.kind is Kind.LANGUAGE_STRING else self.kind


def background_properties(
    quads: Iterable[pyoxigraph.Quad], numbers: Numbers
) -> tuple[BackgroundProperty, ...]:
    """Return each property once, sorted; one with objects of several kinds is left out.

    What is not among them is not in the snapshot, and a query that asks for it goes elsewhere.
    """
    found: dict[str, _Gathered] = defaultdict(_Gathered)
    for quad in quads:
        gathered = found[quad.predicate.value]
        kind, cells = _object(quad.object, numbers)
        gathered.kinds.add(kind)
        gathered.rows.add((numbers.number(_name(quad.subject)), *cells))
        gathered.subject_tables.add(_table(quad.subject))
        if kind is Kind.IRI:
            gathered.object_tables.add(_table(quad.object))
    return tuple(_of_one_kind(found))


@dataclass(slots=True)
class _Gathered:
    kinds: set[Kind | None] = field(default_factory=set)
    rows: set[_Row] = field(default_factory=set)
    subject_tables: set[str] = field(default_factory=set)
    object_tables: set[str] = field(default_factory=set)


def _of_one_kind(found: Mapping[str, _Gathered]) -> Iterator[BackgroundProperty]:
    for name, one in sorted(found.items()):
        kinds = [kind for kind in one.kinds if kind is not None]
        if len(kinds) == len(one.kinds) == 1:
            yield BackgroundProperty(
                name,
                kinds[0],
                tuple(sorted(one.rows, key=repr)),
                frozenset(one.subject_tables),
                frozenset(one.object_tables),
            )


def _table(term: _Term) -> str:
    """Return the table in which a node has its row."""
    local = local_part(term.value) if isinstance(term, pyoxigraph.NamedNode) else None
    return (table_of(local) if local else None) or "terms"


def _object(term: _Term, numbers: Numbers) -> tuple[Kind | None, tuple[int | str | date, ...]]:
    """Return the kind of an object and its cells; the kind is None when it has no column."""
    if not isinstance(term, pyoxigraph.Literal):
        return Kind.IRI, (numbers.number(_name(term)),)
    if term.language:
        return Kind.LANGUAGE_STRING, (term.value, term.language)
    kind = _KINDS.get(term.datatype.value)
    try:
        if kind is Kind.INTEGER:
            return kind, (int(term.value),)
        if kind is Kind.DATE:
            return kind, (date.fromisoformat(term.value),)
    except ValueError:
        return None, (term.value,)
    return kind, (term.value,)


def _name(term: _Term) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value
    return str(term)  # a blank node, with its mark
