"""Which statements about a patient anatomy rules out, by rules of the ontology.

What the reader could not place at all (T14, a vertebra C8) is among them: it is never dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.anatomy.levels import LEVELS, Level, level_named
from kg.findings.finding import Finding
from kg.findings.qualities import Status, Temporality
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.consistency_rules import ConsistencyRule, consistency_rules
from kg.reasoning.conus import ConusPosition, conus_level
from kg.reasoning.course import PatientCourse
from kg.reasoning.impossible_levels import impossible_levels

__all__ = ["ImpossibleStatement", "impossible_statements"]


#: The rule for what the reader could not place; it judges levels, not classes.
_NO_SUCH_LEVEL = "NoSuchLevel"


@dataclass(frozen=True, slots=True, order=True)
class ImpossibleStatement:
    """A statement that anatomy rules out.

    `rule` is the local name of the rule of the ontology; `report` the one that says it;
    `references` the finding, then what else it was judged by; `reason` says in words why.
    `text[start:end]` is the sentence where the level itself does not exist: it may hold no finding.
    """

    rule: str
    report: str
    references: tuple[FindingReference, ...]
    reason: str
    start: int | None = None
    end: int | None = None


def impossible_statements(course: PatientCourse) -> tuple[ImpossibleStatement, ...]:
    """Return the statements of a patient's reports that anatomy rules out, sorted.

    Only what is said to be there now, for sure or possibly: to deny the impossible is no error.
    Raises InvalidOntology when the ontology's rules cannot be read.
    """
    found = [one for reading in course.readings for one in _of_report(course, reading)]
    found.extend(_nowhere(course))
    return tuple(sorted(found, key=lambda one: (one.report, one.start or -1, one)))


def _nowhere(course: PatientCourse) -> Iterator[ImpossibleStatement]:
    """Yield what is said at levels that do not exist."""
    if any(rule.name == _NO_SUCH_LEVEL for rule in consistency_rules("ImpossibilityRule")):
        for one in impossible_levels(course):
            reason = f"no spine has {one.level}"
            yield ImpossibleStatement(
                _NO_SUCH_LEVEL, one.report, one.findings, reason, one.start, one.end
            )


def _of_report(course: PatientCourse, reading: Reading) -> Iterator[ImpossibleStatement]:
    report = reading.report.identifier
    conus = conus_level(course, reading)
    for finding in reading.findings:
        level = LEVELS.get(finding.level or "")
        if level is None or finding.status is Status.ABSENT or not _is_now(finding):
            continue
        for rule in consistency_rules("ImpossibilityRule"):
            reason = _reason(rule, level, conus) if rule.concerns(finding) else None
            if reason is not None:
                used = conus.references if rule.term.names("needsConus") else ()
                references = (FindingReference(report, finding.key), *used)
                yield ImpossibleStatement(rule.name, report, references, reason)


def _is_now(finding: Finding) -> bool:
    return finding.temporality is Temporality.CURRENT


def _reason(rule: ConsistencyRule, level: Level, conus: ConusPosition) -> str | None:
    """Return why a rule rules out its findings at a level, None when it does not."""
    term = rule.term
    if level.name in term.names("exceptLevel"):
        return None
    if level.kind.value in term.names("ruledOutAt"):
        return f"{level} is a single {level.kind} level"
    if level.name in term.names("ruledOutLevel"):
        return f"not found at {level}"
    if term.names("possibleFrom"):
        first, last = level_named(term.one("possibleFrom")), level_named(term.one("possibleTo"))
        return None if first <= level <= last else f"{level} is not from {first} to {last}"
    if term.names("needsConus"):
        return _reason_by_conus(rule, level, conus)
    return None


def _reason_by_conus(rule: ConsistencyRule, level: Level, conus: ConusPosition) -> str | None:
    """Return on which side of the conus a level lies, where the rule judges by that conus.

    A stated conus rules alone; without one the range of conus levels of the rule does, unless
    the patient's findings (a low conus) change what is assumed.
    """
    side = rule.term.one("sideOfConus")
    if rule.term.one("needsConus") == "stated":
        if conus.is_default:
            return None
        first, last, whose = conus.first, conus.last, "the stated conus"
    elif not conus.is_default or conus.references:
        return None
    else:
        first, last = (level_named(rule.term.one(end)) for end in ("conusFrom", "conusTo"))
        whose = "the usual range of the conus"
    is_there = level > last if side == "below" else level < first
    if not is_there:
        return None
    return f"{level} is {side} {whose}, {first if first is last else f'{first} to {last}'}"
