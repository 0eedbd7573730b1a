"""The corpus in the hands of the rest of the package: its files, its keys, its reading."""

from pathlib import Path

import pytest

from kg.demo.corpus import DemoReport, demo_corpus, write_demo_corpus
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.store.report_files import read_reports
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import Vocabulary, load_vocabulary

#: What must match: report, annotation key, level or region, status.
Unit = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def corpus() -> tuple[DemoReport, ...]:
    return demo_corpus()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def read(corpus: tuple[DemoReport, ...], vocabulary: Vocabulary) -> frozenset[Unit]:
    reader = RuleReader(load_lexicon(), vocabulary)
    return frozenset(
        (one.report.identifier, key, _place(finding.level, vocabulary), finding.status.value)
        for one in corpus
        for finding in reader.read(one.report).findings
        if not finding.extraspinal and (key := vocabulary.annotation_key(finding.type))
    )


def meant(corpus: tuple[DemoReport, ...]) -> frozenset[Unit]:
    return frozenset(
        (one.report.identifier, finding.finding, level, finding.status.value)
        for one in corpus
        for finding in one.gold
        for level in finding.levels or ("",)
    )


def _place(level: str | None, vocabulary: Vocabulary) -> str:
    level_set = vocabulary.level_sets.get(level or "")
    return (level_set.notation if level_set else level) or ""


def test_files_are_read_back_as_the_same_reports(
    tmp_path: Path, corpus: tuple[DemoReport, ...]
) -> None:
    reports, _ = write_demo_corpus(tmp_path)
    read_back = list(read_reports(reports))
    assert all(isinstance(report, Report) for report in read_back)
    assert read_back == [one.report for one in corpus]


def test_every_gold_key_is_one_of_the_ontology(
    corpus: tuple[DemoReport, ...], vocabulary: Vocabulary
) -> None:
    keys = {finding.finding for one in corpus for finding in one.gold}
    assert not [key for key in keys if vocabulary.annotation_key(key) != key]


def test_reader_finds_what_the_reports_mean(
    corpus: tuple[DemoReport, ...], read: frozenset[Unit]
) -> None:
    gold = meant(corpus)
    assert 2 * len(gold & read) / (len(gold) + len(read)) >= 0.95


def test_reader_gets_every_epidural_extension_right(
    corpus: tuple[DemoReport, ...], read: frozenset[Unit]
) -> None:
    of_interest = {unit for unit in read if unit[1] == "EpiduralExtension"}
    assert of_interest == {unit for unit in meant(corpus) if unit[1] == "EpiduralExtension"}
