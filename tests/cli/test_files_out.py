"""spinekg extract, export and demo: what is written, and where."""

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from kg.cli.demo import DEMO_FILE, DEMO_STORE
from kg.cli.export import ExportFormat
from kg.exports.formats import RdfFormat

Command = Callable[..., Any]
FORMATS = ("turtle", "trig", "nquads", "rdfxml", "jsonld")


def test_extract_needs_no_store(spinekg: Command, reports: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    outcome = spinekg("extract", reports)
    assert outcome.code == 0
    assert set(tmp_path.iterdir()) == before


def test_brief_is_one_annotation_record_a_report(spinekg: Command, reports: Path) -> None:
    outcome = spinekg("extract", reports, "--format", "brief")
    records = [json.loads(line) for line in outcome.out.splitlines()]
    assert [record["id"] for record in records] == ["R1", "R2"]
    found = {
        (one["finding"], tuple(one["levels"]), one["certainty"]) for one in records[0]["findings"]
    }
    assert ("EpiduralExtension", ("T12",), "present") in found
    assert ("CordSignalAbnormality", (), "absent") in found


def test_json_is_the_published_form(spinekg: Command, reports: Path) -> None:
    records = [json.loads(line) for line in spinekg("extract", reports).out.splitlines()]
    assert records[1]["patient"] == "P2"
    extrusion = next(one for one in records[1]["findings"] if one["type"] == "DiscExtrusion")
    assert (extrusion["level"], extrusion["side"], extrusion["status"]) == (
        "L4-L5",
        "left",
        "present",
    )


def test_turtle_of_an_extraction_has_the_same_nodes_as_the_store(
    spinekg: Command, store: Path, reports: Path
) -> None:
    text = spinekg("--store", store, "extract", reports, "--format", "turtle").out
    nodes = Graph().parse(data=text, format="turtle").all_nodes()
    shown = spinekg("--store", store, "show", "report", "R1", "--format", "json").out
    [record] = json.loads(shown)
    assert all(
        f"https://w3id.org/spinekg/data/{one}" in map(str, nodes) for one in record["finding_ids"]
    )


def test_extract_names_what_it_cannot_read_and_goes_on(
    spinekg: Command, reports: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    outcome = spinekg("extract", "empty.txt", reports, "--format", "brief")
    assert outcome.code == 1
    assert outcome.err == "refused: empty.txt: the file is empty\n"
    assert len(outcome.out.splitlines()) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_parses_and_holds_no_text(
    name: str, spinekg: Command, store: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    outcome = spinekg("--store", store, "export", "--format", name, "-o", target)
    assert (outcome.code, outcome.out) == (0, "")
    written = target.read_text(encoding="utf-8")
    for secret in ("Renal cell", "epidural extension and", "2024-03-01", "P1"):
        assert f'"{secret}' not in written
    assert "EpiduralExtension" in written


def test_every_rdf_format_of_the_package_can_be_named() -> None:
    assert {one.value for one in ExportFormat} == {*RdfFormat, "csv"}


def test_an_export_may_be_a_table(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "export", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert ("EpiduralExtension", "T12", "Present", "") in {
        (row["finding"], row["level"], row["status"], row["sentences"]) for row in rows
    }
    assert "P1" not in outcome.out
    assert f"{len(rows)} findings written" in outcome.err


def test_an_export_goes_to_standard_output_by_default(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "export")
    assert len(Graph().parse(data=outcome.out, format="turtle")) > 50
    assert "triples written" in outcome.err


def test_an_export_has_text_when_asked_for(spinekg: Command, store: Path) -> None:
    assert "Renal cell" in spinekg("--store", store, "export", "--with-text").out


def test_an_export_into_a_missing_folder_is_an_error(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "export", "-o", "nowhere/out.ttl")
    assert outcome.code == 1
    assert outcome.err.startswith("error: nowhere/out.ttl: cannot be written")


def test_the_demo_answers_draws_and_writes_in_a_store_of_its_own(
    spinekg: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPINEKG_STORE", str(tmp_path / "real"))
    outcome = spinekg("demo")
    assert outcome.code == 0, outcome.err
    assert "$ spinekg ask" in outcome.out
    assert "demo-001" in outcome.out
    assert "█" in outcome.out
    assert len(Graph().parse(tmp_path / DEMO_FILE, format="turtle")) > 10_000
    assert not (tmp_path / "real").exists()
    assert stat.S_IMODE((tmp_path / DEMO_STORE).stat().st_mode) == 0o700
    assert " 0 added, 0 replaced," in spinekg("--store", DEMO_STORE, "demo").out


def test_csv_cells_are_safe_for_spreadsheets(spinekg: Command, tmp_path: Path) -> None:
    path = tmp_path / "formula.jsonl"
    report = {"id": "=cmd()", "patient": "@evil", "text": "Disc bulge at L4-L5."}
    path.write_text(json.dumps(report))
    assert spinekg("--store", "s", "add", path).code == 0
    outcome = spinekg("--store", "s", "ask", "disc bulge", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(outcome.out))
    assert (row["patient"], row["report"]) == ("'@evil", "'=cmd()")
