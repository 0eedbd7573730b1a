"""What the compiled shapes pass, pySHACL passes too; what they doubt, it decides."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report
from kg.triples.compiled_shapes import CompiledShapes
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.terms import Triple
from kg.triples.to_triples import reading_triples
from kg.vocabulary.namespaces import DATA, SPINE

CASES = sorted((Path(__file__).parents[1] / "cases" / "shapes").glob("*.ttl"))
TEXT = "Metastasis of T12, 9 mm. No stenosis. Liver mass."
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spine: <https://w3id.org/spinekg/spine#> .
"""


def evidence(quote: str, section: Section = Section.FINDINGS) -> tuple[Evidence, ...]:
    start = TEXT.index(quote)
    return (Evidence(quote, start, start + len(quote), section, "rule", "cue"),)


FINDINGS = (
    Finding(
        "OsseousMetastasis",
        Status.PRESENT,
        evidence("Metastasis"),
        level="T12",
        side=Side.LEFT,
        severity=Severity.MODERATE,
        measurements=(Measurement(Decimal("9.0"), "mm", "9 mm"),),
    ),
    Finding("SpinalCanalStenosis", Status.ABSENT, evidence("No stenosis"), level="L4-L5"),
    Finding("DiscHerniation", Status.POSSIBLE, evidence("stenosis")),
    Finding(
        "VertebralFracture", Status.PRESENT, evidence("T12"), temporality=Temporality.HISTORICAL
    ),
    Finding("ExtraspinalMass", Status.PRESENT, evidence("Liver mass"), extraspinal=True),
)


@cache
def shipped() -> tuple[Shapes, CompiledShapes]:
    shapes = Shapes.load()
    compiled = CompiledShapes.of(shapes.graph)
    assert compiled is not None, "the shipped shapes have a part that is not compiled: adding slows"
    return shapes, compiled


@cache
def report_triples() -> tuple[Triple, ...]:
    report = Report("r", TEXT, patient="p", study_date=date(2024, 1, 3), title="MRI")
    reading = Reading(report, FINDINGS, "rules 1.0", ("LumbarSpine",))
    identifiers = Identifiers(b"a key for tests only")
    return reading_triples(reading, identifiers=identifiers, ontology_version="0.1.0")


def compiled(turtle: str) -> CompiledShapes | None:
    return CompiledShapes.of(Graph().parse(data=PREFIXES + turtle, format="turtle"))


def test_a_report_without_fault_surely_passes() -> None:
    shapes, fast = shipped()
    assert fast.surely_pass(report_triples())
    assert shapes.violations(report_triples()) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_case_passes_that_pyshacl_refuses(case: Path) -> None:
    shapes, fast = shipped()
    triples: list[Triple] = list(Graph().parse(case))  # type: ignore[arg-type]
    passes = shapes.violations(triples) == ()
    assert fast.surely_pass(triples) <= passes
    assert passes or not fast.surely_pass(triples)


VALUES = st.sampled_from(
    (
        *sorted({value for _, _, value in report_triples()}),
        SPINE.Present,
        SPINE.Historical,
        SPINE.HistorySection,
        SPINE["L9-L10"],
        SPINE.ThoracolumbarJunction,
        SPINE.Left,
        DATA["evidence/other"],
        BNode("blank"),
        Literal(""),
        Literal("words", lang="en"),
        Literal("words", datatype=XSD.string),
        Literal(-1),
        Literal(0),
        Literal(10_000),
        Literal(True),
        Literal(Decimal("-0.5")),
        Literal("seven", datatype=XSD.integer, normalize=False),
        Literal("2024-13-45", datatype=XSD.date, normalize=False),
        Literal("2024-01-03"),
        Literal(1.5),
    )
)
PREDICATES = st.sampled_from(sorted({predicate for _, predicate, _ in report_triples()}))
SUBJECTS = st.sampled_from(sorted({subject for subject, _, _ in report_triples()}))
Change = Callable[[list[Triple]], None]


@st.composite
def changed_reports(draw: st.DrawFn) -> list[Triple]:
    """Return the triples of a report with some taken out, put in or given another value."""
    triples = list(report_triples())
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(triples) - 1))
        subject, predicate, _ = triples[place]
        match draw(st.sampled_from(("remove", "replace", "double", "add"))):
            case "remove":
                del triples[place]
            case "replace":
                triples[place] = subject, predicate, draw(VALUES)
            case "double":
                triples.append((subject, predicate, draw(VALUES)))
            case _:
                triples.append((draw(SUBJECTS), draw(PREDICATES), draw(VALUES)))
    return triples


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changed_reports())
def test_nothing_passes_that_pyshacl_refuses(triples: list[Triple]) -> None:
    shapes, fast = shipped()
    if fast.surely_pass(triples):
        assert shapes.violations(triples) == ()


def test_data_with_classes_of_its_own_is_left_to_pyshacl() -> None:
    _, fast = shipped()
    assert not fast.surely_pass(
        (
            *report_triples(),
            (SPINE.Mine, RDFS.subClassOf, SPINE.Finding),
            (DATA.x, RDF.type, SPINE.Mine),
        )
    )


@pytest.mark.parametrize(
    "shape",
    [
        "spine:S a sh:NodeShape ; sh:targetNode spine:X ; sh:nodeKind sh:IRI .",
        "spine:S a sh:NodeShape ; sh:targetClass spine:F ; sh:closed true .",
        "spine:S a sh:NodeShape ; sh:targetClass spine:F ; sh:severity sh:Warning .",
        "spine:S a sh:NodeShape ; sh:targetClass spine:F ; sh:deactivated true .",
        "spine:S a sh:NodeShape, <http://www.w3.org/2002/07/owl#Class> ; sh:targetClass spine:F .",
        "spine:S sh:targetClass spine:F ; sh:property [ sh:path spine:p ; "
        "sh:datatype <http://www.w3.org/2001/XMLSchema#string> ] .",
        "spine:S sh:targetClass spine:F ; sh:property [ sh:path [ sh:inversePath spine:p ] ] .",
        'spine:S sh:targetClass spine:F ; sh:property [ sh:path spine:p ; sh:pattern "a" ; '
        'sh:flags "i" ] .',
    ],
)
def test_shapes_with_other_parts_are_not_compiled(shape: str) -> None:
    assert compiled(shape) is None


def test_a_finding_without_evidence_does_not_pass() -> None:
    shape = (
        "spine:S sh:targetClass spine:F ; sh:property [ sh:path spine:evidence ; sh:minCount 1 ] ."
    )
    fast = compiled(shape)
    assert fast is not None
    node = URIRef("https://example.org/f")
    assert not fast.surely_pass([(node, RDF.type, SPINE.F)])
    assert fast.surely_pass([(node, RDF.type, SPINE.F), (node, SPINE.evidence, DATA.e)])
