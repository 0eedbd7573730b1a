"""The JSON form of a reading fits the published schema and loses nothing."""

import json
from decimal import Decimal

import jsonschema

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.json_form import reading_to_json
from kg.findings.measurement import Measurement
from kg.findings.qualities import Section, Severity, Status
from kg.findings.report import Reading, Report
from kg.resources import resource_folder

TEXT = "Metastasis of T9, 4.50 cm, causing severe cord compression."
EVIDENCE = (Evidence(TEXT, 0, len(TEXT), Section.FINDINGS, "parts"),)
COMPRESSION = Finding(
    type="SpinalCordCompression",
    status=Status.PRESENT,
    evidence=EVIDENCE,
    level="T9",
    severity=Severity.SEVERE,
)
METASTASIS = Finding(
    type="OsseousMetastasis",
    status=Status.PRESENT,
    evidence=EVIDENCE,
    level="T9",
    measurements=(Measurement(Decimal("4.50"), "cm", "4.50 cm"),),
    causes=(COMPRESSION.key,),
)
READING = Reading(Report("r1", TEXT), (METASTASIS, COMPRESSION), "tests 1.0", ("ThoracicSpine",))


def test_a_reading_fits_the_published_schema() -> None:
    path = resource_folder("ontology") / "finding.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(reading_to_json(READING))), schema)


def test_causes_are_positions_and_sizes_keep_their_wording() -> None:
    findings = json.loads(json.dumps(reading_to_json(READING)))["findings"]
    assert findings[0]["causes"] == [1]
    assert findings[0]["measurements"][0]["value"] == "4.50"
    assert findings[1]["severity"] == "severe"
