"""The demonstration corpus: made-up reports of made-up patients, with what they state.

Nothing in it comes from a real report. The gold findings are made from the same choices as the
sentences, never by an extractor. One seed gives one corpus, byte for byte.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kg.demo.gold import GoldFinding
from kg.demo.layouts import Parts, lay_out
from kg.demo.statements import LevelStyle, Slot, Statement, fill, merge_repeats, read_slot
from kg.demo.templates import Entry, Story, Visit, Words, load_words
from kg.findings.report import Report

__all__ = ["SEED", "DemoReport", "demo_corpus", "write_demo_corpus"]

SEED = 20240613
_FIRST_DAY = date(2019, 1, 7)
_DAYS = 5 * 365
_AGES = (28, 86)
#: How often a sentence that is "only sometimes said" is said.
_SOMETIMES = 0.4


@dataclass(frozen=True, slots=True)
class DemoReport:
    """One report of the corpus, what it states, and the group of its patient."""

    report: Report
    gold: tuple[GoldFinding, ...]
    group: str


@dataclass(slots=True)
class _Patient:
    """One patient while the reports are composed."""

    number: int
    story: Story
    words: Words
    random: Random
    choices: dict[str, str]
    born: date
    studied: date
    prior: str | None = None
    style: LevelStyle = field(default_factory=lambda: LevelStyle("-", ", and ", short=False))

    def report(self, visit_number: int, visit: Visit) -> DemoReport:
        """Return the next report of the patient."""
        self.studied += timedelta(days=self.random.randint(*visit.after))
        self.style = _level_style(self.random)
        age = str((self.studied - self.born).days // 365)
        choices = {**self.choices, "age": age}
        slots = {name: read_slot(choice, self.style) for name, choice in choices.items()}
        text, gold = self._compose(visit, slots)
        study = self.words.studies[visit.study]
        self.prior = f"{study.title.partition(' with')[0]} of {_written_date(self.studied)}"
        report = Report(
            identifier=f"demo-{self.number:03}-{visit_number}",
            text=text,
            patient=f"demo-{self.number:03}",
            study_date=self.studied,
            title=study.title,
        )
        return DemoReport(report, gold, self.story.group)

    def _compose(self, visit: Visit, slots: dict[str, Slot]) -> tuple[str, tuple[GoldFinding, ...]]:
        layout = self.random.choice(self.story.layouts)
        findings = self._statements(visit.findings, slots)
        impression = self._statements(visit.impression, slots) if layout != "note" else ()
        study = self.words.studies[visit.study]
        parts = Parts(
            title=study.title,
            history=fill(self.random.choice(self.story.histories), slots).text,
            technique=self.random.choice(study.techniques),
            comparison=self._comparison(),
            findings=tuple(statement.text for statement in findings),
            impression=tuple(statement.text for statement in impression),
        )
        gold = tuple(one for said in (*findings, *impression) for one in said.gold)
        headings = self.random.choice(self.words.headings)
        return lay_out(parts, layout, headings), merge_repeats(gold)

    def _statements(
        self, entries: tuple[Entry, ...], slots: dict[str, Slot]
    ) -> tuple[Statement, ...]:
        chosen = (self._choose(entry) for entry in entries)
        return tuple(fill(template, slots) for template in chosen if template)

    def _choose(self, entry: Entry) -> str:
        if not isinstance(entry, str):
            return self.random.choice(entry)
        if entry.startswith("?") and self.random.random() > _SOMETIMES:
            return ""
        if entry[0] in "$?":
            return self.random.choice(self.words.pools[entry[1:]])
        return entry

    def _comparison(self) -> str:
        if self.prior is None:
            return self.random.choice(self.words.first_comparisons)
        return self.random.choice(self.words.later_comparisons).format(prior=self.prior)


def demo_corpus(seed: int = SEED) -> tuple[DemoReport, ...]:
    """Return the corpus of a seed, ordered by patient and date."""
    words = load_words()
    random = Random(seed)  # noqa: S311 - made-up reports, no secrets
    reports: list[DemoReport] = []
    patients = ((story, case) for story in words.stories for case in story.cases)
    for number, (story, case) in enumerate(patients, 1):
        choices = {name: random.choice(options) for name, options in words.choices.items()}
        first = _FIRST_DAY + timedelta(days=random.randrange(_DAYS))
        born = first - timedelta(days=random.randint(*_AGES) * 365)
        patient = _Patient(number, story, words, random, {**choices, **case}, born, first)
        reports += [patient.report(count, visit) for count, visit in enumerate(story.visits, 1)]
    return tuple(reports)


def write_demo_corpus(folder: Path) -> tuple[Path, Path]:
    """Write the corpus into `folder`; return its `reports.jsonl` and its `gold.jsonl`."""
    corpus = demo_corpus()
    reports, gold = folder / "reports.jsonl", folder / "gold.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    reports.write_text(_lines(_report_record(one) for one in corpus), encoding="utf-8")
    gold.write_text(_lines(_gold_record(one) for one in corpus), encoding="utf-8")
    return reports, gold


def _report_record(one: DemoReport) -> dict[str, object]:
    report = one.report
    return {
        "id": report.identifier,
        "patient": report.patient,
        "date": report.study_date.isoformat() if report.study_date else None,
        "title": report.title,
        "text": report.text,
    }


def _gold_record(one: DemoReport) -> dict[str, object]:
    return {
        "id": one.report.identifier,
        "findings": [finding.record() for finding in one.gold],
    }


def _lines(records: Iterable[dict[str, object]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _level_style(random: Random) -> LevelStyle:
    joint, short = random.choice((("-", False), ("-", True), ("/", True), ("/", False)))
    return LevelStyle(joint, random.choice((", and ", " and ")), short)


def _written_date(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
