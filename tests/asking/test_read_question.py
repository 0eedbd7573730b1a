"""Plain words and what they are understood to ask."""

from dataclasses import replace
from datetime import date

import pytest

from kg.asking.question import Condition, Question, Wanted
from kg.asking.read_question import read_question
from kg.errors import NotUnderstood
from kg.findings.qualities import Change, Side, Status, Temporality
from kg.vocabulary.lexicon import load_lexicon

EXTENSION = Condition(("EpiduralExtension",))
COMPRESSION = Condition(("SpinalCordCompression",))
STENOSIS = Condition(("SpinalCanalStenosis",))
FORAMEN = Condition(("ForaminalStenosis",))
BULGE = Condition(("DiscBulge",))
FRACTURE = Condition(("VertebralFracture",))
THORACOLUMBAR = ("ThoracolumbarJunction",)


def at(condition: Condition, *places: str) -> Condition:
    return replace(condition, places=places)


def understood(text: str) -> Question:
    return read_question(text, load_lexicon())


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("patients with epidural extension", (EXTENSION,)),
        (
            "patients with epidural extension at thoracolumbar levels",
            (at(EXTENSION, *THORACOLUMBAR),),
        ),
        ("epidural extension at the thoracolumbar junction", (at(EXTENSION, *THORACOLUMBAR),)),
        ("epidural extension in the thoracolumbar spine", (at(EXTENSION, "ThoracolumbarSpine"),)),
        ("cord compression at T12", (at(COMPRESSION, "T12"),)),
        ("cord compression at T9, T10 and L1", (at(COMPRESSION, "T9", "T10", "L1"),)),
        ("canal stenosis at L4/5", (at(STENOSIS, "L4-L5"),)),
        ("fracture in the cervical spine", (at(FRACTURE, "CervicalSpine"),)),
        ("fracture at cervical levels", (at(FRACTURE, "CervicalSpine"),)),
        (
            "cord compression from T11 to L1",
            (at(COMPRESSION, "T11", "T11-T12", "T12", "T12-L1", "L1"),),
        ),
        ("cord compression between T11 and T12", (at(COMPRESSION, "T11", "T11-T12", "T12"),)),
        ("severe canal stenosis", (replace(STENOSIS, lowest_rank=6, highest_rank=6),)),
        ("at least moderate canal stenosis", (replace(STENOSIS, lowest_rank=4),)),
        ("moderate or worse canal stenosis", (replace(STENOSIS, lowest_rank=4),)),
        ("at most mild canal stenosis", (replace(STENOSIS, highest_rank=2),)),
        ("left foraminal stenosis", (replace(FORAMEN, side=Side.LEFT),)),
        ("bilateral foraminal stenosis", (replace(FORAMEN, side=Side.BILATERAL),)),
        (
            "severe left foraminal stenosis at L4-L5",
            (replace(at(FORAMEN, "L4-L5"), side=Side.LEFT, lowest_rank=6, highest_rank=6),),
        ),
        ("patients with no fracture", (replace(FRACTURE, status=Status.ABSENT),)),
        (
            "patients with absent epidural extension at thoracolumbar levels",
            (replace(at(EXTENSION, *THORACOLUMBAR), status=Status.ABSENT),),
        ),
        ("reports without evidence of fracture", (replace(FRACTURE, status=Status.ABSENT),)),
        (
            "patients in whom cord compression was ruled out",
            (replace(COMPRESSION, status=Status.ABSENT),),
        ),
        ("possible fracture at T12", (replace(at(FRACTURE, "T12"), status=Status.POSSIBLE),)),
        ("suspected fracture", (replace(FRACTURE, status=Status.POSSIBLE),)),
        ("patients without fracture", (replace(FRACTURE, excluded=True),)),
        (
            "epidural extension without cord compression",
            (EXTENSION, replace(COMPRESSION, excluded=True)),
        ),
        (
            "disc bulge at L4-L5 but no canal stenosis",
            (at(BULGE, "L4-L5"), replace(STENOSIS, excluded=True)),
        ),
        ("disc bulge and canal stenosis", (BULGE, STENOSIS)),
        ("disc bulge and canal stenosis at L4-L5", (at(BULGE, "L4-L5"), at(STENOSIS, "L4-L5"))),
        (
            "disc bulge at L3-L4 and canal stenosis at L4-L5",
            (at(BULGE, "L3-L4"), at(STENOSIS, "L4-L5")),
        ),
        (
            "disc bulge or canal stenosis at L4-L5",
            (at(Condition(("DiscBulge", "SpinalCanalStenosis")), "L4-L5"),),
        ),
        (
            "mild disc bulge and severe canal stenosis",
            (
                replace(BULGE, lowest_rank=2, highest_rank=2),
                replace(STENOSIS, lowest_rank=6, highest_rank=6),
            ),
        ),
        ("new fracture", (replace(FRACTURE, change=Change.NEW),)),
        ("stable fracture at L1", (replace(at(FRACTURE, "L1"), change=Change.STABLE),)),
        ("resolved fracture", (replace(FRACTURE, temporality=Temporality.HISTORICAL),)),
        ("findings at T12", (Condition((), places=("T12",)),)),
        ("narrowed neural foramina", (FORAMEN,)),
        ("compression of the spinal cord", (COMPRESSION,)),
        ("neoplastic findings at T12", (at(Condition(("NeoplasticFinding",)), "T12"),)),
    ],
)
def test_conditions(text: str, conditions: tuple[Condition, ...]) -> None:
    assert understood(text).conditions == conditions


