"""Readings as annotation records."""

from kg.exports.brief import brief_record
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.qualities import Section, Severity, Side, Status
from kg.findings.report import Reading, Report
from kg.vocabulary.vocabulary import load_vocabulary

TEXT = "Lesions at T5, C5 and L3. Severe stenosis. Liver mass. Lesion of the lumbar spine."


def evidence(quote: str) -> tuple[Evidence, ...]:
    start = TEXT.index(quote)
    return (Evidence(quote, start, start + len(quote), Section.NARRATIVE, "test"),)


def brief(*findings: Finding) -> list[dict[str, object]]:
    reading = Reading(Report("r1", TEXT), findings, "test 1")
    record = brief_record(reading, load_vocabulary())
    assert record["id"] == "r1"
    entries = record["findings"]
    assert isinstance(entries, list)
    return entries


def test_levels_of_one_mention_are_one_entry_in_anatomical_order() -> None:
    quote = evidence("Lesions at T5, C5 and L3")
    entries = brief(
        *(
            Finding("VertebralLesion", Status.PRESENT, quote, level=level)
            for level in ("T5", "C5", "L3")
        )
    )
    assert entries == [
        {
            "finding": "VertebralLesion",
            "levels": ["C5", "T5", "L3"],
            "laterality": None,
            "severity": None,
            "certainty": "present",
            "temporality": "current",
            "quote": "Lesions at T5, C5 and L3",
        }
    ]


def test_mentions_that_differ_in_status_stay_apart() -> None:
    quote = evidence("Lesions at T5, C5 and L3")
    entries = brief(
        Finding("VertebralLesion", Status.PRESENT, quote, level="T5"),
        Finding("VertebralLesion", Status.POSSIBLE, quote, level="C5"),
    )
    assert [(entry["certainty"], entry["levels"]) for entry in entries] == [
        ("possible", ["C5"]),
        ("present", ["T5"]),
    ]


def test_a_finding_without_level_has_no_levels() -> None:
    [entry] = brief(
        Finding(
            "SpinalCanalStenosis",
            Status.PRESENT,
            evidence("Severe stenosis"),
            side=Side.LEFT,
            severity=Severity.SEVERE,
        )
    )
    assert (entry["levels"], entry["laterality"], entry["severity"]) == ([], "left", "severe")


def test_regions_are_named_by_their_notation() -> None:
    quote = evidence("Lesion of the lumbar spine")
    [entry] = brief(Finding("VertebralLesion", Status.PRESENT, quote, level="LumbarSpine"))
    assert entry["levels"] == ["lumbar"]


def test_a_junction_is_named_by_the_smallest_region_around_it() -> None:
    quote = evidence("Lesion of the lumbar spine")
    [entry] = brief(
        Finding("VertebralLesion", Status.PRESENT, quote, level="ThoracolumbarJunction")
    )
    assert entry["levels"] == ["thoracolumbar"]


def test_the_whole_spine_is_no_region() -> None:
    quote = evidence("Lesion of the lumbar spine")
    [entry] = brief(Finding("VertebralLesion", Status.PRESENT, quote, level="WholeSpine"))
    assert entry["levels"] == []


def test_extraspinal_findings_and_those_without_a_key_are_left_out() -> None:
    entries = brief(
        Finding("ExtraspinalMass", Status.PRESENT, evidence("Liver mass"), extraspinal=True),
        Finding("CordAbutment", Status.PRESENT, evidence("Severe stenosis")),
    )
    assert entries == []
