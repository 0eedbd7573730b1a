"""The shapes that ship with the package pass what the reader can say and stop what it cannot."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from rdflib import DCTERMS, PROV, RDF, XSD, Literal

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Change, Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.terms import Term, Triple
from kg.triples.to_triples import reading_triples
from kg.vocabulary.namespaces import OA, SPINE

TEXT = "Metastasis of T12 with 9.0 mm epidural extension. No stenosis. Liver mass."


def evidence(quote: str) -> tuple[Evidence, ...]:
    start = TEXT.index(quote)
    section = Section.FINDINGS
    return (Evidence(quote, start, start + len(quote), section, "rule", "cue", "degree", "side"),)


METASTASIS = Finding(
    "OsseousMetastasis",
    Status.PRESENT,
    evidence("Metastasis"),
    level="T12",
    structure="VertebralBody",
    side=Side.LEFT,
    severity=Severity.MODERATE_SEVERE,
    grade="ESCC 2",
    change=Change.LARGER,
)
EXTENSION = Finding(
    "EpiduralExtension",
    Status.PRESENT,
    evidence("epidural extension"),
    level="ThoracolumbarSpine",
    measurements=(Measurement(Decimal("9.0"), "mm", "9.0 mm", "thickness"),),
    causes=(METASTASIS.key,),
    part_of=METASTASIS.key,
    warnings=("no level was given",),
)
ABSENT = Finding("SpinalCanalStenosis", Status.ABSENT, evidence("No stenosis"), level="L4-L5")
POSSIBLE = Finding("DiscHerniation", Status.POSSIBLE, evidence("stenosis"))
PAST = Finding(
    "VertebralFracture", Status.PRESENT, evidence("Liver"), temporality=Temporality.HISTORICAL
)
MASS = Finding("ExtraspinalMass", Status.PRESENT, evidence("Liver mass"), extraspinal=True)
REPORT = Report("seed", TEXT, patient="P001", study_date=date(2024, 1, 3), title="MRI")
READING = Reading(
    REPORT,
    (METASTASIS, EXTENSION, ABSENT, POSSIBLE, PAST, MASS),
    "spinekg-rules 0.1.0",
    ("LumbarSpine",),
    ("T14 is no level",),
)

Change_ = Callable[[list[Triple]], list[Triple]]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.load()


def written(reading: Reading) -> list[Triple]:
    key = Identifiers(b"a key for tests, not for patients")
    return list(reading_triples(reading, identifiers=key, ontology_version="0.1.0"))


def without(predicate: Term, value: Term | None = None) -> Change_:
    def change(triples: list[Triple]) -> list[Triple]:
        return [one for one in triples if one[1] != predicate or value not in (None, one[2])]

    return change


def instead(predicate: Term, old: Term | None, new: Term) -> Change_:
    def change(triples: list[Triple]) -> list[Triple]:
        return [
            (subject, name, new if name == predicate and old in (None, value) else value)
            for subject, name, value in triples
        ]

    return change


def also(predicate: Term, value: Term, new: Triple) -> Change_:
    """Add the predicate and value of `new` to the nodes that have this predicate and value."""

    def change(triples: list[Triple]) -> list[Triple]:
        nodes = [subject for subject, name, found in triples if (name, found) == (predicate, value)]
        return [*triples, *((node, new[1], new[2]) for node in nodes)]

    return change


def test_a_reading_with_everything_in_it_passes(shapes: Shapes) -> None:
    assert shapes.violations(written(READING)) == ()


def test_a_report_of_which_only_the_text_is_known_passes(shapes: Shapes) -> None:
    assert shapes.violations(written(Reading(Report("x", "Normal."), (), "by hand"))) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without(SPINE.evidence), "at least one sentence"),
        (without(SPINE.findingType), "exactly one finding type"),
        (without(SPINE.status), "exactly one status"),
        (without(RDF.type, SPINE.AbsentFinding), "exactly one of present finding"),
        (without(SPINE.temporality), "either current or historical"),
        (without(PROV.wasGeneratedBy), "which run"),
        (without(RDF.type, SPINE.OsseousMetastasis), "instance of its finding type"),
        (without(DCTERMS.identifier), "identifier"),
        (instead(SPINE.reportText, None, Literal("")), "not empty"),
        (without(OA.exact), "quotes the report"),
        (instead(SPINE.atLevel, SPINE.T12, SPINE.T14), "at a vertebra"),
        (instead(SPINE.atLevel, SPINE["L4-L5"], SPINE.Somewhere), "at a vertebra"),
        (instead(SPINE.severity, None, SPINE.Awful), "at most one degree"),
        (instead(OA.start, None, Literal(10_000)), "starts before it ends"),
        (instead(SPINE.unit, None, Literal("inch")), "mm, cm, deg or %"),
        (instead(SPINE.value, None, Literal("-1", datatype=XSD.decimal)), "not negative"),
        (instead(SPINE.inSection, None, SPINE.HistorySection), "History"),
        (
            also(SPINE.status, SPINE.Absent, (SPINE.x, RDF.type, SPINE.SpinalCanalStenosis)),
            "no instance of the disease",
        ),
        (
            also(SPINE.temporality, SPINE.Historical, (SPINE.x, RDF.type, SPINE.VertebralFracture)),
            "historical",
        ),
        (
            also(SPINE.findingType, SPINE.ExtraspinalMass, (SPINE.x, SPINE.atLevel, SPINE.T12)),
            "no level of the spine",
        ),
    ],
)
def test_what_cannot_be_said_is_a_violation_in_words(
    shapes: Shapes, change: Change_, message: str
) -> None:
    found = shapes.violations(change(written(READING)))
    assert any(message in violation.message for violation in found), found
    assert all(violation.report is not None for violation in found)
    assert not any("breaks" in violation.message for violation in found)
