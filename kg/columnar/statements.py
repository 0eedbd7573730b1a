"""What graphs say that are not those of reports, property by property, as columns of one kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph
from rdflib import RDF

from kg.columnar.cells import Cell, literal_cell, literal_kind
from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers, local_part, table_of

__all__ = ["Gathered", "Statements"]

_Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
_TYPE = str(RDF.type)


@dataclass(slots=True)
class Statements:
    """All that is said with one property, its name.

    A row is the subject's number and the object, after a text in a language its tag, and then the
    graph's number when there is one. The tables are those in which subjects and objects have their
    rows, "terms" being the dictionary.
    """

    name: str
    kinds: set[Kind | None] = field(default_factory=set)
    rows: set[tuple[Cell, ...]] = field(default_factory=set)
    subject_tables: set[str] = field(default_factory=set)
    object_tables: set[str] = field(default_factory=set)

    @property
    def kind(self) -> Kind | None:
        """Return the kind of all objects, None when there are several or it has no column."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None


@dataclass(slots=True)
class Gathered:
    """Statements that are gathered from graphs, the classes of nodes, and new nodes.

    `classes` are pairs of a class's number and the table of an instance; `nodes` are the derived
    nodes that are named, by local part.
    """

    numbers: Numbers
    statements: dict[str, Statements] = field(default_factory=dict)
    classes: set[tuple[int, str]] = field(default_factory=set)
    nodes: dict[str, int] = field(default_factory=dict)

    def add(self, quads: Iterable[pyoxigraph.Quad], graph: int | None = None) -> None:
        """Add what a graph says; its number comes last in each row."""
        for quad in quads:
            self._add(quad, () if graph is None else (graph,))

    def of_one_kind(self) -> Iterator[Statements]:
        """Yield each property whose objects are of one kind, sorted.

        What is not among them is not in the snapshot, and a query that asks for it goes elsewhere.
        """
        for _, one in sorted(self.statements.items()):
            if one.kind is not None:
                yield one

    def _add(self, quad: pyoxigraph.Quad, graph: tuple[int, ...]) -> None:
        name = quad.predicate.value
        found = self.statements.setdefault(name, Statements(name))
        kind, cells = self._object(quad.object)
        subject = self._node(quad.subject)
        found.kinds.add(kind)
        found.rows.add((subject, *cells, *graph))
        table = _table(quad.subject)
        found.subject_tables.add(table)
        if kind is Kind.IRI:
            found.object_tables.add(_table(quad.object))
        if name == _TYPE and isinstance(cells[0], int):
            self.classes.add((cells[0], table))

    def _object(self, term: _Term) -> tuple[Kind | None, tuple[Cell, ...]]:
        """Return the kind of an object and its cells; the kind is None when it has no column."""
        if not isinstance(term, pyoxigraph.Literal):
            return Kind.IRI, (self._node(term),)
        kind = literal_kind(term)
        try:
            cell = literal_cell(term, kind) if kind else None
        except ValueError:
            kind = cell = None
        if kind is None:
            return None, (None,)
        return kind, (cell, term.language) if kind is Kind.LANGUAGE_STRING else (cell,)

    def _node(self, term: _Term) -> int:
        name = term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)
        number = self.numbers.number(name)
        if _table(term) == "derived":
            self.nodes[local_part(name) or ""] = number
        return number


def _table(term: _Term) -> str:
    """Return the table in which a node has its row."""
    local = local_part(term.value) if isinstance(term, pyoxigraph.NamedNode) else None
    return (table_of(local) if local else None) or "terms"
