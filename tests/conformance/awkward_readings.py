"""Hand-made readings whose values engines like to get wrong."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.numbering import NumberingScheme
from kg.findings.qualities import Change, Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report

__all__ = ["awkward_readings"]

_SAID_TWICE = "Mild stenosis at L4-L5. Again: severe stenosis at L4-L5, on the left."
_OTHER_SCRIPTS = 'Stenose "hoch­gradig" bei L4/5 — 狭窄 😀 e\u0301\tTab\nLine \\ back'


def awkward_readings() -> Iterator[Reading]:
    """Yield readings of reports of made-up patients."""
    yield Reading(
        Report("awkward-1", _OTHER_SCRIPTS, patient="007", title=_TITLE),
        (
            Finding(
                "SpinalCanalStenosis",
                Status.PRESENT,
                (_evidence(_OTHER_SCRIPTS, _OTHER_SCRIPTS[:24], cue="—", place="L4/5"),),
                level="L4-L5",
                measurements=(
                    Measurement(Decimal("4.50"), "mm", "4.50"),
                    Measurement(Decimal("0.10"), "cm", ".1", dimension="AP"),
                    Measurement(Decimal("100000000.25"), "mm", "100,000,000.25"),
                    Measurement(Decimal("0"), "deg", "0"),
                ),
                grade="C",
            ),
        ),
        "by hand 1.0",
        ("LumbarSpine",),
        ('level "T14" is none', "zwei\nZeilen"),
    )
    yield Reading(
        Report("awkward-2", _SAID_TWICE, patient="7", study_date=date(2020, 2, 29)),
        _disagreeing(),
        "by-hand",
    )
    text = "L6 and T13: disc bulge possible; lumbar spine without metastasis, once fractured."
    yield Reading(
        Report("P-1", text, patient="P-1", study_date=date(1999, 12, 31), title="p-1"),
        tuple(_unusual_places(text)),
        "by hand 1.0",
        ("LumbarSpine", "ThoracicSpine"),
        numbering=(NumberingScheme.SIX_LUMBAR, NumberingScheme.THIRTEEN_THORACIC),
    )
    # Without a patient the patient is known by the report, here by the same text as another's.
    yield Reading(Report("p-1", "No finding.", study_date=date(2024, 12, 31)), (), "by hand 1.0")


_TITLE = 'A "quoted" title,\twith a tab,\na line break and a \\ backslash'


def _evidence(
    text: str,
    quote: str,
    *,
    section: Section = Section.FINDINGS,
    degree: str | None = None,
    cue: str | None = None,
    place: str | None = None,
) -> Evidence:
    start = text.index(quote)
    return Evidence(
        quote, start, start + len(quote), section, "by.hand", cue=cue, degree=degree, place=place
    )


def _disagreeing() -> tuple[Finding, ...]:
    """Return findings of one level on which two sections disagree, one the cause of the other."""
    first, second = "Mild stenosis at L4-L5.", "severe stenosis at L4-L5, on the left."
    mild = Finding(
        "SpinalCanalStenosis",
        Status.PRESENT,
        (_evidence(_SAID_TWICE, first, degree="Mild", place="L4-L5"),),
        level="L4-L5",
        severity=Severity.MILD,
    )
    severe = Finding(
        "SpinalCanalStenosis",
        Status.PRESENT,
        (_evidence(_SAID_TWICE, second, section=Section.IMPRESSION, degree="severe"),),
        level="L4-L5",
        side=Side.LEFT,
        severity=Severity.SEVERE,
        causes=(mild.key,),
        part_of=mild.key,
        warnings=("two degrees at one level",),
    )
    both = Finding(
        "DiscBulge",
        Status.PRESENT,
        (
            _evidence(_SAID_TWICE, "Mild", degree="Mild"),
            _evidence(_SAID_TWICE, "severe", section=Section.IMPRESSION, degree="severe"),
        ),
        level="L4-L5",
        structure="IntervertebralDisc",
        side=Side.BILATERAL,
        severity=Severity.MODERATE_SEVERE,
        change=Change.LARGER,
    )
    return mild, severe, both


def _unusual_places(text: str) -> Iterator[Finding]:
    bulge = (_evidence(text, "disc bulge possible", cue="possible"),)
    yield Finding("DiscBulge", Status.POSSIBLE, bulge, level="L6")
    yield Finding("DiscBulge", Status.POSSIBLE, bulge, level="T13", side=Side.MIDLINE)
    yield Finding("DiscBulge", Status.POSSIBLE, bulge)
    yield Finding(
        "OsseousMetastasis",
        Status.ABSENT,
        (_evidence(text, "without metastasis", cue="without"),),
        level="LumbarSpine",
    )
    yield Finding(
        "VertebralFracture",
        Status.PRESENT,
        (_evidence(text, "once fractured", section=Section.NARRATIVE),),
        level="ThoracicSpine",
        temporality=Temporality.HISTORICAL,
        change=Change.RESOLVED,
    )
