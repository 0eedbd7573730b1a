"""What a person decided about findings of two studies: the same lesion, or not.

Decisions are kept beside the reports, as JSON, and applied whenever lesions are linked: adding one
changes what is derived, deleting it takes the change back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InvalidValue, UnreadableInput
from kg.findings.finding import FindingKey
from kg.findings.qualities import Severity, Side, Status, Temporality
from kg.findings.reference import FindingReference

__all__ = ["Decision", "LesionDecision", "decisions_from_json", "decisions_to_json"]

#: The parts of a finding's key by their names in the file, with the words that some may take.
_KEY_PARTS: Mapping[str, type[StrEnum] | None] = {
    "type": None,
    "level": None,
    "status": Status,
    "side": Side,
    "severity": Severity,
    "temporality": Temporality,
    "structure": None,
}
#: What a part is that the file leaves out.
_DEFAULTS: Mapping[str, str] = {"status": Status.PRESENT, "temporality": Temporality.CURRENT}


class Decision(StrEnum):
    """Whether two findings are of one lesion."""

    SAME = "same lesion"
    DIFFERENT = "different lesions"


@dataclass(frozen=True, slots=True)
class LesionDecision:
    """A person's decision about two findings of different reports, with the reason given.

    `reason` and `by` stay in the file of decisions: derived facts name the decision, not them.
    Raises InvalidValue when both findings are of one report.
    """

    decision: Decision
    first: FindingReference
    second: FindingReference
    reason: str
    by: str | None = None

    def __post_init__(self) -> None:
        if self.first.report == self.second.report:
            raise InvalidValue("a decision about a lesion names findings of two reports, not one")

    @property
    def pair(self) -> frozenset[FindingReference]:
        """Return both findings, whose order does not matter."""
        return frozenset({self.first, self.second})


def decisions_to_json(decisions: Iterable[LesionDecision]) -> str:
    """Return decisions as the text of a file that `decisions_from_json` reads."""
    records = [
        {
            "decision": one.decision.value,
            "findings": [_record(one.first), _record(one.second)],
            "reason": one.reason,
            **({} if one.by is None else {"by": one.by}),
        }
        for one in decisions
    ]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def decisions_from_json(text: str, name: str = "lesion decisions") -> tuple[LesionDecision, ...]:
    """Return the decisions of a file's text, in its order.

    A finding is named by its report and the parts of its key; what is left out was not said, but
    for `status` (present) and `temporality` (current). Raises UnreadableInput, with the place,
    for what is no decision, and InvalidValue for two that contradict each other.
    """
    try:
        records = json.loads(text)
    except ValueError as error:
        raise UnreadableInput(name, f"is not JSON: {error}") from error
    if not isinstance(records, list):
        raise UnreadableInput(name, "is no list of decisions")
    decisions = tuple(
        _decision(record, f"{name}, decision {number}") for number, record in enumerate(records, 1)
    )
    _refuse_contradictions(decisions)
    return decisions


def _refuse_contradictions(decisions: Iterable[LesionDecision]) -> None:
    taken: dict[frozenset[FindingReference], Decision] = {}
    for one in decisions:
        if taken.setdefault(one.pair, one.decision) is not one.decision:
            raise InvalidValue(
                f"two findings, of {one.first.key[0]!r} and {one.second.key[0]!r}, are decided to "
                "be the same lesion and different lesions; delete one of the decisions"
            )


def _decision(record: object, place: str) -> LesionDecision:
    if not isinstance(record, dict):
        raise UnreadableInput(place, "is no object with 'decision', 'findings' and 'reason'")
    match record:
        case {
            "decision": str(word),
            "findings": [dict(first), dict(second)],
            "reason": str(reason),
        }:
            by = record.get("by")
            return LesionDecision(
                Decision(_word(word, Decision, place)),
                _reference(first, place),
                _reference(second, place),
                reason,
                by if isinstance(by, str) else None,
            )
    raise UnreadableInput(place, "needs a 'decision', two 'findings' and a 'reason'")


def _reference(record: Mapping[str, object], place: str) -> FindingReference:
    unknown = record.keys() - _KEY_PARTS.keys() - {"report"}
    report = record.get("report")
    if unknown or not isinstance(report, str) or not isinstance(record.get("type"), str):
        raise UnreadableInput(
            place, f"a finding needs 'report' and 'type' and may have {sorted(_KEY_PARTS)}"
        )
    parts = [_part(record, name, place) for name in _KEY_PARTS]
    return FindingReference(report, _key(parts))


def _part(record: Mapping[str, object], name: str, place: str) -> str:
    value, words = record.get(name, _DEFAULTS.get(name, "")), _KEY_PARTS[name]
    if not isinstance(value, str):
        raise UnreadableInput(place, f"{name!r} of a finding is text, not {value!r}")
    return _word(value, words, place) if words is not None and value else value


def _word(value: str, words: type[StrEnum], place: str) -> str:
    allowed = [word.value for word in words]
    if value not in allowed:
        raise UnreadableInput(place, f"{value!r} is not one of {allowed}")
    return value


def _key(parts: list[str]) -> FindingKey:
    kind, level, status, side, severity, temporality, structure = parts
    return (kind, level, str(status), side, severity, str(temporality), structure)


def _record(reference: FindingReference) -> dict[str, str]:
    named = zip(_KEY_PARTS, reference.key, strict=True)
    return {"report": reference.report} | {
        name: value for name, value in named if value and value != _DEFAULTS.get(name)
    }
