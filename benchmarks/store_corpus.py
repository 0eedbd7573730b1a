"""Made-up readings for the benchmark of stores: patients with dated reports of about 15 findings.

Each patient is made from a random generator of its own, so that the first thousand reports of a
large corpus are those of a small one, on any machine.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.measurement import Measurement
from kg.findings.qualities import Change, Section, Severity, Side, Status
from kg.findings.report import Reading, Report

__all__ = ["EXTRACTOR", "readings"]

EXTRACTOR = "made-up 1.0"
_TABLE = Path(__file__).with_name("store_corpus.toml")
_FIRST_DAY = date(2015, 1, 1)
#: How often a patient has one report, two, and so on.
_VISITS = (52, 24, 12, 8, 4)
_WITH_TUMOUR = 0.18
#: How often a finding is said again in the impression; how often a later report tells its change.
_SAID_TWICE, _CHANGED = 0.12, 0.35
_CHANGES = (Change.STABLE, Change.LARGER, Change.NEW, Change.SMALLER)
_CHANGES_OFTEN = (60, 18, 12, 10)
_DEGREES = (
    Severity.MINIMAL,
    Severity.MILD,
    Severity.MILD_MODERATE,
    Severity.MODERATE,
    Severity.MODERATE_SEVERE,
    Severity.SEVERE,
)
_DEGREES_OFTEN = (8, 42, 10, 24, 5, 11)
_SIDES = (Side.LEFT, Side.RIGHT, Side.BILATERAL)

_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Writing:
    """A report while it is made up: its text so far and what it says."""

    random: Random
    is_later: bool
    text: str
    findings: list[Finding] = field(default_factory=list)
    impression: list[str] = field(default_factory=list)

    def say(
        self, kind: Mapping[str, Any], level: str | None, *, part_of: FindingKey | None = None
    ) -> Finding | None:
        """Say something of one kind, or nothing; return what is present."""
        status = self._status(kind["chances"])
        if status is None:
            return None
        finding = self._finding(kind, level, status)
        if part_of is not None and status is not Status.ABSENT:
            finding = replace(finding, part_of=part_of)
        if any(other.key == finding.key for other in self.findings):
            return None
        self.findings.append(finding)
        return finding if status is Status.PRESENT else None

    def _status(self, chances: Sequence[float]) -> Status | None:
        drawn = self.random.random()
        for status, chance in zip(
            (Status.PRESENT, Status.ABSENT, Status.POSSIBLE), chances, strict=True
        ):
            if drawn < chance:
                return status
            drawn -= chance
        return None

    def _finding(self, kind: Mapping[str, Any], level: str | None, status: Status) -> Finding:
        is_present = status is Status.PRESENT
        severity = self._one_of(_DEGREES, _DEGREES_OFTEN, kind.get("degrees", 0) * is_present)
        side = self._one_of(_SIDES, (1, 1, 1), kind.get("sides", 0) * is_present)
        change = self._one_of(_CHANGES, _CHANGES_OFTEN, _CHANGED * (is_present and self.is_later))
        size = self._size() if is_present and self.random.random() < kind.get("sizes", 0) else ()
        grade = (
            f"Meyerding {self.random.choice('112')}" if "grades" in kind and is_present else None
        )
        words = [severity, side, kind["words"], f"at {level}" if level else ""]
        words += [f"measuring {size[0].text}" if size else "", change]
        said = " ".join(word for word in words if word)
        cue, sentence = self._sentence(status, said)
        return Finding(
            type=kind["type"],
            status=status,
            evidence=self._evidence(sentence, cue, level, severity, side),
            level=level,
            structure=kind.get("structure"),
            side=side,
            severity=severity,
            grade=grade,
            measurements=size,
            change=change,
            extraspinal=kind.get("extraspinal", False),
        )

    def _one_of(
        self, values: Sequence[_Value], often: Sequence[int], chance: float
    ) -> _Value | None:
        if self.random.random() >= chance:
            return None
        return self.random.choices(values, often)[0]

    def _size(self) -> tuple[Measurement, ...]:
        number = self.random.randint(3, 48)
        if self.random.random() < 0.7:
            return (Measurement(Decimal(number), "mm", f"{number} mm"),)
        return (Measurement(Decimal(number) / 10, "cm", f"{number / 10} cm", dimension="AP"),)

    def _sentence(self, status: Status, said: str) -> tuple[str | None, str]:
        if status is Status.ABSENT:
            return "No", f"No {said}"
        if status is Status.POSSIBLE:
            return "Possible", f"Possible {said}"
        return None, said[0].upper() + said[1:]

    def _evidence(
        self,
        sentence: str,
        cue: str | None,
        level: str | None,
        severity: Severity | None,
        side: Side | None,
    ) -> tuple[Evidence, ...]:
        start = len(self.text) + 1
        self.text += f" {sentence}."
        first = Evidence(
            sentence,
            start,
            start + len(sentence),
            Section.FINDINGS,
            "finding.phrase",
            cue=cue,
            degree=severity,
            side=side,
            place=level,
            status_rule="status.stated" if cue is None else "status.before",
            level_rule="level.clause" if level else "level.none",
            side_rule="side.before" if side else None,
            severity_rule="severity.before" if severity else None,
        )
        if self.random.random() >= _SAID_TWICE:
            return (first,)
        self.impression.append(sentence)
        # Placed when the impression is written, after all that stands before it.
        again = replace(first, start=0, end=len(sentence), section=Section.IMPRESSION)
        return (first, again)

    def finished(self) -> tuple[str, tuple[Finding, ...]]:
        """Return the text with its impression, and the findings with their places in it."""
        if not self.impression:
            return self.text, tuple(self.findings)
        self.text += "\nIMPRESSION:"
        findings = []
        for finding in self.findings:
            if len(finding.evidence) > 1:
                first, again = finding.evidence
                start = len(self.text) + 1
                self.text += f" {again.quote}."
                placed = replace(again, start=start, end=start + len(again.quote))
                finding = replace(finding, evidence=(first, placed))
            findings.append(finding)
        return self.text, tuple(findings)


def readings(count: int) -> Iterator[Reading]:
    """Yield the first `count` readings of the corpus, patient by patient."""
    made, patient = 0, 0
    while made < count:
        for reading in _patient(patient):
            if made < count:
                yield reading
                made += 1
        patient += 1


def _patient(number: int) -> Iterator[Reading]:
    random = Random(number)
    name = f"P{number:07}"
    visits = random.choices(range(1, len(_VISITS) + 1), _VISITS)[0]
    has_tumour = random.random() < _WITH_TUMOUR
    studies = _table()["study"]
    study = random.choices(studies, [one["often"] for one in studies])[0]
    day = _FIRST_DAY + timedelta(days=random.randrange(3500))
    for visit in range(visits):
        text = f"{study['title']}\n\nFINDINGS:"
        writing = _Writing(random, visit > 0, text)
        _say_all(writing, study["vertebrae"].split(), has_tumour)
        whole, findings = writing.finished()
        report = Report(
            f"{name}-{visit + 1}", whole, patient=name, study_date=day, title=study["title"]
        )
        yield Reading(report, findings, EXTRACTOR, tuple(study["covers"]))
        day += timedelta(days=random.randint(30, 400))


def _say_all(writing: _Writing, vertebrae: Sequence[str], has_tumour: bool) -> None:
    table = _table()
    for upper, lower in pairwise(vertebrae):
        if _is_next(upper, lower):
            for kind in table["disc"]:
                writing.say(kind, f"{upper}-{lower}")
    for vertebra in vertebrae:
        for kind in table["vertebra"]:
            writing.say(kind, vertebra)
        if has_tumour:
            _say_of_tumour(writing, vertebra)
    for kind in table["study_wide"]:
        writing.say(kind, None)


def _say_of_tumour(writing: _Writing, vertebra: str) -> None:
    table = _table()
    for kind in table["tumour"]:
        lesion = writing.say(kind, vertebra)
        if lesion is None:
            continue
        for part in table["part"]:
            cause = writing.say(part, vertebra, part_of=lesion.key)
            if cause is None or part["type"] != "EpiduralExtension":
                continue
            for effect in table["effect"]:
                caused = writing.say(effect, vertebra)
                if caused is not None:
                    place = writing.findings.index(cause)
                    writing.findings[place] = replace(cause, causes=(caused.key,))


def _is_next(upper: str, lower: str) -> bool:
    order = _table()["order"]
    return bool(order.index(lower) == order.index(upper) + 1)


@cache
def _table() -> Mapping[str, Any]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    regions = (("C", 7), ("T", 12), ("L", 5), ("S", 5))
    table["order"] = [f"{region}{n + 1}" for region, many in regions for n in range(many)]
    return table
