"""The graph of a report as rows of the snapshot's tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph
from rdflib import RDF

from kg.columnar.cells import Cell, literal_cell
from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers, local_part, node_number, table_of
from kg.columnar.schema import LINKS, TABLES, UNHELD
from kg.errors import NotColumnar
from kg.vocabulary.namespaces import SPINE

__all__ = ["Rows"]

_Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
#: Where a property of a node of a table goes: the table, the place in the row, the kind, and
#: whether the row is that of the object; the place is -1 for a table of two columns.
_Place = tuple[str, int, Kind, bool]

_TYPE = str(RDF.type)
_UNHELD = frozenset(map(str, UNHELD))
_NUMBER_AND_NAME = 2


def _places() -> Mapping[tuple[str, str], _Place]:
    places: dict[tuple[str, str], _Place] = {}
    for table in TABLES.values():
        for index, column in enumerate(table.columns, start=_NUMBER_AND_NAME):
            # The subject of an owning property is in the table of findings.
            subject = "findings" if column.is_owner else table.name
            place = (table.name, index, column.kind, column.is_owner)
            places[subject, str(column.property)] = place
    for link in LINKS:
        places[link.table, str(link.property)] = (link.name, -1, link.kind, False)
    return places


_PLACES = _places()
_PRESENT, _CURRENT = str(SPINE.Present), str(SPINE.Current)
_INDEX = {
    column.name: index
    for index, column in enumerate(TABLES["findings"].columns, start=_NUMBER_AND_NAME)
}


@dataclass(slots=True)
class Rows:
    """Rows that are gathered from graphs; nodes that several graphs speak of have one row.

    `nodes` holds for each table the rows by local part, each with its number and the local part
    before its columns; `links` the rows of the tables of two columns.
    """

    numbers: Numbers
    nodes: dict[str, dict[str, list[Cell]]] = field(
        default_factory=lambda: {name: {} for name in TABLES}
    )
    links: dict[str, set[tuple[int, Cell]]] = field(
        default_factory=lambda: {link.name: set() for link in LINKS}
    )

    def add(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Add the rows of the graph of one report.

        Raises NotColumnar, with the property, when a triple fits no column.
        """
        types: dict[str, set[str]] = {}
        for quad in quads:
            subject = _node(quad.subject)
            predicate = quad.predicate.value
            if predicate == _TYPE and isinstance(quad.object, pyoxigraph.NamedNode):
                types.setdefault(subject, set()).add(quad.object.value)
            elif predicate not in _UNHELD:
                self._place(subject, predicate, quad.object)
        self._check(types)

    def _place(self, subject: str, predicate: str, value: _Term) -> None:
        place = _PLACES.get((table_of(subject) or "", predicate))
        if place is None:
            raise NotColumnar(f"a report says {predicate} of something that has no such column")
        table, index, kind, is_owner = place
        if index < 0:
            self.links[table].add((node_number(subject), self._cell(value, kind, predicate)))
            return
        cell: Cell = node_number(subject) if is_owner else self._cell(value, kind, predicate)
        row = self._row(table, _node(value) if is_owner else subject)
        if row[index] is not None and row[index] != cell:
            raise NotColumnar(f"two values of {predicate}")
        row[index] = cell

    def _row(self, table: str, local: str) -> list[Cell]:
        rows = self.nodes[table]
        row = rows.get(local)
        if row is None:
            if table_of(local) != table:
                raise NotColumnar("a node whose IRI is of another kind")
            width = len(TABLES[table].columns)
            row = rows[local] = [node_number(local), local, *([None] * width)]
        return row

    def _cell(self, value: _Term, kind: Kind, predicate: str) -> Cell:
        try:
            if kind is Kind.IRI and isinstance(value, pyoxigraph.NamedNode):
                return self.numbers.number(value.value)
            if isinstance(value, pyoxigraph.Literal):
                return literal_cell(value, kind)
        except ValueError:
            pass  # said below, in one way for all
        raise NotColumnar(f"a value of {predicate} that is no {kind}")

    def _check(self, types: Mapping[str, set[str]]) -> None:
        """Do nothing when the classes of all nodes are those that follow from their rows."""
        for local, found in types.items():
            table = table_of(local)
            row = self.nodes[table].get(local) if table else None
            if table is None or row is None or found != self._classes(table, row):
                raise NotColumnar("a node with classes that do not follow from its properties")

    def _classes(self, table: str, row: list[Cell]) -> set[str]:
        """Return the classes of a node; see `kg.triples.finding_triples`."""
        if table != "findings":
            return set(map(str, TABLES[table].classes))
        kind, status = self._name(row, "type"), self._name(row, "status")
        classes = {str(SPINE.Finding), f"{status}Finding"}
        if status == _PRESENT and self._name(row, "temporality") == _CURRENT:
            classes.add(kind)
        return classes

    def _name(self, row: list[Cell], column: str) -> str:
        number = row[_INDEX[column]]
        return self.numbers.name(number) if isinstance(number, int) else ""


def _node(term: _Term) -> str:
    local = local_part(term.value) if isinstance(term, pyoxigraph.NamedNode) else None
    if local is None:
        raise NotColumnar("a report speaks of a node that is not of the data")
    return local
