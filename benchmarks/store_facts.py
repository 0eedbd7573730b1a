"""The floor: the same facts as one typed table of DuckDB, and the same questions in SQL.

One row for each sentence that supports a finding, with all that the questions need of the finding,
the report and the patient; beside it two small tables of the ontology: kinds of findings, levels of
places. No engine that knows of RDF can be asked for more.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from store_quads import ONTOLOGY_VERSION, node
from store_questions import FINDING, PATIENT

from kg.findings.report import Reading

__all__ = ["QUESTIONS_IN_SQL", "FactsFile", "load_facts"]

_ROWS_TOGETHER = 100_000
_TEXTS = [
    "patient",
    "report",
    "node",
    "type",
    "status",
    "temporality",
    "level",
    "structure",
    "side",
    "severity",
    "change",
    "sentence",
    "section",
    "cue",
    "rule",
    "extractor",
    "extractor_version",
    "ontology_version",
]
_NUMBERS = ("finding_number", "patient_number", "start", "stop")
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in _TEXTS),
        *((name, pa.int32()) for name in _NUMBERS),
        ("date", pa.date32()),
        ("covers", pa.list_(pa.string())),
    ]
)


class FactsFile:
    """A Parquet file of facts while it is written."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, _SCHEMA)
        self._rows: list[dict[str, object]] = []
        self._findings = 0

    def add(self, reading: Reading) -> None:
        """Write what a reading says."""
        report = reading.report
        name, _, version = reading.extractor.rpartition(" ")
        for finding in reading.findings:
            self._findings += 1
            about = {
                "patient": report.patient,
                "patient_number": int((report.patient or "").lstrip("P")),
                "report": report.identifier,
                "date": report.study_date,
                "covers": list(reading.coverage),
                "node": node("finding", report.identifier, *finding.key).strip("<>"),
                "finding_number": self._findings,
                "type": finding.type,
                "status": _name(finding.status),
                "temporality": _name(finding.temporality),
                "level": finding.level,
                "structure": finding.structure,
                "side": _name(finding.side),
                "severity": _name(finding.severity),
                "change": _name(finding.change),
                "extractor": name,
                "extractor_version": version,
                "ontology_version": ONTOLOGY_VERSION,
            }
            for piece in finding.evidence:
                said = {"sentence": piece.quote, "start": piece.start, "stop": piece.end}
                how = {
                    "section": f"{piece.section.capitalize()}Section",
                    "cue": piece.cue,
                    "rule": piece.rule,
                }
                self._rows.append({**about, **said, **how})
        if len(self._rows) >= _ROWS_TOGETHER:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=_SCHEMA))
        self._rows.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()


