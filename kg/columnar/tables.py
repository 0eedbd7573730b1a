"""The snapshot's tables in DuckDB: made, filled, and rid of the rows of reports that are gone."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import duckdb
import pyarrow
from rdflib import RDF

from kg.columnar.background_terms import BackgroundProperty
from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers
from kg.columnar.rows import DECIMAL_PLACES, Cell, Rows
from kg.columnar.schema import LINKS, TABLES, TYPES, Table
from kg.errors import NotColumnar
from kg.vocabulary.namespaces import SPINE

__all__ = [
    "create_tables",
    "insert_rows",
    "remove_reports",
    "replace_background",
]

_ARROW: Mapping[Kind, pyarrow.DataType] = MappingProxyType(
    {
        Kind.IRI: pyarrow.int64(),
        Kind.STRING: pyarrow.string(),
        Kind.INTEGER: pyarrow.int64(),
        Kind.DATE: pyarrow.date32(),
        Kind.DECIMAL: pyarrow.decimal128(18, DECIMAL_PLACES),
    }
)
_SQL: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.IRI: "BIGINT",
        Kind.STRING: "VARCHAR",
        Kind.INTEGER: "BIGINT",
        Kind.DATE: "DATE",
        Kind.DECIMAL: f"DECIMAL(18, {DECIMAL_PLACES})",
    }
)
_Schema = list[tuple[str, Kind]]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all tables, empty."""
    for table in TABLES.values():
        connection.execute(f"CREATE TABLE {table.name} ({_declared(_node_schema(table))})")
    for link in LINKS:
        schema = [("subject", Kind.IRI), ("object", link.kind)]
        connection.execute(f"CREATE TABLE {link.name} ({_declared(schema)})")
    connection.execute("CREATE TABLE terms (number BIGINT, iri VARCHAR)")
    connection.execute("CREATE TABLE facts (name VARCHAR, value VARCHAR)")
    connection.execute(
        "CREATE TABLE background_properties (property VARCHAR, name VARCHAR, kind VARCHAR, "
        "subject_tables VARCHAR[], object_tables VARCHAR[])"
    )


