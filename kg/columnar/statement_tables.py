"""The snapshot's tables of what is said beside the reports: by the ontology, and what is derived.

What the ontology says is replaced as a whole. What is derived is replaced graph by graph, one graph
a patient, as there is far more of it. A property of both is a view over the two.
"""

from collections.abc import Iterable, Sequence

import duckdb
from rdflib import RDF

from kg.columnar.column_types import Schema, arrow_table, declared
from kg.columnar.kinds import Kind
from kg.columnar.numbers import Numbers
from kg.columnar.schema import TABLES, TYPES
from kg.columnar.statements import Gathered, Statements
from kg.errors import NotColumnar
from kg.vocabulary.namespaces import SPINE

__all__ = [
    "create_statement_tables",
    "insert_derived",
    "relate",
    "remove_derived",
    "write_ontology",
]

_TYPE = str(RDF.type)
_CATALOGUE = (
    "(property VARCHAR, name VARCHAR, kind VARCHAR, subject_tables VARCHAR[], "
    "object_tables VARCHAR[])"
)
_GRAPH: Schema = [("graph", Kind.IRI)]


def create_statement_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables that say which property is where, empty."""
    for name in ("ontology_properties", "derived_properties", "relations"):
        connection.execute(f"CREATE TABLE {name} {_CATALOGUE}")
    connection.execute("CREATE TABLE instance_tables (class BIGINT, source VARCHAR, name VARCHAR)")


def write_ontology(connection: duckdb.DuckDBPyConnection, gathered: Gathered) -> None:
    """Replace what the ontology says, one table a property."""
    _drop_views(connection)
    for (name,) in connection.execute("SELECT name FROM ontology_properties").fetchall():
        connection.execute(f"DROP TABLE {name}")
    connection.execute("DELETE FROM ontology_properties")
    connection.execute("DELETE FROM instance_tables WHERE source = 'ontology'")
    for index, one in enumerate(gathered.of_one_kind()):
        _write(connection, f"ontology_{index}", one, derived=False)
        _note(connection, "ontology_properties", f"ontology_{index}", one)
    _note_classes(connection, gathered, "ontology")


def remove_derived(connection: duckdb.DuckDBPyConnection, graphs: Iterable[int]) -> None:
    """Remove what some graphs of derived facts said."""
    gone = arrow_table(_GRAPH, [(one,) for one in graphs])
    if not gone.num_rows:
        return
    connection.register("gone", gone)
    for (name,) in connection.execute("SELECT name FROM derived_properties").fetchall():
        connection.execute(f"DELETE FROM {name} WHERE graph IN (FROM gone)")
    connection.unregister("gone")


def insert_derived(connection: duckdb.DuckDBPyConnection, gathered: Gathered) -> None:
    """Insert what graphs of derived facts say.

    A property whose objects turn out to be of several kinds is no longer held.
    """
    known = {
        str(name): (str(table), kind)
        for name, table, kind in connection.execute(
            "SELECT property, name, kind FROM derived_properties"
        ).fetchall()
    }
    for name, one in sorted(gathered.statements.items()):
        table, kind = known.get(name, (f"derived_{len(known)}", one.kind))
        if name not in known:
            known[name] = (table, kind)
            connection.execute(f"CREATE TABLE {table} ({declared(_schema(one, derived=True))})")
            _note(connection, "derived_properties", table, one)
        elif kind != one.kind:
            connection.execute(f"DELETE FROM {table}")
            connection.execute(
                "UPDATE derived_properties SET kind = NULL WHERE property = ?", [name]
            )
            continue
        if one.kind is not None:
            _write(connection, table, one, derived=True, is_made=True)
            _note_tables(connection, one)
    nodes = [(number, local) for local, number in gathered.nodes.items()]
    connection.register("inserted", arrow_table(_NODES, nodes))
    connection.execute(
        "INSERT INTO derived FROM inserted WHERE number NOT IN (SELECT number FROM derived)"
    )
    connection.unregister("inserted")
    _note_classes(connection, gathered, "derived")


def relate(connection: duckdb.DuckDBPyConnection, numbers: Numbers) -> None:
    """Say where each property is, and make the views that show what is in two tables as one.

    Raises NotColumnar when a derived fact repeats what a report says: it would count twice.
    """
    _drop_views(connection)
    connection.execute("DELETE FROM relations")
    connection.execute(
        "INSERT INTO relations SELECT property, "
        "CASE WHEN count(*) = 1 THEN min(name) ELSE 'said_' || min(name) END, min(kind), "
        "list_sort(list_distinct(flatten(list(subject_tables)))), "
        "list_sort(list_distinct(flatten(list(object_tables)))) "
        "FROM (FROM ontology_properties UNION ALL FROM derived_properties) GROUP BY property "
        "HAVING count(DISTINCT kind) = 1 AND count(kind) = count(*) ORDER BY property"
    )
    pairs = connection.execute(
        "SELECT relations.name, ontology.name, derived.name, relations.kind FROM relations "
        "JOIN ontology_properties AS ontology USING (property) "
        "JOIN derived_properties AS derived USING (property)"
    ).fetchall()
    for view, one, other, kind in pairs:
        columns = "subject, object" + (", language" if Kind(kind) is Kind.LANGUAGE_STRING else "")
        connection.execute(
            f"CREATE VIEW {view} AS SELECT {columns} FROM {one} "
            f"UNION ALL SELECT {columns} FROM {other}"
        )
    connection.execute(_types_view(connection, numbers))
    _refuse_repeated_types(connection, numbers)


_NODES: Schema = [("number", Kind.IRI), ("local", Kind.STRING)]


def _drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"DROP VIEW IF EXISTS {TYPES}")
    for (name,) in connection.execute("SELECT name FROM relations").fetchall():
        if name.startswith("said_"):
            connection.execute(f"DROP VIEW IF EXISTS {name}")


def _types_view(connection: duckdb.DuckDBPyConnection, numbers: Numbers) -> str:
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
        f"SELECT subject, object FROM {name}"
        for (name,) in connection.execute(
            "SELECT name FROM relations WHERE property = ?", [_TYPE]
        ).fetchall()
    ]
    return f"CREATE VIEW {TYPES} AS {' UNION ALL '.join(parts)}"


def _refuse_repeated_types(connection: duckdb.DuckDBPyConnection, numbers: Numbers) -> None:
    derived = connection.execute(
        "SELECT name FROM derived_properties WHERE property = ?", [_TYPE]
    ).fetchall()
    said = [
        numbers.find(str(SPINE[name]))
        for name in ("Finding", "PresentFinding", "AbsentFinding", "PossibleFinding")
    ]
    for (name,) in derived:
        if connection.execute(
            f"SELECT 1 FROM {name} AS derived JOIN findings ON derived.subject = findings.number "
            f"WHERE derived.object = findings.type OR derived.object IN {tuple(said)} LIMIT 1"
        ).fetchall():
            raise NotColumnar("a derived class of a finding that its report says as well")


def _schema(one: Statements, *, derived: bool) -> Schema:
    kind = Kind.STRING if one.kind in {None, Kind.LANGUAGE_STRING} else one.kind
    language: Schema = [("language", Kind.STRING)] if one.kind is Kind.LANGUAGE_STRING else []
    return [
        ("subject", Kind.IRI),
        ("object", kind or Kind.STRING),
        *language,
        *(_GRAPH if derived else ()),
    ]


def _write(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    one: Statements,
    *,
    derived: bool,
    is_made: bool = False,
) -> None:
    schema = _schema(one, derived=derived)
    if not is_made:
        connection.execute(f"CREATE TABLE {name} ({declared(schema)})")
    connection.register("inserted", arrow_table(schema, list(one.rows)))
    connection.execute(f"INSERT INTO {name} FROM inserted")
    connection.unregister("inserted")


def _note(
    connection: duckdb.DuckDBPyConnection, catalogue: str, name: str, one: Statements
) -> None:
    connection.execute(
        f"INSERT INTO {catalogue} VALUES (?, ?, ?, ?, ?)",
        [
            one.name,
            name,
            one.kind.value if one.kind else None,
            sorted(one.subject_tables),
            sorted(one.object_tables),
        ],
    )


def _note_tables(connection: duckdb.DuckDBPyConnection, one: Statements) -> None:
    connection.execute(
        "UPDATE derived_properties SET "
        "subject_tables = list_sort(list_distinct(list_concat(subject_tables, ?))), "
        "object_tables = list_sort(list_distinct(list_concat(object_tables, ?))) "
        "WHERE property = ?",
        [sorted(one.subject_tables), sorted(one.object_tables), one.name],
    )


def _note_classes(connection: duckdb.DuckDBPyConnection, gathered: Gathered, source: str) -> None:
    known: set[Sequence[object]] = set(
        connection.execute(
            "SELECT class, name FROM instance_tables WHERE source = ?", [source]
        ).fetchall()
    )
    for number, table in sorted(gathered.classes - known):
        connection.execute("INSERT INTO instance_tables VALUES (?, ?, ?)", [number, source, table])
