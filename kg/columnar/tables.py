"""The snapshot's tables in DuckDB: made, filled, and rid of the rows of reports that are gone."""

from collections.abc import Iterable

import duckdb
import pyarrow

from kg.columnar.column_types import Schema, arrow_table, declared
from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers
from kg.columnar.rows import Rows
from kg.columnar.schema import LINKS, TABLES, Table
from kg.columnar.statement_tables import create_statement_tables
from kg.errors import NotColumnar

__all__ = [
    "create_tables",
    "insert_rows",
    "remove_reports",
    "write_terms",
]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all tables, empty."""
    for table in TABLES.values():
        connection.execute(f"CREATE TABLE {table.name} ({declared(_node_schema(table))})")
    for link in LINKS:
        schema = [("subject", Kind.IRI), ("object", link.kind)]
        connection.execute(f"CREATE TABLE {link.name} ({declared(schema)})")
    connection.execute("CREATE TABLE terms (number BIGINT, iri VARCHAR)")
    connection.execute("CREATE TABLE facts (name VARCHAR, value VARCHAR)")
    create_statement_tables(connection)


def insert_rows(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Insert gathered rows; a node that is there already must be as it is.

    Raises NotColumnar when two nodes share a number or a node is there with other values.
    """
    for name, nodes in rows.nodes.items():
        schema = _node_schema(TABLES[name])
        _insert(connection, name, arrow_table(schema, list(nodes.values())))
    for link in LINKS:
        schema = [("subject", Kind.IRI), ("object", link.kind)]
        _insert(connection, link.name, arrow_table(schema, list(rows.links[link.name])))
    write_terms(connection, rows.numbers)


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


def write_terms(connection: duckdb.DuckDBPyConnection, numbers: Numbers) -> None:
    """Insert the terms of the dictionary that are new."""
    known = _count(connection, "terms")
    added = list(enumerate(numbers.names, start=1))[known:]
    _insert(connection, "terms", arrow_table([("number", Kind.IRI), ("iri", Kind.STRING)], added))


def _node_schema(table: Table) -> Schema:
    columns = [(column.name, column.kind) for column in table.columns]
    return [("number", Kind.IRI), ("local", Kind.STRING), *columns]


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