def insert_rows(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Insert gathered rows; a node that is there already must be as it is.

    Raises NotColumnar when two nodes share a number or a node is there with other values.
    """
    for name, nodes in rows.nodes.items():
        schema = _node_schema(TABLES[name])
        _insert(connection, name, _arrow(schema, list(nodes.values())))
    for link in LINKS:
        schema = [("subject", Kind.IRI), ("object", link.kind)]
        _insert(connection, link.name, _arrow(schema, list(rows.links[link.name])))
    known = _count(connection, "terms")
    added = list(enumerate(rows.numbers.names, start=1))[known:]
    _insert(connection, "terms", _arrow([("number", Kind.IRI), ("iri", Kind.STRING)], added))


def remove_reports(connection: duckdb.DuckDBPyConnection, reports: Iterable[int]) -> None:
    """Remove the rows of reports, and the patients and runs that no other report names."""
    gone = pyarrow.table({"number": pyarrow.array(reports, pyarrow.int64())})
    if not gone.num_rows:
        return
    connection.register("gone_reports", gone)
    connection.execute(
        "CREATE TEMP TABLE gone AS SELECT number FROM gone_reports "
        "UNION ALL SELECT number FROM findings WHERE report IN (SELECT number FROM gone_reports)"
    )
    for table in TABLES.values():
        names = {column.name for column in table.columns}
        owner = next((name for name in ("finding", "report") if name in names), "number")
        if table.name not in {"patients", "runs"}:
            connection.execute(f"DELETE FROM {table.name} WHERE {owner} IN (FROM gone)")
    for link in LINKS:
        connection.execute(f"DELETE FROM {link.name} WHERE subject IN (FROM gone)")
    for name, column in (("patients", "patient"), ("runs", "run")):
        connection.execute(
            f"DELETE FROM {name} WHERE number NOT IN (SELECT {column} FROM reports "
            f"WHERE {column} IS NOT NULL)"
        )
    connection.execute("DROP TABLE gone")
    connection.unregister("gone_reports")


def replace_background(
    connection: duckdb.DuckDBPyConnection,
    properties: Sequence[BackgroundProperty],
    numbers: Numbers,
) -> None:
    """Replace what the graphs beside the reports say, one table a property, and the classes."""
    for (name,) in connection.execute("SELECT name FROM background_properties").fetchall():
        connection.execute(f"DROP TABLE {name}")
    connection.execute("DELETE FROM background_properties")
    connection.execute(f"DROP VIEW IF EXISTS {TYPES}")
    for index, one in enumerate(properties):
        name = f"background_{index}"
        schema = [("subject", Kind.IRI), ("object", one.column_kind())]
        if one.kind is Kind.LANGUAGE_STRING:
            schema.append(("language", Kind.STRING))
        connection.execute(f"CREATE TABLE {name} ({_declared(schema)})")
        _insert(connection, name, _arrow(schema, one.rows))
        connection.execute(
            "INSERT INTO background_properties VALUES (?, ?, ?, ?, ?)",
            [
                one.property,
                name,
                one.kind.value,
                sorted(one.subject_tables),
                sorted(one.object_tables),
            ],
        )
    known = _count(connection, "terms")
    added = list(enumerate(numbers.names, start=1))[known:]
    _insert(connection, "terms", _arrow([("number", Kind.IRI), ("iri", Kind.STRING)], added))
    connection.execute(_types_view(properties, numbers))


def _types_view(properties: Sequence[BackgroundProperty], numbers: Numbers) -> str:
    """Return the view of the classes of all nodes, those of findings as `kg.triples` has them."""
    number = numbers.find
    parts = [
        f"SELECT number AS subject, CAST({number(str(kind))} AS BIGINT) AS object FROM {table.name}"
        for table in TABLES.values()
        for kind in sorted(table.classes)
    ]
    parts.append(f"SELECT number, CAST({number(str(SPINE.Finding))} AS BIGINT) FROM findings")
    for word in ("Present", "Absent", "Possible"):
        parts.append(
            f"SELECT number, CAST({number(str(SPINE[f'{word}Finding']))} AS BIGINT) "
            f"FROM findings WHERE status = {number(str(SPINE[word]))}"
        )
    parts.append(
        f"SELECT number, type FROM findings WHERE status = {number(str(SPINE.Present))} "
        f"AND temporality = {number(str(SPINE.Current))}"
    )
    parts += [
        f"SELECT subject, object FROM background_{index}"
        for index, one in enumerate(properties)
        if one.property == str(RDF.type)
    ]
    return f"CREATE VIEW {TYPES} AS {' UNION ALL '.join(parts)}"


def _node_schema(table: Table) -> _Schema:
    columns = [(column.name, column.kind) for column in table.columns]
    return [("number", Kind.IRI), ("local", Kind.STRING), *columns]


def _declared(schema: _Schema) -> str:
    return ", ".join(f"{name} {_SQL[kind]}" for name, kind in schema)


def _arrow(schema: _Schema, rows: Sequence[Sequence[Cell]]) -> pyarrow.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pyarrow.table(
        {
            name: pyarrow.array(column, _ARROW[kind])
            for (name, kind), column in zip(schema, columns, strict=True)
        }
    )


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pyarrow.Table) -> None:
    if not rows.num_rows:
        return
    connection.register("inserted", rows)
    if name in {"patients", "runs"}:
        _insert_shared(connection, name)
    else:
        connection.execute(f"INSERT INTO {name} FROM inserted")
    connection.unregister("inserted")


def _insert_shared(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Insert those that are not there: several reports speak of one patient and one run."""
    columns = [column for column, _ in _node_schema(TABLES[name])]
    differs = " OR ".join(f"known.{one} IS DISTINCT FROM inserted.{one}" for one in columns)
    if connection.execute(
        f"SELECT 1 FROM inserted JOIN {name} AS known USING (number) WHERE {differs} LIMIT 1"
    ).fetchall():
        raise NotColumnar(f"two reports that say different things of one of the {name}")
    connection.execute(
        f"INSERT INTO {name} SELECT * FROM inserted WHERE number NOT IN (SELECT number FROM {name})"
    )


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    ((count,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    return int(count)
