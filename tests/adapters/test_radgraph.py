"""RadGraph's graphs, in the labels of both of its versions, over a made-up report."""

from collections.abc import Callable
from typing import Any

import pytest

from kg.adapters.answers import Answer
from kg.adapters.radgraph import findings_of_graph
from kg.adapters.token_places import token_places
from kg.adapters.wording import Wording
from kg.errors import InvalidValue, RefusedFindings
from kg.findings.report import Report

Graphed = Callable[..., Answer]
GraphOf = Callable[..., dict[str, Any]]

#: What RadGraph might find in the report: words, label, relations, which occurrence.
RECORDED = (
    ("L4 - L5", "ANAT-DP", [("modify", 4)]),
    ("Moderate to severe", "OBS-DP", [("modify", 5)]),
    ("left", "ANAT-DP", [("modify", 4)]),
    ("foraminal", "Anatomy::definitely present"),
    ("narrowing", "Observation::definitely present", [("located_at", 4)]),
    ("Disc", "ANAT-DP"),
    ("bulge", "OBS-DP", [("located_at", 6)]),
    ("thecal sac", "ANAT-DP"),
    ("compression", "OBS-DA", [("located_at", 8)]),
    ("spinal canal", "ANAT-DP"),
    ("patent", "OBS-DP", [("located_at", 10)]),
    ("fracture", "Observation::definitely absent"),
    ("metastasis", "OBS-U", [("located_at", 14)]),
    ("T12 vertebral body", "ANAT-DP"),
)


def said(answer: Answer) -> list[tuple[object, ...]]:
    return [
        (one.type, one.status.value, one.level, one.side, one.severity) for one in answer.findings
    ]


def test_a_recorded_graph_gives_its_findings(graphed: Graphed) -> None:
    answer = graphed(*RECORDED)
    assert said(answer) == [
        ("ForaminalStenosis", "present", "L4-L5", "left", "moderate-severe"),
        ("DiscBulge", "present", None, None, None),
        ("ThecalSacCompression", "absent", None, None, None),
        ("SpinalCanalStenosis", "absent", None, None, None),
        ("VertebralFracture", "absent", None, None, None),
        ("OsseousMetastasis", "possible", "T12", None, None),
    ]
    assert (answer.refused, answer.notes) == ((), ())


def test_evidence_is_what_the_report_says_there(graphed: Graphed, report: Report) -> None:
    pieces = [piece for one in graphed(*RECORDED).findings for piece in one.evidence]
    assert all(report.text[piece.start : piece.end] == piece.quote for piece in pieces)
    first = pieces[0]
    assert first.quote == "L4-L5: Moderate to severe left foraminal\nnarrowing"
    assert (first.place, first.side, first.degree) == ("L4-L5", "left", "Moderate to severe")


def test_an_unknown_observation_is_kept_as_words(graphed: Graphed) -> None:
    answer = graphed(("CONTRAST", "OBS-DP"), ("bulge", "OBS-DP", [("located_at", 3)]), RECORDED[5])
    assert answer.notes == ("CONTRAST",)
    assert [one.type for one in answer.findings] == ["DiscBulge"]


def test_a_modifier_is_no_finding_of_its_own(
    report: Report, wording: Wording, graph_of: GraphOf
) -> None:
    text = "Compression fracture of L1."
    graph = graph_of(
        text,
        ("Compression", "OBS-DP", [("modify", 2)]),
        ("fracture", "OBS-DP", [("located_at", 3)]),
        ("L1", "ANAT-DP"),
    )
    answer = findings_of_graph(graph, Report("R", text), wording, extractor="x")
    assert said(answer) == [("CompressionFracture", "present", "L1", None, None)]


def test_observations_that_modify_each_other_are_not_lost(
    wording: Wording, graph_of: GraphOf
) -> None:
    text = "Compression fracture of L1."
    graph = graph_of(
        text,
        ("Compression", "OBS-DP", [("modify", 2)]),
        ("fracture", "OBS-DP", [("modify", 1)]),
    )
    answer = findings_of_graph(graph, Report("R", text), wording, extractor="x")
    assert [one.type for one in answer.findings] == ["CompressionFracture"]


def test_a_place_that_the_lexicon_does_not_know_is_not_of_the_spine(
    wording: Wording, graph_of: GraphOf
) -> None:
    text = "Fracture of the skateboard. Fracture of L1."
    graph = graph_of(
        text,
        ("Fracture", "OBS-DP", [("located_at", 2)]),
        ("skateboard", "ANAT-DP"),
        ("Fracture", "OBS-DP", [("located_at", 4)], 1),
        ("L1", "ANAT-DP"),
    )
    answer = findings_of_graph(graph, Report("R", text), wording, extractor="x")
    assert said(answer) == [("VertebralFracture", "present", "L1", None, None)]
    assert answer.notes == ("Fracture skateboard",)


