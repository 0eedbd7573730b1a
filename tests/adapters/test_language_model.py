"""What language models answer, as they answer it: tidy, untidy, wrong and hostile."""

from collections.abc import Callable

import pytest

from kg.adapters.answers import Answer
from kg.adapters.language_model import findings_of_answer
from kg.adapters.strict_json import JsonValue
from kg.adapters.wording import Wording
from kg.errors import RefusedFindings
from kg.findings.report import Report

Answered = Callable[..., Answer]

NARROWING: dict[str, JsonValue] = {
    "finding": "ForaminalStenosis",
    "levels": ["L4-L5"],
    "status": "present",
    "side": "left",
    "severity": "moderate-severe",
    "quote": "left foraminal\nnarrowing",
}


def said(answer: Answer) -> list[tuple[object, ...]]:
    return [
        (one.type, one.status.value, one.level, one.side, one.severity) for one in answer.findings
    ]


def reasons(answer: Answer) -> list[str]:
    return [str(one) for one in answer.refused]


def test_the_form_that_the_prompt_asks_for(answered: Answered, report: Report) -> None:
    answer = answered(NARROWING)
    assert said(answer) == [("ForaminalStenosis", "present", "L4-L5", "left", "moderate-severe")]
    (piece,) = answer.findings[0].evidence
    assert report.text[piece.start : piece.end] == piece.quote == "left foraminal\nnarrowing"
    assert (piece.section.value, piece.rule) == ("findings", "test 1")
    assert (answer.refused, answer.left_out) == ((), ())


@pytest.mark.parametrize(
    "name",
    [
        "ForaminalStenosis",
        "foraminal_stenosis",
        "Foraminal Stenosis",
        "neural foraminal narrowing",
        "narrowing of the foramen",
        "foraminal stenoses",
    ],
)
def test_a_finding_goes_by_key_label_or_wording(name: str, answered: Answered) -> None:
    assert said(answered({**NARROWING, "finding": name})) == said(answered(NARROWING))


def test_every_label_of_a_finding_class_names_it(wording: Wording) -> None:
    for name, term in wording.vocabulary.findings.items():
        for label in (name, term.label, *term.synonyms, *term.hidden):
            named = wording.finding(label.upper())
            assert (named.type, named.is_denied, named.status) == (name, False, None)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("L4/5", ["L4-L5"]),
        (["L4-L5 disc level"], ["L4-L5"]),
        (["L3-4", "L4-5"], ["L3-L4", "L4-L5"]),
        ("L3 to L5", ["L3", "L4", "L5"]),
        ("T12 vertebral body", ["T12"]),
        ("lumbar", ["LumbarSpine"]),
        ("lumbar spine", ["LumbarSpine"]),
        ("left neural foramen", [None]),
        ([], [None]),
        (None, [None]),
        ("not specified", [None]),
    ],
)
def test_levels_are_read_as_reports_write_them(
    levels: object, expected: list[str | None], answered: Answered
) -> None:
    answer = answered({**NARROWING, "levels": levels})
    assert [one.level for one in answer.findings] == expected


@pytest.mark.parametrize(
    "levels", ["T14", ["L4-L5", "L9"], "T12, 37", "everywhere", ["L4", 5], {"at": "L4"}, 45]
)
def test_an_impossible_level_refuses_that_finding_alone(levels: object, answered: Answered) -> None:
    answer = answered({**NARROWING, "levels": levels}, {**NARROWING, "quote": "Disc bulge"})
    assert [one.evidence[0].quote for one in answer.findings] == ["Disc bulge"]
    assert [one.place for one in answer.refused] == ["/findings/0/levels"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "Present"}, "present"),
        ({"certainty": "definitely absent"}, "absent"),
        ({"assertion": "NEGATED"}, "absent"),
        ({"status": "probable"}, "possible"),
        ({"status": "suspicious for"}, "possible"),
        ({"negated": True}, "absent"),
        ({"negated": False}, "present"),
        ({"present": False}, "absent"),
    ],
)
def test_status_words(fields: dict[str, JsonValue], status: str, answered: Answered) -> None:
    finding = {key: value for key, value in NARROWING.items() if key != "status"}
    assert [one.status.value for one in answered({**finding, **fields}).findings] == [status]


def test_without_a_status_nothing_is_guessed(answered: Answered) -> None:
    answer = answered({**NARROWING, "status": None}, {**NARROWING, "status": "maybe so"})
    assert answer.findings == ()
    assert reasons(answer) == [
        "/findings/0/status: is missing",
        "/findings/1/status: is none of present, absent, possible",
    ]


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("no fracture", None, "absent"),
        ("patent canal", "present", "absent"),
        ("patent canal", None, "absent"),
        ("patent canal", "absent", "present"),
        ("possible fracture", None, "possible"),
    ],
)
def test_the_name_may_hold_the_status(
    name: str, status: str | None, expected: str, answered: Answered
) -> None:
    (finding,) = answered({"finding": name, "status": status, "quote": "No fracture"}).findings
    assert finding.status.value == expected


def test_a_name_that_contradicts_the_status_is_refused(answered: Answered) -> None:
    answer = answered({"finding": "no fracture", "status": "present", "quote": "No fracture"})
    assert reasons(answer) == ["/findings/0: its name and its status contradict each other"]