def load_facts(database: duckdb.DuckDBPyConnection, facts: Path, ontology: Path) -> None:
    """Fill a database with the facts, typed, and with the kinds and places of the ontology."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path=ontology, format=pyoxigraph.RdfFormat.N_QUADS)
    _small_table(database, store, "kinds", _KINDS, "type VARCHAR, kind VARCHAR, label VARCHAR")
    _small_table(database, store, "places", _PLACES, "level VARCHAR, place VARCHAR")
    typed = "type status temporality level structure side severity change section cue rule"
    for name in typed.split():
        database.execute(
            f"CREATE TYPE {name}_type AS ENUM (SELECT DISTINCT {name} FROM read_parquet(?) "
            f"WHERE {name} IS NOT NULL ORDER BY 1)",
            [str(facts)],
        )
    columns = ", ".join(f"{name}::{name}_type AS {name}" for name in typed.split())
    database.execute(
        f"CREATE TABLE facts AS SELECT * REPLACE ({columns}), "
        f"dense_rank() OVER (ORDER BY report)::INTEGER AS report_number FROM read_parquet(?)",
        [str(facts)],
    )
    # Joined by the small numbers behind the words, not by the words.
    database.execute("CREATE TABLE sets AS FROM places")
    for table, column in (("kinds", "type"), ("places", "level")):
        database.execute(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT * REPLACE (TRY_CAST({column} AS {column}_type) AS {column}) FROM {table} "
            f"WHERE TRY_CAST({column} AS {column}_type) IS NOT NULL"
        )
    database.execute("CHECKPOINT")


_PREFIXES = (
    "PREFIX spine: <https://w3id.org/spinekg/spine#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
_KINDS = "SELECT ?a ?b ?c { ?a rdfs:subClassOf ?b ; rdfs:label ?c FILTER(LANG(?c) = 'en') }"
_PLACES = "SELECT ?a ?b { ?a spine:within ?b }"


def _small_table(
    database: duckdb.DuckDBPyConnection, store: object, name: str, sparql: str, columns: str
) -> None:
    found = store.query(_PREFIXES + sparql, use_default_graph_as_union=True)  # type: ignore[attr-defined]
    rows = {tuple(cell.value.rpartition("#")[2] for cell in solution) for solution in found}
    database.execute(f"CREATE TABLE {name} ({columns})")
    marks = ", ".join("?" * (columns.count(",") + 1))
    database.executemany(f"INSERT INTO {name} VALUES ({marks})", sorted(rows))


def _name(value: str | None) -> str | None:
    return None if value is None else "".join(map(str.capitalize, value.split("-")))


#: The floor's answer to each question, in the columns of the catalogue query.
QUESTIONS_IN_SQL: Mapping[str, str] = MappingProxyType(
    {
        "cohort by junction": """
            SELECT DISTINCT patient, report, date, label, level, status, severity, side, sentence,
                node
            FROM facts JOIN kinds USING (type) JOIN places USING (level)
            WHERE kind = 'EpiduralExtension' AND place = 'ThoracolumbarJunction'
                AND status = 'Present' AND temporality = 'Current'""",
        "co-occurrence at the same level": """
            WITH here AS (
                SELECT DISTINCT report_number, level, type, patient_number FROM facts
                WHERE status = 'Present' AND temporality = 'Current' AND level IS NOT NULL)
            SELECT one_kind.label, two_kind.label, COUNT(DISTINCT one.patient_number) AS patients,
                COUNT(DISTINCT one.level)
            FROM here one JOIN kinds one_kind ON one.type = one_kind.type
                JOIN here two ON one.report_number = two.report_number AND one.level = two.level
                JOIN kinds two_kind ON two.type = two_kind.type
            WHERE one_kind.kind = 'NeoplasticFinding' AND two_kind.kind = 'SpinalFinding'
                AND one.type <> two.type
            GROUP BY ALL""",
        "level x type histogram": """
            SELECT label, level, COUNT(DISTINCT patient_number), COUNT(DISTINCT report_number),
                COUNT(DISTINCT finding_number)
            FROM facts JOIN kinds USING (type) JOIN places USING (level)
            WHERE kind = 'DegenerativeFinding' AND place = 'LumbarSpine'
                AND status = 'Present' AND temporality = 'Current'
            GROUP BY ALL""",
        "severity by region": """
            SELECT place, label, COALESCE(severity::VARCHAR, 'not stated'),
                COUNT(DISTINCT patient_number), COUNT(DISTINCT finding_number)
            FROM facts JOIN kinds USING (type) JOIN places USING (level)
            WHERE kind = 'StenosisFinding' AND status = 'Present' AND temporality = 'Current'
                AND place IN ('CervicalSpine', 'ThoracicSpine', 'LumbarSpine', 'SacralSpine')
            GROUP BY ALL""",
        "absent findings": """
            SELECT DISTINCT patient, report, date, label, level, cue, sentence, node
            FROM facts JOIN kinds USING (type)
            WHERE kind = 'EpiduralExtension' AND status = 'Absent' AND temporality = 'Current' AND (
                level IN (SELECT level FROM places WHERE place = 'ThoracolumbarJunction')
                OR level::VARCHAR IN (SELECT place FROM sets WHERE level = 'ThoracolumbarJunction')
                OR level IS NULL AND list_has_any(covers,
                    (SELECT list(place) FROM sets WHERE level = 'ThoracolumbarJunction')))""",
        "change over time": """
            SELECT DISTINCT patient, report, date, label, level, status, severity, side, change,
                sentence, node
            FROM facts JOIN kinds USING (type)
            WHERE kind = 'NeoplasticFinding' AND status = 'Present' AND temporality = 'Current'
                AND change IN ('New', 'Larger') AND date BETWEEN '2020-01-01' AND '2020-12-31'""",
        "one patient": f"""
            SELECT DISTINCT date, report, label, level, structure, status, temporality, severity,
                side, change, sentence, node
            FROM facts JOIN kinds USING (type)
            WHERE patient = '{PATIENT}' AND kind = 'Finding'""",
        "one finding's provenance": f"""
            SELECT DISTINCT patient, report, date, label, level, status, section, sentence, start,
                stop, cue, rule, extractor, extractor_version, ontology_version
            FROM facts JOIN kinds USING (type)
            WHERE node = '{FINDING}' AND kind = type::VARCHAR""",
    }
)
