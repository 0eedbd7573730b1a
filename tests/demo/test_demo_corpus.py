"""The demonstration corpus: large enough, varied enough, and right about itself."""

import hashlib
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from kg.anatomy.levels import LEVELS
from kg.demo.corpus import DemoReport, demo_corpus, write_demo_corpus
from kg.demo.gold import REGIONS
from kg.demo.templates import GROUPS, load_words
from kg.findings.qualities import Change, Status, Temporality

CORPUS = demo_corpus()


def of_patients() -> dict[str, list[DemoReport]]:
    patients: dict[str, list[DemoReport]] = {}
    for one in CORPUS:
        patients.setdefault(one.report.patient or "", []).append(one)
    return patients


def digest(corpus: tuple[DemoReport, ...]) -> str:
    return hashlib.sha256(repr(corpus).encode()).hexdigest()


def epidural_levels(status: Status) -> Counter[str]:
    return Counter(
        level
        for one in CORPUS
        for finding in one.gold
        if finding.finding == "EpiduralExtension" and finding.status is status
        for level in finding.levels
    )


def test_one_seed_gives_one_corpus() -> None:
    assert digest(demo_corpus()) == digest(CORPUS)
    assert digest(demo_corpus(seed=7)) != digest(CORPUS)


def test_corpus_has_enough_patients_and_reports() -> None:
    assert len(of_patients()) >= 80
    assert len(CORPUS) >= 160


def test_every_group_has_patients() -> None:
    patients = Counter(reports[0].group for reports in of_patients().values())
    assert set(patients) == set(GROUPS)
    assert min(patients.values()) >= 7


def test_no_two_reports_are_alike() -> None:
    texts = Counter(one.report.text for one in CORPUS)
    assert max(texts.values()) == 1
    assert len({one.report.identifier for one in CORPUS}) == len(CORPUS)


def test_every_quote_is_in_its_report() -> None:
    missing = [
        (one.report.identifier, finding.quote)
        for one in CORPUS
        for finding in one.gold
        if finding.quote not in one.report.text
    ]
    assert not missing


def test_every_level_is_a_level_or_a_region() -> None:
    named = {level for one in CORPUS for finding in one.gold for level in finding.levels}
    assert named <= LEVELS.keys() | REGIONS


def test_no_slot_or_mark_is_left_in_a_text() -> None:
    assert not [one.report.identifier for one in CORPUS if re.search(r"[][{}|$]", one.report.text)]


def test_follow_ups_have_later_dates_and_name_the_prior_study() -> None:
    for reports in of_patients().values():
        dates = [one.report.study_date for one in reports]
        assert None not in dates
        for earlier, later in pairwise(reports):
            assert earlier.report.study_date < later.report.study_date  # type: ignore[operator]
            day = earlier.report.study_date
            assert day is not None
            assert f"{day.month}/{day.day}/{day.year}" in later.report.text


def test_every_kind_of_change_is_reported_in_a_follow_up() -> None:
    changes = Counter(finding.change for one in CORPUS for finding in one.gold if finding.change)
    assert set(changes) == set(Change)
    assert all(
        finding.temporality is Temporality.HISTORICAL
        for one in CORPUS
        for finding in one.gold
        if finding.change is Change.RESOLVED
    )


@pytest.mark.parametrize("level", ["T10", "T11", "T12", "L1", "L2", "C5", "T5", "L3"])
def test_epidural_extension_is_present_at_the_level(level: str) -> None:
    assert epidural_levels(Status.PRESENT)[level]


@pytest.mark.parametrize("status", [Status.ABSENT, Status.POSSIBLE])
def test_epidural_extension_is_denied_and_doubted_at_the_thoracolumbar_junction(
    status: Status,
) -> None:
    assert epidural_levels(status)["T12"]


def test_some_reports_disagree_with_themselves() -> None:
    disagreeing = [
        one.report.identifier
        for one in CORPUS
        if any(
            len({(two.severity, two.side) for two in one.gold if _place(two) == _place(finding)})
            > 1
            for finding in one.gold
            if finding.severity or finding.side
        )
    ]
    assert len(disagreeing) >= 3


def _place(finding: object) -> tuple[object, ...]:
    return tuple(getattr(finding, name) for name in ("finding", "levels", "status", "temporality"))


def test_reports_come_in_every_layout() -> None:
    texts = [one.report.text for one in CORPUS]
    assert any(re.search(r"^L4-?/?L?5: ", text, re.M) for text in texts)
    assert any(re.search(r"^- ", text, re.M) for text in texts)
    assert any("\n\nFINDINGS:\n" in text for text in texts)
    assert any(re.search(r"TECHNIQUE: .* FINDINGS: .* IMPRESSION: ", text) for text in texts)


def test_history_states_no_gold() -> None:
    assert all("[" not in history for story in load_words().stories for history in story.histories)


def test_files_hold_the_corpus(tmp_path: Path) -> None:
    reports, gold = write_demo_corpus(tmp_path / "demo")
    texts = [json.loads(line) for line in reports.read_text(encoding="utf-8").splitlines()]
    answers = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in texts] == [one["id"] for one in answers]
    assert [one["text"] for one in texts] == [one.report.text for one in CORPUS]
    assert {"finding", "levels", "laterality", "severity", "certainty", "temporality", "quote"} < (
        answers[0]["findings"][0].keys()
    )
