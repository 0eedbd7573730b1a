"""Questions answered over real stores: the right patients, each with the sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.asking.answers import Answer, answer_question
from kg.asking.read_question import read_question
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.store.embedded import EmbeddedStore
from kg.store.ingest import add_reports
from kg.store.interface import Store
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

SEED = Path(__file__).parents[3] / "shared" / "data" / "seed-report.txt"
REPORTS = (
    Report(
        "r1",
        "FINDINGS: Metastasis in the T12 vertebral body with epidural extension, causing severe "
        "cord compression. Disc bulge and mild left foraminal stenosis at L4-L5.",
        "p1",
    ),
    Report("r2", "FINDINGS: Metastasis of T12. No epidural extension at T12.", "p2"),
    Report("r3", "FINDINGS: Metastasis of C5 with epidural extension.", "p3"),
    Report("r4", "FINDINGS: Possible epidural extension at L1. Disc bulge at L4-L5.", "p4"),
    Report("r5", "FINDINGS: Disc bulge at L3-L4. Foraminal stenosis at L4-L5.", "p5"),
)


@pytest.fixture(scope="module")
def store(empty_store: Store) -> Store:
    fill(empty_store, REPORTS)
    return empty_store


def fill(store: Store, reports: tuple[Report, ...]) -> None:
    summary = add_reports(
        store,
        reports,
        reader=RuleReader(load_lexicon(), load_vocabulary()),
        identifiers=Identifiers(b"a key for tests, not for patients"),
        shapes=Shapes.load(),
    )
    assert summary.added == len(reports), summary


def ask(store: Store, text: str) -> Answer:
    return answer_question(read_question(text, load_lexicon()), store, load_vocabulary())


@pytest.mark.parametrize(
    ("text", "patients"),
    [
        ("patients with epidural extension at thoracolumbar levels", ["p1"]),
        ("patients with absent epidural extension at thoracolumbar levels", ["p2"]),
        ("patients with possible epidural extension at thoracolumbar levels", ["p4"]),
        ("patients with epidural extension at cervical levels", ["p3"]),
        ("patients with epidural extension", ["p1", "p3"]),
        ("patients with epidural extension without cord compression", ["p3"]),
        ("patients with epidural extension and disc bulge", ["p1"]),
        ("patients with disc bulge and foraminal stenosis", ["p1", "p5"]),
        ("patients with disc bulge and foraminal stenosis at the same level", ["p1"]),
        ("patients with disc bulge without foraminal stenosis at the same level", ["p4", "p5"]),
        ("patients with severe cord compression", ["p1"]),
        ("patients with at most moderate cord compression", []),
        ("patients with right foraminal stenosis", []),
        ("patients with neoplastic findings at T12", ["p1", "p2"]),
        ("findings of patient p3", ["p3"]),
    ],
)
def test_a_question_finds_its_patients(store: Store, text: str, patients: list[str]) -> None:
    assert sorted({row.patient for row in ask(store, text).rows}) == patients


def test_each_row_quotes_the_sentence_it_rests_on(store: Store) -> None:
    (row,) = ask(store, "patients with epidural extension at thoracolumbar levels").rows
    assert row.level == "T12"
    assert row.sentences == (REPORTS[0].text.split(". ")[0].removeprefix("FINDINGS: "),)


def test_the_level_set_used_and_its_alternatives_are_named(store: Store) -> None:
    notes = " ".join(ask(store, "epidural extension at thoracolumbar levels").notes)
    assert "T11 to L1" in notes
    assert "T10 to L2" in notes


def test_counts_count_what_was_asked_for(store: Store) -> None:
    assert ask(store, "how many patients have disc bulge").count == 3
    assert ask(store, "how many levels have disc bulge").count == 2


@pytest.mark.skipif(not SEED.is_file(), reason="the seed report is not beside the checkout")
class TestSeedReport:
    """The question that the project was born from (issue 2, "done when")."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with EmbeddedStore(tmp_path / "oxigraph") as opened:
            fill(opened, (Report("seed", SEED.read_text(encoding="utf-8"), "p1"),))
            yield opened

    def test_the_question_answers_t12_and_no_other_level(self, store: Store) -> None:
        answer = ask(store, "patients with epidural extension at thoracolumbar levels")
        assert [(row.patient, row.level) for row in answer.rows] == [("p1", "T12")]

    @pytest.mark.parametrize(
        "text",
        [
            "patients with absent epidural extension at thoracolumbar levels",
            "patients with epidural extension absent at thoracolumbar levels",
            "patients with epidural extension at cervical levels",
        ],
    )
    def test_absent_or_elsewhere_answers_nothing(self, store: Store, text: str) -> None:
        assert ask(store, text).rows == ()
