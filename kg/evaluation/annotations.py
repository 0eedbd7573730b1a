"""Annotated findings as units that match or do not: one finding at one level with its certainty."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple, TypeVar, cast

from kg.adapters.strict_json import JsonValue, child
from kg.anatomy.levels import LEVELS
from kg.errors import InvalidValue
from kg.exports.brief import brief_record
from kg.findings.qualities import Severity, Side, Status
from kg.findings.report import Reading
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["Annotations", "Qualities", "Unit", "Units", "annotated_units", "units_read"]

_Value = TypeVar("_Value", bound=StrEnum)


class Unit(NamedTuple):
    """What must match: a finding class by its annotation key, a level or "", and a status."""

    finding: str
    level: str
    status: str


class Qualities(NamedTuple):
    """What is compared on units that match."""

    side: Side | None
    severity: Severity | None


#: The units of one report; a unit that is stated twice has the qualities of both statements.
Units = Mapping[Unit, frozenset[Qualities]]


@dataclass(frozen=True, slots=True)
class Annotations:
    """What annotators can write: keys of finding classes, levels and the names of regions."""

    findings: frozenset[str]
    levels: frozenset[str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Annotations":
        """Return the keys and level names of a vocabulary."""
        regions = (region.notation for region in vocabulary.level_sets.values())
        return cls(
            frozenset(term.notation for term in vocabulary.findings.values() if term.notation),
            frozenset((*LEVELS, *filter(None, regions))),
        )


def units_read(reading: Reading, vocabulary: Vocabulary, known: Annotations) -> Units:
    """Return what a reading says, in the words of annotators."""
    findings = brief_record(reading, vocabulary)["findings"]
    return annotated_units(cast(JsonValue, findings), known)


def annotated_units(findings: JsonValue, known: Annotations) -> Units:
    """Return the units of the "findings" of an annotation record, spread over their levels.

    Raises InvalidValue with the place of the first value that no annotator can have meant; it
    repeats no value, as that may be the report's text.
    """
    if not isinstance(findings, list):
        raise InvalidValue("/findings is no list")
    spread: dict[Unit, set[Qualities]] = defaultdict(set)
    for number, finding in enumerate(findings):
        pointer = child("/findings", number)
        if not isinstance(finding, dict):
            raise InvalidValue(f"{pointer} is no object")
        name = _finding(finding, pointer, known)
        status = _one_of(Status, finding.get("certainty", Status.PRESENT), f"{pointer}/certainty")
        if status is None:
            raise InvalidValue(f"{pointer}/certainty is null; leave it out for present")
        qualities = Qualities(
            _one_of(Side, finding.get("laterality"), f"{pointer}/laterality"),
            _one_of(Severity, finding.get("severity"), f"{pointer}/severity"),
        )
        for level in _levels(finding.get("levels"), f"{pointer}/levels", known):
            spread[Unit(name, level, status.value)].add(qualities)
    return {unit: frozenset(qualities) for unit, qualities in spread.items()}


def _finding(finding: Mapping[str, JsonValue], pointer: str, known: Annotations) -> str:
    name = finding.get("finding")
    if isinstance(name, str) and name in known.findings:
        return name
    near = get_close_matches(name, sorted(known.findings), 1) if isinstance(name, str) else []
    hint = f"; did they mean {near[0]!r}?" if near else ""
    raise InvalidValue(f"{pointer}/finding is no annotation key{hint}")


def _one_of(kind: type[_Value], value: JsonValue, pointer: str) -> _Value | None:
    if value is None:
        return None
    if isinstance(value, str) and value in list(kind):
        return kind(value)
    raise InvalidValue(f"{pointer} is none of {', '.join(kind)}")


def _levels(value: JsonValue, pointer: str, known: Annotations) -> list[str]:
    """Return level names, or [""] where none is given."""
    if value is None or value == []:
        return [""]
    if not isinstance(value, list):
        raise InvalidValue(f"{pointer} is no list")
    names: list[str] = []
    for number, level in enumerate(value):
        if not isinstance(level, str) or level not in known.levels:
            raise InvalidValue(
                f'{child(pointer, number)} is no level such as "T12" or "L4-L5", '
                f'and no region such as "lumbar"'
            )
        names.append(level)
    return names