def test_one_observation_at_two_sites_is_two_findings(wording: Wording, graph_of: GraphOf) -> None:
    text = "Mild narrowing of the spinal canal and both neural foramina at L3-L4, L4-L5."
    graph = graph_of(
        text,
        ("Mild", "OBS-DP", [("modify", 2)]),
        ("narrowing", "OBS-DP", [("located_at", 3), ("located_at", 5)]),
        ("spinal canal", "ANAT-DP"),
        ("both", "ANAT-DP", [("modify", 5)]),
        ("neural foramina", "ANAT-DP"),
        ("L3 - L4", "ANAT-DP", [("modify", 5)]),
        ("L4 - L5", "ANAT-DP", [("modify", 5)]),
    )
    answer = findings_of_graph(graph, Report("R", text), wording, extractor="x")
    assert {(one.type, one.level) for one in answer.findings} == {
        (name, level)
        for name in ("SpinalCanalStenosis", "ForaminalStenosis")
        for level in ("L3-L4", "L4-L5")
    }
    assert {one.severity for one in answer.findings} == {"mild"}


def test_an_impossible_level_is_refused(wording: Wording, graph_of: GraphOf) -> None:
    text = "Fracture of T14."
    graph = graph_of(text, ("Fracture", "OBS-DP", [("located_at", 2)]), ("T14", "ANAT-DP"))
    answer = findings_of_graph(graph, Report("R", text), wording, extractor="x")
    assert answer.findings == ()
    assert [str(one) for one in answer.refused] == ["/entities/1: is at no level of the spine"]


def test_history_is_no_finding(graphed: Graphed) -> None:
    answer = graphed(("disc", "ANAT-DP"), ("protrusion", "OBS-DP", [("located_at", 1)]))
    assert answer.findings == ()
    assert "no section that states findings" in str(answer.refused[0])


def broken(graph: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {**graph, "entities": {"1": {**graph["entities"]["1"], **changes}}}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"label": "OBS-XX"}, "/entities/1/label"),
        ({"label": None}, "/entities/1/label"),
        ({"start_ix": -1}, "/entities/1/start_ix"),
        ({"start_ix": 1.5}, "/entities/1/start_ix"),
        ({"start_ix": True}, "/entities/1/start_ix"),
        ({"end_ix": 10_000}, "/entities/1/end_ix"),
        ({"end_ix": 10**40}, "/entities/1/end_ix"),
        ({"tokens": "syrinx"}, "/entities/1/tokens"),
        ({"start_ix": 0, "end_ix": 50}, "/entities/1"),
        ({"relations": [["modify", "9"]]}, "/entities/1/relations/0"),
        ({"relations": [["eats", "1"]]}, "/entities/1/relations/0"),
        ({"relations": ["modify"]}, "/entities/1/relations/0"),
        ({"relations": {}}, "/entities/1/relations"),
    ],
)
def test_a_broken_graph_is_refused_as_a_whole(
    changes: dict[str, object],
    place: str,
    report: Report,
    wording: Wording,
    graph_of: GraphOf,
) -> None:
    graph = broken(graph_of(report.text, ("bulge", "OBS-DP")), **changes)
    with pytest.raises(RefusedFindings) as caught:
        findings_of_graph(graph, report, wording, extractor="x")
    assert caught.value.place == place


def test_the_graph_of_another_text_is_refused(
    report: Report, wording: Wording, graph_of: GraphOf
) -> None:
    graph = graph_of("Mrs Marigold has a disc bulge.", ("bulge", "OBS-DP"))
    with pytest.raises(RefusedFindings, match=r"/text: token 0 is not") as caught:
        findings_of_graph(graph, report, wording, extractor="x")
    assert "Marigold" not in str(caught.value)


@pytest.mark.parametrize("value", [{}, [], None, {"text": "MRI", "entities": []}, {"text": ""}])
def test_what_is_no_graph_is_refused(value: Any, report: Report, wording: Wording) -> None:  # noqa: ANN401
    with pytest.raises(RefusedFindings):
        findings_of_graph(value, report, wording, extractor="x")


def test_tokens_are_placed_over_written_line_breaks_and_case() -> None:
    text = "A\\nDisc\tBULGE (small)."
    places = token_places(["A", "disc", "bulge", "(", "small", ")."], text)
    assert [text[start:end] for start, end in places] == ["A", "Disc", "BULGE", "(", "small", ")."]


def test_tokens_that_skip_a_word_are_of_another_text() -> None:
    with pytest.raises(InvalidValue, match="token 1"):
        token_places(["Disc", "bulge"], "Disc mild bulge")
