"""What is written as triples is read back as it was."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InvalidFinding
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import UNITS, Measurement
from kg.findings.numbering import NumberingScheme
from kg.findings.qualities import Change, Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report
from kg.triples.from_triples import reading_from_triples
from kg.triples.identifiers import Identifiers
from kg.triples.terms import term_order
from kg.triples.to_triples import reading_triples
from kg.vocabulary.namespaces import SPINE

IDENTIFIERS = Identifiers(b"a key for tests, not for patients")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
FILLED = TEXTS.filter(lambda text: text.strip() != "")
SPINAL = st.sampled_from(["DiscHerniation", "EpiduralExtension", "SpinalCordCompression"])
LEVELS = st.sampled_from([None, "T12", "L4-L5", "ThoracolumbarJunction-T10-L2"])


def is_extraspinal(name: str) -> bool:
    return name.startswith("Extraspinal")


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


@st.composite
def pieces_of_evidence(draw: st.DrawFn, text: str) -> Evidence:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Evidence(
        text[start:end],
        start,
        end,
        draw(st.sampled_from(Section)),
        draw(TEXTS),
        cue=draw(maybe(TEXTS)),
        degree=draw(maybe(TEXTS)),
        side=draw(maybe(TEXTS)),
        place=draw(maybe(TEXTS)),
        status_rule=draw(maybe(TEXTS)),
        level_rule=draw(maybe(TEXTS)),
        side_rule=draw(maybe(TEXTS)),
        severity_rule=draw(maybe(TEXTS)),
    )


@st.composite
def measurements(draw: st.DrawFn) -> Measurement:
    value = draw(st.decimals(0, 1000, allow_nan=False, allow_infinity=False, places=3))
    return Measurement(value, draw(st.sampled_from(sorted(UNITS))), draw(TEXTS), draw(maybe(TEXTS)))


@st.composite
def lone_findings(draw: st.DrawFn, text: str) -> Finding:
    extraspinal = draw(st.booleans())
    return Finding(
        "ExtraspinalMass" if extraspinal else draw(SPINAL),
        draw(st.sampled_from(Status)),
        tuple(draw(st.lists(pieces_of_evidence(text), min_size=1, max_size=3, unique=True))),
        level=None if extraspinal else draw(LEVELS),
        structure=draw(st.sampled_from([None, "ThecalSac", "Disc"])),
        side=draw(st.none() | st.sampled_from(Side)),
        severity=draw(st.none() | st.sampled_from(Severity)),
        grade=draw(maybe(TEXTS)),
        measurements=tuple(draw(st.lists(measurements(), max_size=2, unique=True))),
        temporality=draw(st.sampled_from(Temporality)),
        change=draw(st.none() | st.sampled_from(Change)),
        extraspinal=extraspinal,
        warnings=tuple(draw(st.lists(TEXTS, max_size=2, unique=True))),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    report = Report(
        draw(FILLED),
        draw(FILLED),
        patient=draw(st.none() | TEXTS),
        study_date=draw(st.none() | st.dates()),
        title=draw(maybe(TEXTS)),
    )
    alone = lone_findings(report.text)
    unlinked = draw(st.lists(alone, max_size=4, unique_by=lambda finding: finding.key))
    findings = []
    for finding in unlinked:
        others = [other.key for other in unlinked if other.key != finding.key]
        causes = draw(st.lists(st.sampled_from(others), unique=True)) if others else []
        part_of = draw(st.none() | st.sampled_from(others)) if others else None
        findings.append(replace(finding, causes=tuple(causes), part_of=part_of))
    return Reading(
        report,
        tuple(findings),
        draw(TEXTS),
        tuple(draw(st.lists(st.sampled_from(["LumbarSpine", "WholeSpine"]), unique=True))),
        tuple(draw(st.lists(TEXTS, max_size=2, unique=True))),
        tuple(draw(st.lists(st.sampled_from(NumberingScheme), max_size=2, unique=True))),
    )


def in_order(reading: Reading) -> Reading:
    """Sort what has no order, so that two readings compare by what they say."""
    findings = [
        replace(
            finding,
            evidence=tuple(sorted(finding.evidence, key=repr)),
            measurements=tuple(
                sorted(finding.measurements, key=lambda size: (size.value, size.text, repr(size)))
            ),
            causes=tuple(sorted(finding.causes)),
            warnings=tuple(sorted(finding.warnings)),
        )
        for finding in reading.findings
    ]
    return replace(
        reading,
        findings=tuple(sorted(findings, key=lambda finding: finding.key)),
        coverage=tuple(sorted(reading.coverage)),
        numbering=tuple(sorted(reading.numbering)),
        warnings=tuple(sorted(reading.warnings)),
    )


@settings(deadline=None, max_examples=150)
@given(reading=readings())
def test_a_reading_comes_back_from_its_triples(reading: Reading) -> None:
    triples = reading_triples(reading, identifiers=IDENTIFIERS, ontology_version="0.1.0")
    back = reading_from_triples(triples, identifiers=IDENTIFIERS, is_extraspinal=is_extraspinal)
    # Measurements are compared by value: 4.500 is written as 4.5.
    assert in_order(back) == in_order(reading)


@settings(deadline=None, max_examples=60)
@given(reading=readings())
def test_the_order_of_findings_and_evidence_does_not_matter(reading: Reading) -> None:
    turned = replace(
        reading,
        findings=tuple(
            replace(
                finding, evidence=finding.evidence[::-1], measurements=finding.measurements[::-1]
            )
            for finding in reversed(reading.findings)
        ),
    )
    written = reading_triples(reading, identifiers=IDENTIFIERS, ontology_version="1")
    assert reading_triples(turned, identifiers=IDENTIFIERS, ontology_version="1") == written
    assert list(written) == sorted(set(written), key=lambda one: [term_order(term) for term in one])


@settings(deadline=None, max_examples=60)
@given(reading=readings(), drop=st.integers(0))
def test_a_graph_that_lacks_a_triple_raises_nothing_but_invalid_finding(
    reading: Reading, drop: int
) -> None:
    triples = list(reading_triples(reading, identifiers=IDENTIFIERS, ontology_version="1"))
    del triples[drop % len(triples)]
    with suppress(InvalidFinding):  # any other error fails the test
        reading_from_triples(triples, identifiers=IDENTIFIERS, is_extraspinal=is_extraspinal)


def test_triples_of_two_reports_are_refused() -> None:
    first, second = (
        reading_triples(
            Reading(Report(name, "Normal."), (), "by hand 1"),
            identifiers=IDENTIFIERS,
            ontology_version="1",
        )
        for name in ("a", "b")
    )
    with pytest.raises(InvalidFinding, match="found 2"):
        reading_from_triples(
            (*first, *second), identifiers=IDENTIFIERS, is_extraspinal=is_extraspinal
        )


def test_a_wrong_value_of_a_quality_is_refused() -> None:
    text = "Herniation."
    evidence = Evidence(text, 0, len(text), Section.FINDINGS, "rule")
    finding = Finding(
        "DiscHerniation",
        Status.PRESENT,
        (evidence,),
        measurements=(Measurement(Decimal(3), "mm", "3 mm"),),
    )
    triples = reading_triples(
        Reading(Report("a", text), (finding,), "by hand 1"),
        identifiers=IDENTIFIERS,
        ontology_version="1",
    )
    wrong = [(s, p, SPINE.Perhaps if p == SPINE.status else o) for s, p, o in triples]
    with pytest.raises(InvalidFinding, match="Perhaps stands for none of"):
        reading_from_triples(wrong, identifiers=IDENTIFIERS, is_extraspinal=is_extraspinal)
