"""Findings as rows of a spreadsheet."""

import csv
import io
import stat
from pathlib import Path

from rdflib import RDF, XSD, Literal

from kg.exports.tables import COLUMNS, export_findings_table, finding_rows
from kg.store.interface import Quad, Store
from kg.vocabulary.namespaces import DATA, OA, SPINE

REPORT, FINDING, EVIDENCE = DATA["report/r"], DATA["finding/f"], DATA["evidence/e"]


def rows(store: Store, **choices: bool) -> list[dict[str, str]]:
    output = io.BytesIO()
    written = export_findings_table(store, output, **choices)
    read = list(csv.DictReader(io.StringIO(output.getvalue().decode(), newline="")))
    assert len(read) == written
    return read


def test_every_finding_of_the_store_has_a_row(store: Store) -> None:
    findings = store.select(f"SELECT DISTINCT ?f WHERE {{ ?f a <{SPINE.Finding}> }}")
    assert len(rows(store)) == len(findings.rows)


def test_rows_are_coded_by_default(store: Store) -> None:
    table = rows(store)
    text = str(table)
    assert not [secret for secret in ("Quimby", "424242", "778899", "03-14") if secret in text]
    assert {row["sentences"] for row in table} == {""}
    wanted = {"finding": "EpiduralExtension", "level": "T12", "studied": "2021"}
    assert any(wanted.items() <= row.items() for row in table)


def test_identifiers_and_sentences_come_when_asked(store: Store) -> None:
    table = rows(store, with_text=True, with_identifiers=True)
    row = next(row for row in table if row["patient"] == "MRN-424242")
    assert row["report"] == "ACC-778899"
    assert row["studied"] == "2021-03-14"
    assert "epidural extension" in row["sentences"]


def test_sentences_stand_in_the_order_of_the_report() -> None:
    late, early = DATA["evidence/a"], DATA["evidence/b"]
    quads: list[Quad] = [(FINDING, RDF.type, SPINE.Finding, REPORT)]
    for node, start, quote in ((late, 90, "later"), (early, 5, "first")):
        quads += [
            (FINDING, SPINE.evidence, node, REPORT),
            (node, OA.start, Literal(start), REPORT),
            (node, OA.exact, Literal(quote), REPORT),
        ]
    assert [row["sentences"] for row in finding_rows(quads)] == ["first | later"]


def test_sizes_have_their_unit() -> None:
    size = DATA["measurement/m"]
    quads: list[Quad] = [
        (FINDING, RDF.type, SPINE.Finding, REPORT),
        (FINDING, SPINE.measurement, size, REPORT),
        (size, SPINE.value, Literal("4.5", datatype=XSD.decimal), REPORT),
        (size, SPINE.unit, Literal("mm"), REPORT),
    ]
    assert [row["measurements"] for row in finding_rows(quads)] == ["4.5 mm"]


def test_a_cell_is_never_a_formula(store: Store, folder: Path) -> None:
    class Hostile:
        def graphs(self) -> tuple[object, ...]:
            return (REPORT,)

        def graph_triples(self, graph: object) -> tuple[object, ...]:
            return (
                (FINDING, RDF.type, SPINE.Finding),
                (FINDING, SPINE.evidence, EVIDENCE),
                (EVIDENCE, OA.exact, Literal('=HYPERLINK("https://example.org","T12")')),
            )

    destination = folder / "findings.csv"
    export_findings_table(Hostile(), destination, with_text=True)  # type: ignore[arg-type]
    with destination.open(newline="", encoding="utf-8") as lines:
        assert next(csv.DictReader(lines))["sentences"].startswith("'=")
    assert stat.S_IMODE(destination.stat().st_mode) == 0o600


def test_columns_are_always_all_there(store: Store) -> None:
    assert tuple(rows(store)[0]) == COLUMNS
