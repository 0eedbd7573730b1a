"""Readings as JSON, in the form that `ontology/finding.schema.json` publishes.

Another extractor that writes this form says the same things as the rule reader does.
"""

from collections.abc import Mapping
from typing import TypeAlias

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.measurement import Measurement
from kg.findings.report import Reading

__all__ = ["Json", "reading_to_json"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def reading_to_json(reading: Reading) -> dict[str, Json]:
    """Return a reading as JSON values; causes and part_of are positions in its findings."""
    report = reading.report
    positions = {finding.key: place for place, finding in enumerate(reading.findings)}
    return {
        "id": report.identifier,
        "patient": report.patient,
        "date": report.study_date.isoformat() if report.study_date else None,
        "title": report.title,
        "extractor": reading.extractor,
        "coverage": list(reading.coverage),
        "numbering": [scheme.value for scheme in reading.numbering],
        "warnings": list(reading.warnings),
        "findings": [_finding(finding, positions) for finding in reading.findings],
    }


def _finding(finding: Finding, positions: Mapping[FindingKey, int]) -> dict[str, Json]:
    return {
        "type": finding.type,
        "status": finding.status.value,
        "level": finding.level,
        "structure": finding.structure,
        "side": finding.side.value if finding.side else None,
        "severity": finding.severity.value if finding.severity else None,
        "grade": finding.grade,
        "measurements": [_measurement(size) for size in finding.measurements],
        "temporality": finding.temporality.value,
        "change": finding.change.value if finding.change else None,
        "causes": [positions[key] for key in finding.causes],
        "part_of": positions[finding.part_of] if finding.part_of else None,
        "extraspinal": finding.extraspinal,
        "evidence": [_evidence(piece) for piece in finding.evidence],
    }


def _measurement(size: Measurement) -> dict[str, Json]:
    """Return a measurement; the value is text, as JSON readers round decimals."""
    return {
        "value": str(size.value),
        "unit": size.unit,
        "text": size.text,
        "dimension": size.dimension,
    }


def _evidence(piece: Evidence) -> dict[str, Json]:
    return {
        "quote": piece.quote,
        "start": piece.start,
        "end": piece.end,
        "section": piece.section.value,
        "rule": piece.rule,
        "cue": piece.cue,
        "degree": piece.degree,
        "side": piece.side,
        "place": piece.place,
        "status_rule": piece.status_rule,
        "level_rule": piece.level_rule,
        "side_rule": piece.side_rule,
        "severity_rule": piece.severity_rule,
    }
