"""Wordings that are easily read as something else, and what could not be read."""

from dataclasses import replace
from datetime import date

import pytest

from kg.anatomy.ranges import levels_between
from kg.asking.question import Condition, Question, Wanted
from kg.asking.read_question import read_question
from kg.errors import NotUnderstood
from kg.findings.qualities import Change, Side, Status
from kg.vocabulary.lexicon import load_lexicon

EXTENSION = Condition(("EpiduralExtension",))
COMPRESSION = Condition(("SpinalCordCompression",))
STENOSIS = Condition(("SpinalCanalStenosis",))
FRACTURE = Condition(("VertebralFracture",))
METASTASIS = Condition(("OsseousMetastasis",))


def understood(text: str) -> Question:
    return read_question(text, load_lexicon())


def at(condition: Condition, *places: str) -> Condition:
    return replace(condition, places=places)


def degree(lowest: int | None, highest: int | None) -> Condition:
    return replace(STENOSIS, lowest_rank=lowest, highest_rank=highest)


def stretch(first: str, last: str) -> tuple[str, ...]:
    return tuple(level.name for level in levels_between(first, last))


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("Patients with epidural extension at T12?", (at(EXTENSION, "T12"),)),
        ("possible fracture?", (replace(FRACTURE, status=Status.POSSIBLE),)),
        ("more than mild canal stenosis", (degree(3, None),)),
        ("worse than mild canal stenosis", (degree(3, None),)),
        ("canal stenosis worse than mild", (degree(3, None),)),
        ("no more than mild canal stenosis", (degree(None, 2),)),
        ("canal stenosis not worse than mild", (degree(None, 2),)),
        ("less than severe canal stenosis", (degree(None, 5),)),
        ("at least a moderate canal stenosis", (degree(4, None),)),
        ("moderate canal stenosis or worse", (degree(4, None),)),
        ("mild canal stenosis or milder", (degree(None, 2),)),
        ("moderate to severe canal stenosis", (degree(4, 6),)),
        ("mild or moderate canal stenosis", (degree(2, 4),)),
        ("canal stenosis at L4-5 or L5-S1", (at(STENOSIS, "L4-L5", "L5-S1"),)),
        ("fracture at L1 or L3", (at(FRACTURE, "L1", "L3"),)),
        ("fracture at T12-L1", (at(FRACTURE, "T12-L1"),)),
        ("metastases from T10 to L2", (at(METASTASIS, *stretch("T10", "L2")),)),
        ("fracture above T12", (at(FRACTURE, *stretch("C1", "T11-T12")),)),
        ("fracture below the T12", (at(FRACTURE, *stretch("T12-L1", "Coccyx")),)),
        ("liver mass", (Condition(("ExtraspinalMass",), structures=("Liver",)),)),
        ("patients who do not have cord compression", (replace(COMPRESSION, excluded=True),)),
        ("patients who don't have cord compression", (replace(COMPRESSION, excluded=True),)),
        (
            "epidural extension and no cord compression",
            (EXTENSION, replace(COMPRESSION, excluded=True)),
        ),
        (
            "epidural extension with absent cord compression",
            (EXTENSION, replace(COMPRESSION, status=Status.ABSENT)),
        ),
        (
            "epidural extension at T12 without cord compression",
            (at(EXTENSION, "T12"), replace(COMPRESSION, excluded=True)),
        ),
        ("absent findings at T12", (replace(at(Condition(()), "T12"), status=Status.ABSENT),)),
        ("what is known of patient P001.", (Condition(()),)),
        ("metastases of the whole spine", (METASTASIS,)),
    ],
)  # fmt: skip
def test_conditions(text: str, conditions: tuple[Condition, ...]) -> None:
    question = understood(text)
    assert question.conditions == conditions
    assert question.not_understood == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("patients over 60 with fracture", ("over", "60")),
        ("fractures in the last year", ("last", "year")),
        ("fracture on 2023-02-30", ("2023-02-30",)),
        ("fracture only at T12", ("only",)),
        ("spondylolisthesis grade 2", ("grade", "2")),
        ("left or right foraminal stenosis", ("left", "right")),
        ("new or larger metastases", ("new",)),
        ("severe cord compression or severe canal stenosis", ("or",)),
        ("metastasis causing cord compression", ("causing",)),
        ("patients with unknownitis at T12", ("unknownitis",)),
        ("fractures in 2021 or 2024", ("2024",)),
    ],
)
def test_what_cannot_count_is_said(text: str, words: tuple[str, ...]) -> None:
    assert understood(text).not_understood == words


@pytest.mark.parametrize("level", ["T14", "C8", "L7", "S6", "T-14"])
def test_an_impossible_level_is_never_guessed(level: str) -> None:
    with pytest.raises(NotUnderstood, match=f"no spine has a level '{level}'"):
        understood(f"epidural extension at {level}")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("epidural extension at thoracolumbar levels", Wanted.PATIENTS),
        ("fracture and infection at the same level", Wanted.PATIENTS),
        ("at which levels is there stenosis", Wanted.LEVELS),
        ("levels of patient p1 with stenosis", Wanted.LEVELS),
        ("all findings of patient p1", Wanted.FINDINGS),
        ("scans with fracture", Wanted.REPORTS),
    ],
)
def test_levels_are_listed_only_when_asked_for(text: str, wanted: Wanted) -> None:
    assert understood(text).wanted is wanted


@pytest.mark.parametrize(
    ("when", "since", "until"),
    [
        ("of 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("from 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("from 2021 on", date(2021, 1, 1), None),
        ("in 2023 or 2024", date(2023, 1, 1), date(2024, 12, 31)),
        ("between 2023 and 2021", date(2021, 1, 1), date(2023, 12, 31)),
        ("after 2021 and before June 2023", date(2022, 1, 1), date(2023, 5, 31)),
    ],
)
def test_dates(when: str, since: date | None, until: date | None) -> None:
    question = understood(f"fractures {when}")
    assert (question.since, question.until, question.not_understood) == (since, until, ())


def test_one_side_and_one_change_are_still_read() -> None:
    (condition,) = understood("new left foraminal stenosis").conditions
    assert (condition.side, condition.change) == (Side.LEFT, Change.NEW)


@pytest.mark.parametrize("identifier", ["P001", "demo-001", "a/b.7"])
def test_a_patient_identifier_ends_before_the_full_stop(identifier: str) -> None:
    assert understood(f"What is known of patient {identifier}.").patient == identifier
