"""Recorded outputs of other extractors, in `tests/cases/handed_in`, with what is made of them.

`NAME.jsonl` or `NAME.json` is about the reports of `reports.jsonl`; `NAME.expected.txt` has a line
for each finding and each warning of each report.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.adapters.handed_in_records import FindingsFormat
from kg.errors import RefusedFindings
from kg.findings.report import Reading, Report
from kg.store.findings_files import read_findings
from kg.store.report_files import read_reports
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.to_triples import reading_triples
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

FOLDER = Path(__file__).parents[1] / "cases" / "handed_in"
FORMATS = {
    "llm_chatty.jsonl": FindingsFormat.LLM,
    "llm_tidy.jsonl": FindingsFormat.LLM,
    "radgraph.json": FindingsFormat.RADGRAPH,
    "radgraph_xl.json": FindingsFormat.RADGRAPH,
    "registry.jsonl": FindingsFormat.SPINEKG,
}


def readings(name: str) -> Iterator[Reading]:
    found = read_findings(
        FOLDER / name, FORMATS[name], lexicon=load_lexicon(), vocabulary=load_vocabulary()
    )
    assert found.refused == ()
    for report in read_reports(FOLDER / "reports.jsonl"):
        assert isinstance(report, Report)
        try:
            yield found.reader.read(report)
        except RefusedFindings as error:
            assert "no findings were handed in" in error.reason


def described(reading: Reading) -> Iterator[str]:
    for one in reading.findings:
        qualities = (one.type, one.status, one.level, one.side, one.severity, one.temporality)
        words = " ".join(str(part) for part in qualities if part is not None)
        quotes = " / ".join(" ".join(piece.quote.split()) for piece in one.evidence)
        yield f"{reading.report.identifier} {words}: {quotes}"
    for warning in reading.warnings:
        yield f"{reading.report.identifier} warning: {warning}"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_recorded_output_gives_these_findings(name: str) -> None:
    expected = (FOLDER / name).with_suffix(".expected.txt").read_text(encoding="utf-8")
    assert [line for one in readings(name) for line in described(one)] == expected.splitlines()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_recorded_output_passes_the_shapes(name: str) -> None:
    identifiers, shapes = Identifiers(b"k" * 32), Shapes.load()
    for reading in readings(name):
        triples = reading_triples(reading, identifiers=identifiers, ontology_version="1")
        assert shapes.violations(triples) == ()
