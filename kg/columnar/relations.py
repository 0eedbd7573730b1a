"""Where the triples of a property are: in which column, table of two columns, or background."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
from rdflib import RDF

from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers
from kg.columnar.schema import LINKS, TABLES, TYPES, Column
from kg.vocabulary.namespaces import SPINE

__all__ = ["BACKGROUND", "Pairs", "Relations", "read_numbers"]

#: The place of nodes that have no row of their own.
BACKGROUND = "terms"
_TYPE = str(RDF.type)


@dataclass(frozen=True, slots=True)
class Pairs:
    """A table of subjects and objects."""

    name: str
    kind: Kind
    subject_tables: frozenset[str]
    object_tables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relations:
    """All that a snapshot holds, by property."""

    numbers: Numbers
    #: By property and table of the subject.
    columns: Mapping[tuple[str, str], Column]
    #: By property: the column and the table of the object, whose rows name their subject.
    owners: Mapping[str, tuple[Column, str]]
    links: Mapping[tuple[str, str], Pairs]
    background: Mapping[str, Pairs]
    #: The tables of the instances that a class has by what the background says.
    instance_tables: Mapping[int, frozenset[str]]
    #: The types of findings.
    finding_types: frozenset[int]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, numbers: Numbers) -> "Relations":
        """Return what is in an open snapshot."""
        columns, owners = {}, {}
        for table in TABLES.values():
            for column in table.columns:
                if column.is_owner:
                    owners[str(column.property)] = (column, table.name)
                else:
                    columns[str(column.property), table.name] = column
        links = {
            (str(link.property), link.table): Pairs(
                link.name, link.kind, frozenset({link.table}), frozenset({link.target})
            )
            for link in LINKS
        }
        background = {
            row[0]: Pairs(row[1], Kind(row[2]), frozenset(row[3]), frozenset(row[4]))
            for row in connection.execute("FROM relations").fetchall()
        }
        instances: dict[int, set[str]] = defaultdict(set)
        for number, name in connection.execute(
            "SELECT class, name FROM instance_tables"
        ).fetchall():
            instances[number].add(name)
        types = connection.execute("SELECT DISTINCT type FROM findings").fetchall()
        return cls(
            numbers,
            columns,
            owners,
            links,
            background,
            {number: frozenset(names) for number, names in instances.items()},
            frozenset(number for (number,) in types),
        )

    def owner(self, property: str) -> tuple[Column, str] | None:
        """Return the owning column of a property, unless the background has triples of it too."""
        return None if property in self.background else self.owners.get(property)

    def subject_tables(self, property: str) -> frozenset[str]:
        """Return the tables in which a subject of the property may have its row."""
        found = {table for name, table in (*self.columns, *self.links) if name == property}
        if property in self.owners:
            found.add("findings")
        if property in self.background:
            found |= self.background[property].subject_tables
        return frozenset(found)

    def tables_of_class(self, number: int) -> frozenset[str]:
        """Return the tables in which an instance of a class may have its row."""
        fixed = {
            table.name
            for table in TABLES.values()
            for one in table.classes
            if self.numbers.find(str(one)) == number
        }
        beside = self.instance_tables.get(number, frozenset())
        if not fixed and (not beside or number in self.finding_types | self._status_classes):
            fixed = {"findings"}
        return beside.union(fixed)

    def are_said_beside(self, number: int, table: str) -> bool:
        """Say whether the background has instances of a class among the rows of a table."""
        return table in self.instance_tables.get(number, ())

    @property
    def _status_classes(self) -> frozenset[int]:
        names = ("Finding", "PresentFinding", "AbsentFinding", "PossibleFinding")
        return frozenset(self.numbers.find(str(SPINE[name])) for name in names)

    @property
    def types(self) -> Pairs:
        """Return the classes of all nodes."""
        tables = frozenset({*TABLES, BACKGROUND})
        return Pairs(TYPES, Kind.IRI, tables, frozenset({BACKGROUND}))


def read_numbers(connection: duckdb.DuckDBPyConnection) -> Numbers:
    """Return the dictionary of the snapshot."""
    rows = connection.execute("SELECT iri FROM terms ORDER BY number").fetchall()
    return Numbers.of(str(iri) for (iri,) in rows)