def test_the_name_may_hold_level_side_and_degree(answered: Answered) -> None:
    answer = answered(
        {
            "finding": "mild left L4-5 foraminal stenosis",
            "status": "present",
            "quote": "left foraminal narrowing",
        }
    )
    assert said(answer) == [("ForaminalStenosis", "present", "L4-L5", "left", "mild")]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("side", "R", "right"),
        ("laterality", "Left-sided", "left"),
        ("side", "bilaterally", "bilateral"),
        ("side", "central", "midline"),
        ("side", "none", None),
        ("severity", "moderate-to-severe", "moderate-severe"),
        ("degree", "High grade", "severe"),
        ("severity", "n/a", None),
    ],
)
def test_words_of_side_and_degree(
    field: str, value: str, expected: str | None, answered: Answered
) -> None:
    bare = {key: part for key, part in NARROWING.items() if key not in ("side", "severity")}
    (finding,) = answered({**bare, field: value}).findings
    assert expected in (finding.side, finding.severity)


def test_an_unknown_side_is_left_out_and_noted(answered: Answered) -> None:
    answer = answered({**NARROWING, "side": "upstairs"})
    assert said(answer) == [("ForaminalStenosis", "present", "L4-L5", None, "moderate-severe")]
    assert [str(one) for one in answer.left_out] == [
        "/findings/0/side: is none of left, right, bilateral, midline"
    ]


@pytest.mark.parametrize(
    "name", ["zebra stripes", "", "disc bulge with foraminal stenosis", "T2 bright", 7, ["a", "b"]]
)
def test_an_unknown_finding_is_refused(name: object, answered: Answered) -> None:
    answer = answered({**NARROWING, "finding": name})
    assert answer.findings == ()
    assert [one.place for one in answer.refused] == ["/findings/0/finding"]


@pytest.mark.parametrize(
    "quote",
    [
        "severe right foraminal narrowing",
        "left foraminal narowing",
        "LEFT FORAMINAL NARROWING",
        "Known disc protrusion",
        "left foraminal ... narrowing",
        "...",
        "",
        17,
    ],
)
def test_a_quote_that_the_report_does_not_state_is_refused(
    quote: object, answered: Answered
) -> None:
    answer = answered({**NARROWING, "quote": quote}, NARROWING)
    assert len(answer.findings) == 1
    assert [one.place for one in answer.refused] == ["/findings/0/quote"]


def test_a_quote_may_differ_in_white_space(answered: Answered, report: Report) -> None:
    answer = answered({**NARROWING, "quote": "  left  foraminal narrowing\n"})
    (piece,) = answer.findings[0].evidence
    assert piece.quote == report.text[piece.start : piece.end] == "left foraminal\nnarrowing"


def test_a_quote_that_occurs_twice_stands_for_each_place_in_turn(
    answered: Answered, report: Report
) -> None:
    bulge = {"finding": "DiscBulge", "status": "present", "quote": "Disc bulge"}
    answer = answered(
        {**bulge, "levels": ["L4-L5"]},
        {**bulge, "levels": ["L5-S1"]},
        {**bulge, "levels": ["L3-L4"]},
    )
    first = report.text.index("Disc bulge")
    second = report.text.index("Disc bulge", first + 1)
    assert [one.evidence[0].start for one in answer.findings] == [first, second, first]


def test_the_same_finding_twice_is_one_with_all_evidence(answered: Answered) -> None:
    bulge = {"finding": "DiscBulge", "status": "present", "quote": "Disc bulge"}
    (finding,) = answered(
        bulge, bulge, {**bulge, "quote": ["Disc bulge", "bulge without"]}
    ).findings
    assert [piece.quote for piece in finding.evidence] == [
        "Disc bulge",
        "Disc bulge",
        "bulge without",
    ]


def test_evidence_may_be_objects(answered: Answered) -> None:
    bulge = {"finding": "DiscBulge", "status": "present", "evidence": [{"quote": "Disc bulge"}]}
    assert len(answered(bulge).findings) == 1


def test_a_finding_outside_the_spine_has_no_level(answered: Answered) -> None:
    (cyst,) = answered(
        {"finding": "renal cyst", "status": "present", "levels": ["L2"], "quote": "Renal cyst"}
    ).findings
    assert (cyst.type, cyst.level, cyst.extraspinal) == ("ExtraspinalCyst", None, True)


@pytest.mark.parametrize("key", ["findings", "Findings", "results", "observations"])
def test_the_list_has_one_of_several_names(key: str, report: Report, wording: Wording) -> None:
    answer = findings_of_answer({key: [NARROWING]}, report, wording, extractor="test 1")
    assert len(answer.findings) == 1


def test_a_bare_list_is_an_answer(report: Report, wording: Wording) -> None:
    assert len(findings_of_answer([NARROWING], report, wording, extractor="x").findings) == 1


@pytest.mark.parametrize("value", [{}, {"findings": {}}, "none", 3, None, {"findings": "none"}])
def test_an_answer_without_findings_is_refused(
    value: JsonValue, report: Report, wording: Wording
) -> None:
    with pytest.raises(RefusedFindings):
        findings_of_answer(value, report, wording, extractor="x")


def test_an_answer_of_no_findings_is_one(report: Report, wording: Wording) -> None:
    assert findings_of_answer({"findings": []}, report, wording, extractor="x").findings == ()


def test_no_refusal_repeats_what_was_handed_in(answered: Answered) -> None:
    secret = "Marigold"
    answer = answered(
        {**NARROWING, "quote": secret},
        {**NARROWING, "finding": secret},
        {**NARROWING, "levels": [secret]},
        {**NARROWING, "status": secret},
        {**NARROWING, "side": secret},
        {secret: secret},
        secret,
    )
    assert len(answer.refused) == 6
    assert secret not in str(answer.refused) + str(answer.left_out)
