"""Questions that reckon with levels: next to, within so many, in a row, with gaps, by the conus."""

from collections.abc import Iterator

import pytest

from kg.asking.answers import Answer, answer_question
from kg.asking.read_question import read_question
from kg.findings.report import Report
from kg.store.memory import MemoryStore
from kg.triples.identifiers import Identifiers
from kg.triples.to_triples import reading_triples
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.rule_reading import rule_reader

IDENTIFIERS = Identifiers(b"a key of enough bytes")
REPORTS = {
    "row": "Metastases at T7, T8, T9 and T12.",
    "gap": "Metastases at L1 and L3.",
    "above": "Metastasis at T10 with epidural extension.",
    "junction": "Metastasis at T12 with epidural extension.",
    "edge": "Metastasis at T11 with epidural extension.",
}


@pytest.fixture(scope="module")
def store() -> Iterator[MemoryStore]:
    with MemoryStore() as opened:
        for name, text in REPORTS.items():
            reading = rule_reader().read(Report(name, f"FINDINGS: {text}", name))
            triples = reading_triples(reading, identifiers=IDENTIFIERS, ontology_version="0")
            opened.replace_graph(IDENTIFIERS.report(name), triples)
        yield opened


def asked(text: str, store: MemoryStore) -> Answer:
    return answer_question(read_question(text, load_lexicon()), store, load_vocabulary())


def places(text: str) -> tuple[str, ...]:
    (condition,) = read_question(text, load_lexicon()).conditions
    return condition.places


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("between T12 and L2", ("T12", "T12-L1", "L1", "L1-L2", "L2")),
        ("from T12 to L2", ("T12", "T12-L1", "L1", "L1-L2", "L2")),
        ("adjacent to T12", ("T11", "L1")),
        ("next to the L4-L5 level", ("L3-L4", "L5-S1")),
        ("within 1 level of T12", ("T11", "T11-T12", "T12", "T12-L1", "L1")),
        ("within one level of L5-S1", ("L4-L5", "L5", "L5-S1", "S1", "S1-S2")),
    ],
)
def test_words_before_a_level_reckon_with_it(words: str, expected: tuple[str, ...]) -> None:
    assert places(f"patients with metastasis {words}") == expected


def test_the_conus_is_a_place_and_the_answer_says_which(store: MemoryStore) -> None:
    above, below = (places(f"metastasis {side} the conus") for side in ("above", "below"))
    assert (above[0], above[-1], below[0], below[-1]) == ("C1", "L1", "L2", "Coccyx")
    answer = asked("metastases below the conus", store)
    assert {row.patient for row in answer.rows} == {"gap"}
    assert any("L1-L2, as usual" in note for note in answer.notes)


@pytest.mark.parametrize(
    "text",
    [
        "three or more contiguous levels with metastasis",
        "patients with metastases at 3 consecutive vertebrae",
        "at least three adjacent levels with metastasis",
    ],
)
def test_levels_in_a_row_are_asked_for_in_words(text: str, store: MemoryStore) -> None:
    answer = asked(text, store)
    assert {(row.patient, row.level) for row in answer.rows} == {
        ("row", level) for level in ("T7", "T8", "T9")
    }
    assert "3 or more vertebrae in a row" in answer.notes[0]
    assert answer.question.not_understood == ()


@pytest.mark.parametrize("text", ["skip metastases", "patients with skip lesions"])
def test_skip_lesions_are_levels_with_free_ones_between(text: str, store: MemoryStore) -> None:
    answer = asked(text, store)
    assert {row.patient for row in answer.rows} == {"row", "gap"}
    assert answer.question.not_understood == ()


def test_an_answer_warns_where_another_extent_would_change_the_cohort(store: MemoryStore) -> None:
    answer = asked("patients with epidural extension at thoracolumbar levels", store)
    assert {row.patient for row in answer.rows} == {"junction", "edge"}
    warnings = [note for note in answer.notes if note.startswith("under ")]
    assert warnings == [
        "under T10 to L2, T10 would be counted: 1 patient more",
        "under T12 to L1, 1 patient fewer would be counted",
    ]


def test_a_region_that_nobody_disputes_gets_no_warning(store: MemoryStore) -> None:
    answer = asked("patients with epidural extension in the thoracic spine", store)
    assert not any(note.startswith("under ") for note in answer.notes)
