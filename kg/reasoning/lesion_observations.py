"""What one study tells of one lesion, in the light of the studies before it.

What the report states comes first, then the sizes by a threshold, then the degrees of severity;
where these disagree, the state follows the statement and the disagreement is named. What a study
does not say is not guessed: not mentioned, not imaged and unknown are states of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.findings.qualities import Change, Severity
from kg.findings.reference import FindingReference
from kg.reasoning.lesion_changes import (
    Disagreement,
    MeasuredChange,
    Size,
    degree_change,
    disagreements,
    judge_sizes,
    sizes_of,
)
from kg.reasoning.lesion_fit import LesionFit
from kg.reasoning.lesion_links import FollowedLesion
from kg.reasoning.lesion_mentions import Mention, Standing, Study

__all__ = ["CourseState", "LesionObservation", "observations_of"]


class CourseState(StrEnum):
    """What one study says of a lesion in the light of the studies before."""

    FIRST_SEEN = "first seen"
    NEW = "new"
    LARGER = "larger"
    STABLE = "stable"
    SMALLER = "smaller"
    STILL_PRESENT = "still present"
    POSSIBLE = "possible"
    UNCLEAR = "unclear"
    RESOLVED = "resolved"
    DENIED = "denied"
    NOT_MENTIONED = "not mentioned"
    NOT_IMAGED = "not imaged"
    IMAGING_UNKNOWN = "imaging unknown"


#: The state that a stated, measured or graded change gives.
_STATES: Mapping[Change, CourseState] = {
    Change.NEW: CourseState.NEW,
    Change.LARGER: CourseState.LARGER,
    Change.STABLE: CourseState.STABLE,
    Change.SMALLER: CourseState.SMALLER,
    Change.RESOLVED: CourseState.RESOLVED,
}
#: States in which a study tells that the lesion is there, and in which that it is not.
_THERE = frozenset(
    {
        CourseState.FIRST_SEEN,
        CourseState.NEW,
        CourseState.LARGER,
        CourseState.STABLE,
        CourseState.SMALLER,
        CourseState.STILL_PRESENT,
    }
)
_GONE = frozenset({CourseState.RESOLVED, CourseState.DENIED})


@dataclass(frozen=True, slots=True)
class LesionObservation:
    """What one study tells of one lesion.

    `type` and `findings` are those of the study, None and empty where it does not mention the
    lesion. `stated` is the change that the report states, `measured` what the sizes tell,
    `degree` what two degrees of severity tell; `reason` says why the state is what it is.
    """

    report: str
    day: date
    number: int
    state: CourseState
    reason: str
    type: str | None = None
    findings: tuple[FindingReference, ...] = ()
    sizes: tuple[Size, ...] = ()
    severity: Severity | None = None
    stated: Change | None = None
    measured: MeasuredChange | None = None
    degree: Change | None = None
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def is_there(self) -> bool:
        """Say whether the study tells that the lesion is there."""
        return self.state in _THERE


def observations_of(
    lesion: FollowedLesion, studies: Sequence[Study], fit: LesionFit
) -> tuple[LesionObservation, ...]:
    """Return what each study tells of a lesion, in their order."""
    observations: list[LesionObservation] = []
    for study in studies:
        observations.append(_observe(study, lesion, observations, fit))
    return tuple(observations)


def _observe(
    study: Study, lesion: FollowedLesion, before: Sequence[LesionObservation], fit: LesionFit
) -> LesionObservation:
    mention, denial = lesion.sightings.get(study.number), lesion.denials.get(study.number)
    if mention is not None:
        return _sighting(study, mention, lesion, before, fit)
    if denial is not None:
        state, reason = _denied(before)
        return LesionObservation(
            study.report,
            study.day,
            study.number,
            state,
            reason,
            denial.type,
            denial.references,
        )
    state, reason = _silence(study, lesion, fit)
    return LesionObservation(study.report, study.day, study.number, state, reason)


def _denied(before: Sequence[LesionObservation]) -> tuple[CourseState, str]:
    """Return what it means that a study denies a lesion."""
    if any(one.is_there for one in before):
        return CourseState.RESOLVED, "the report denies it"
    if any(one.state is CourseState.POSSIBLE for one in before):
        return CourseState.DENIED, "the report denies what no study before was certain of"
    return CourseState.DENIED, "the report denies it, and none before reports it"


def _silence(study: Study, lesion: FollowedLesion, fit: LesionFit) -> tuple[CourseState, str]:
    """Return what it means that a study has no finding of a lesion."""
    if study.number in lesion.unclear:
        return CourseState.UNCLEAR, "a finding may be this lesion, which is not certain"
    level = lesion.latest.level
    match study.images(level, fit.vocabulary) if level else None:
        case True:
            return CourseState.NOT_MENTIONED, "the level was imaged and the lesion is not mentioned"
        case False:
            return CourseState.NOT_IMAGED, "the level was not imaged"
        case _:
            return CourseState.IMAGING_UNKNOWN, "the report does not say which levels were imaged"


def _sighting(
    study: Study,
    mention: Mention,
    lesion: FollowedLesion,
    before: Sequence[LesionObservation],
    fit: LesionFit,
) -> LesionObservation:
    earlier = [one for one in before if one.day < study.day]
    measured = _measured(mention, earlier, fit)
    degree = degree_change(_last_degree(earlier), mention.severity)
    stated = next(iter(mention.changes)) if len(mention.changes) == 1 else None
    state, reason = _state(study, mention, lesion, before, (stated, measured, degree))
    return LesionObservation(
        report=study.report,
        day=study.day,
        number=study.number,
        state=state,
        reason=reason,
        type=mention.type,
        findings=mention.references,
        sizes=sizes_of(mention),
        severity=mention.severity,
        stated=stated,
        measured=measured,
        degree=degree,
        disagreements=disagreements(
            mention.changes,
            measured.change if measured else None,
            degree,
            is_seen_before=_was_last_there(earlier),
            is_also_denied=mention.is_also_denied,
        ),
    )


def _state(
    study: Study,
    mention: Mention,
    lesion: FollowedLesion,
    before: Sequence[LesionObservation],
    changes: tuple[Change | None, MeasuredChange | None, Change | None],
) -> tuple[CourseState, str]:
    """Return the state of a lesion that the study mentions, and from what it follows."""
    stated, measured, degree = changes
    if study.number in lesion.unclear:
        return CourseState.UNCLEAR, "it may be a lesion of an earlier study, which is not certain"
    if mention.standing is Standing.RESOLVED:
        return CourseState.RESOLVED, "the report states that it has resolved"
    if mention.standing is Standing.POSSIBLE:
        return CourseState.POSSIBLE, "the report is not certain of it"
    if stated is not None:
        return _STATES[stated], _stated_reason(stated, before)
    return _first_state(before) or _compared_state(measured, degree)


def _first_state(before: Sequence[LesionObservation]) -> tuple[CourseState, str] | None:
    """Return the state of a lesion that was not there before, None where it was."""
    told = [one for one in before if one.is_there or one.state in _GONE]
    if told and told[-1].is_there:
        return None
    if told:
        return CourseState.NEW, "an earlier report denies it"
    if any(one.state is CourseState.POSSIBLE for one in before):
        return CourseState.FIRST_SEEN, "the first study that is certain of it"
    return CourseState.FIRST_SEEN, "the first study that reports it"


def _compared_state(
    measured: MeasuredChange | None, degree: Change | None
) -> tuple[CourseState, str]:
    """Return the state of a lesion of which nothing is stated, by its sizes, then its degree."""
    if measured is not None and measured.change is not None:
        return _STATES[measured.change], f"measured: {measured.reason}"
    if degree is not None:
        return _STATES[degree], "its degree of severity has changed"
    return CourseState.STILL_PRESENT, "nothing tells whether it has changed"


def _stated_reason(stated: Change, before: Sequence[LesionObservation]) -> str:
    reason = f"the report states that it is {stated.value}"
    if stated is Change.NEW or any(one.findings for one in before):
        return reason
    return f"{reason}, against a study from which nothing is linked"


def _was_last_there(earlier: Sequence[LesionObservation]) -> bool:
    """Say whether the last study that tells of a lesion tells that it is there."""
    told = [one for one in earlier if one.is_there or one.state in _GONE]
    return bool(told) and told[-1].is_there


def _last_degree(earlier: Sequence[LesionObservation]) -> Severity | None:
    degrees = [one.severity for one in earlier if one.is_there and one.severity is not None]
    return degrees[-1] if degrees else None


def _measured(
    mention: Mention, earlier: Sequence[LesionObservation], fit: LesionFit
) -> MeasuredChange | None:
    """Return the comparison with the last size of an earlier day in the same unit."""
    for after in sizes_of(mention):
        for one in reversed(earlier):
            for before in one.sizes:
                if before.unit == after.unit and one.is_there:
                    threshold = fit.rules.threshold(mention.type, after.unit, fit.vocabulary)
                    return judge_sizes(one.report, before, after, threshold)
    return None
