"""Whether a mention is present, absent, possible, past or hypothetical, and by which cue."""

from collections.abc import Sequence
from typing import Final

from kg.findings.qualities import ABSENT, POSSIBLE, PRESENT, Status, Temporality
from kg.reading.cues import (
    POSSIBLE_AFTER,
    POSSIBLE_BEFORE,
    CueKind,
)
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.rules import status_rule
from kg.reading.scopes import ACTING, FORWARD, Scope

__all__ = ["Assertion", "assert_mention"]


class Assertion:
    """Status and time of a mention; `cue` and `rule` say why. `hypothetical` ones are dropped."""

    __slots__ = ("cue", "hypothetical", "rule", "status", "temporality")

    def __init__(
        self,
        status: Status,
        temporality: Temporality,
        cue: str | None,
        rule: str,
        hypothetical: bool = False,
    ) -> None:
        self.status = status
        self.temporality = temporality
        self.cue = cue
        self.rule = rule
        self.hypothetical = hypothetical

    def left_open(self, cue: str, rule: str) -> "Assertion":
        """Return the same as possible, by another cue and rule."""
        return Assertion(POSSIBLE, self.temporality, cue, rule, self.hypothetical)


#: What a cue says, before or after: "absent", "possible", "historical", "hypothetical".
_STATED_BY: Final = {kind: kind.split()[0] for kind in ACTING}
_STATED: Final = Assertion(PRESENT, Temporality.CURRENT, None, "status.stated")
_IMPLIED: Final = Assertion(ABSENT, Temporality.CURRENT, None, "status.implied")


def assert_mention(marks: Marks, mention: Mention, scopes: Sequence[Scope]) -> Assertion:
    """Return the status of one mention from the scopes that cover it; the nearest cue decides."""
    covering = scopes and [
        scope
        for scope in scopes
        if scope.first <= mention.head <= scope.last and not _is_inside(scope, mention)
    ]
    if not covering:
        return _IMPLIED if mention.implies_absent else _STATED
    by_kind: dict[str, Scope] = {}
    for scope in sorted(covering, key=lambda scope: _distance(scope, mention), reverse=True):
        by_kind[_STATED_BY[scope.kind]] = scope
    temporality = Temporality.HISTORICAL if "historical" in by_kind else Temporality.CURRENT
    status_scope = _nearest(mention, by_kind.get("absent"), by_kind.get("possible"))
    if status_scope is None:
        implied = ABSENT if mention.implies_absent else PRESENT
        past = by_kind.get("historical")
        cue = _words(marks, past) if past else None
        stated = "status.implied" if mention.implies_absent else "status.stated"
        rule = status_rule(past.kind) if past else stated
        return Assertion(implied, temporality, cue, rule, "hypothetical" in by_kind)
    status = _status(status_scope.kind, mention)
    hypothetical = "hypothetical" in by_kind
    if temporality is Temporality.HISTORICAL and status is ABSENT:
        status, status_scope = PRESENT, by_kind["historical"]
    rule = status_rule(status_scope.kind)
    return Assertion(status, temporality, _words(marks, status_scope), rule, hypothetical)


def _status(kind: CueKind, mention: Mention) -> Status:
    if kind in {POSSIBLE_BEFORE, POSSIBLE_AFTER}:
        return POSSIBLE
    return PRESENT if mention.implies_absent else ABSENT


def _is_inside(scope: Scope, mention: Mention) -> bool:
    """Say whether the cue is one of the mention's own words ("absent" in a finding's name)."""
    return (
        mention.rule == "finding.phrase"
        and mention.first <= scope.cue_first
        and scope.cue_last <= mention.last
    )


def _distance(scope: Scope, mention: Mention) -> int:
    return min(abs(mention.head - scope.cue_last), abs(scope.cue_first - mention.head))


def _nearest(mention: Mention, absent: Scope | None, possible: Scope | None) -> Scope | None:
    if absent and possible:
        # "No fracture is suspected", "possible fracture is not seen": the negation decides.
        if (absent.kind in FORWARD) is not (possible.kind in FORWARD):
            return absent
        return min((absent, possible), key=lambda scope: _distance(scope, mention))
    return absent or possible


def _words(marks: Marks, scope: Scope) -> str:
    return marks.quoted(scope.cue_first, scope.cue_last)
