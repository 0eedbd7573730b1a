"""Grades that a report states, compared with what it says beside them in words and numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from kg.anatomy.levels import LEVELS
from kg.findings.finding import Finding
from kg.findings.qualities import Severity, Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.computed_grades import ComputedGrade, computed_grades
from kg.reasoning.course import PatientCourse
from kg.reasoning.rule_terms import RuleTerm, rule_terms, severity_named
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["GradeDisagreement", "GradeMeaning", "grade_disagreements", "grade_meanings"]

#: The scale that is computed too: what is stated must be one of what the findings leave.
_COMPUTED = "ESCC"


@dataclass(frozen=True, slots=True)
class GradeMeaning:
    """What fits a grade: degrees, a range of percent; and classes that it rules out."""

    name: str
    notation: str
    severities: frozenset[Severity]
    lowest: Decimal | None
    highest: Decimal | None
    rules_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradeDisagreement:
    """A stated grade that does not fit, why, and the findings that say otherwise."""

    finding: FindingReference
    meaning: GradeMeaning
    reason: str
    references: tuple[FindingReference, ...]


@cache
def grade_meanings() -> Mapping[str, GradeMeaning]:
    """Return what each stated grade means, by the way in which it is written ("Genant 1").

    Sources are in `ontology/grades.ttl`.
    """
    found = (_meaning(term) for term in rule_terms("StatedGradeMeaning"))
    return MappingProxyType({one.notation: one for one in found})


def grade_disagreements(course: PatientCourse) -> tuple[GradeDisagreement, ...]:
    """Return all stated grades of a patient's studies that do not fit what is said beside them."""
    computed = {
        (one.report, one.level): one
        for one in computed_grades(course)
        if one.scale.name == _COMPUTED
    }
    return tuple(
        GradeDisagreement(reference, meaning, reason, references)
        for reading, finding, reference in course.findings()
        if finding.status is Status.PRESENT
        and (meaning := grade_meanings().get(finding.grade or "")) is not None
        for reason, references in _all_reasons(
            meaning, reading, finding, computed.get((reference.report, finding.level or ""))
        )
    )


_Reason = tuple[str, tuple[FindingReference, ...]]


def _all_reasons(
    meaning: GradeMeaning, reading: Reading, finding: Finding, computed: ComputedGrade | None
) -> Iterator[_Reason]:
    if meaning.severities and finding.severity not in meaning.severities | {None}:
        yield f"stated {meaning.notation}, in words {finding.severity}", ()
    for percent in (one.value for one in finding.measurements if one.unit == "%"):
        if not _is_within(meaning, percent):
            yield f"stated {meaning.notation}, measured {percent:f} %", ()
    yield from _ruled_out(meaning, reading, finding)
    if computed is not None and meaning.notation.startswith(_COMPUTED):
        (score,) = computed.scores
        stated = meaning.notation.removeprefix(_COMPUTED).strip()
        if not any(option.startswith(stated) for option in score.options):
            left = ", ".join(score.options)
            yield f"stated {meaning.notation}, the findings leave {left}", score.references


def _ruled_out(meaning: GradeMeaning, reading: Reading, finding: Finding) -> Iterator[_Reason]:
    """Yield each finding at the level that the grade rules out, the graded one among them."""
    vocabulary = load_vocabulary()
    for other in reading.findings:
        is_here = other is finding or (other.level == finding.level and other.level in LEVELS)
        if (
            is_here
            and other.status is Status.PRESENT
            and other.temporality is Temporality.CURRENT
            and len({finding.side, other.side} - {None}) < 2
            and any(vocabulary.is_a(other.type, one) for one in meaning.rules_out)
        ):
            label = vocabulary.findings[other.type].label
            yield (
                f"stated {meaning.notation}, which rules out {label}",
                (FindingReference(reading.report.identifier, other.key),),
            )


def _is_within(meaning: GradeMeaning, percent: Decimal) -> bool:
    return (meaning.lowest is None or percent >= meaning.lowest) and (
        meaning.highest is None or percent <= meaning.highest
    )


def _meaning(term: RuleTerm) -> GradeMeaning:
    def number(name: str) -> Decimal | None:
        return Decimal(term.one(name)) if term.names(name) else None

    return GradeMeaning(
        name=term.name,
        notation=term.one("gradeNotation"),
        severities=frozenset(severity_named(one) for one in term.names("agreesWithSeverity")),
        lowest=number("lowestPercent"),
        highest=number("highestPercent"),
        rules_out=term.names("disagreesWithClass"),
    )
