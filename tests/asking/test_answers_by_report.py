"""Questions about reports and times: what excludes a report, and what excludes a patient."""

from datetime import date

import pytest

from kg.asking.answers import Answer, answer_question
from kg.asking.read_question import read_question
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.store.ingest import add_reports
from kg.store.interface import Store
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

REPORTS = (
    Report("r1", "FINDINGS: Fracture of L1. Liver mass.", "p1", study_date=date(2022, 5, 1)),
    Report("r2", "FINDINGS: Disc bulge at L4-L5.", "p1", study_date=date(2023, 5, 1)),
    Report("r3", "FINDINGS: Fracture of T9. Disc bulge at T9-T10.", "p2"),
    Report("r4", "FINDINGS: Disc bulge at L4-L5. Lung mass.", "p3", study_date=date(2023, 6, 1)),
)


@pytest.fixture(scope="module")
def store(empty_store: Store) -> Store:
    summary = add_reports(
        empty_store,
        REPORTS,
        reader=RuleReader(load_lexicon(), load_vocabulary()),
        identifiers=Identifiers(b"a key for tests, not for patients"),
        shapes=Shapes.load(),
    )
    assert summary.added == len(REPORTS), summary
    return empty_store


def ask(store: Store, text: str) -> Answer:
    return answer_question(read_question(text, load_lexicon()), store, load_vocabulary())


@pytest.mark.parametrize(
    ("text", "patients", "reports"),
    [
        ("patients with disc bulge without fracture", ["p3"], ["r4"]),
        ("reports with disc bulge without fracture", ["p1", "p3"], ["r2", "r4"]),
        ("patients with disc bulge and fracture", ["p1", "p2"], ["r1", "r2", "r3"]),
        ("reports with disc bulge and fracture", ["p2"], ["r3"]),
        ("reports without fracture", ["p1", "p3"], ["r2", "r4"]),
        ("reports without fracture in 2023", ["p1", "p3"], ["r2", "r4"]),
        ("patients without fracture", ["p3"], []),
        ("disc bulge in May 2023", ["p1"], ["r2"]),
        ("disc bulge before 2023", [], []),
        ("fracture above T12", ["p2"], ["r3"]),
        ("mass in the liver", ["p1"], ["r1"]),
    ],
)
def test_a_question_finds_its_reports(
    store: Store, text: str, patients: list[str], reports: list[str]
) -> None:
    rows = ask(store, text).rows
    assert sorted({row.patient for row in rows}) == patients
    assert sorted({row.report for row in rows if row.report}) == reports


def test_a_report_without_date_is_in_no_stretch_of_time(store: Store) -> None:
    assert "r3" not in {row.report for row in ask(store, "disc bulge since 1990").rows}


def test_reports_that_only_lack_something_are_counted_as_reports(store: Store) -> None:
    assert ask(store, "how many reports without fracture").count == 2


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("reports with disc bulge without fracture", "none is present in that report"),
        ("patients with disc bulge without fracture", "none is present in that patient"),
        ("fracture above T12", "at C1 to T11-T12"),
        ("mass in the liver", "extraspinal mass of the liver"),
        ("mild to moderate canal stenosis", "mild to moderate"),
        ("at most mild canal stenosis", "at most mild"),
        ("more than severe canal stenosis", "impossibly severe"),
        ("fracture only at L1", "not understood: only"),
    ],
)
def test_an_answer_says_how_the_question_was_read(store: Store, text: str, note: str) -> None:
    assert note in " / ".join(ask(store, text).notes)