@pytest.mark.parametrize(
    ("text", "wanted", "is_count"),
    [
        ("patients with fracture", Wanted.PATIENTS, False),
        ("fracture at L1", Wanted.PATIENTS, False),
        ("reports with fracture", Wanted.REPORTS, False),
        ("which levels have fractures", Wanted.LEVELS, False),
        ("findings at L1", Wanted.FINDINGS, False),
        ("how many patients have fractures", Wanted.PATIENTS, True),
        ("number of reports with fracture", Wanted.REPORTS, True),
    ],
)
def test_what_is_wanted(text: str, wanted: Wanted, is_count: bool) -> None:
    question = understood(text)
    assert (question.wanted, question.is_count) == (wanted, is_count)


@pytest.mark.parametrize(
    ("when", "since", "until"),
    [
        ("in 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("in March 2022", date(2022, 3, 1), date(2022, 3, 31)),
        ("since March 2022", date(2022, 3, 1), None),
        ("after 2021", date(2022, 1, 1), None),
        ("before 2020-05-01", None, date(2020, 4, 30)),
        ("until 2020", None, date(2020, 12, 31)),
        ("between 2021 and 2023", date(2021, 1, 1), date(2023, 12, 31)),
        ("from 2021-02-03 to 2021-02-10", date(2021, 2, 3), date(2021, 2, 10)),
    ],
)
def test_dates(when: str, since: date | None, until: date | None) -> None:
    question = understood(f"patients with fracture {when}")
    assert (question.since, question.until) == (since, until)
    assert question.not_understood == ()


def test_same_level_joins_two_findings_at_one_level() -> None:
    assert understood("disc bulge and canal stenosis at the same level").same_level


def test_a_patient_is_named_by_the_identifier_of_the_source() -> None:
    assert understood("findings of patient demo-001").patient == "demo-001"


def test_words_that_were_not_understood_are_reported() -> None:
    question = understood("patients with fracture treated surgically")
    assert question.not_understood == ("treated", "surgically")


@pytest.mark.parametrize("text", ["", "patients", "the weather of tomorrow"])
def test_a_question_in_which_nothing_was_recognised_is_an_error(text: str) -> None:
    with pytest.raises(NotUnderstood, match="no finding, level or patient"):
        understood(text)
