"""spinekg ask, query, sparql and show."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
QUESTION = "patients with epidural extension at thoracolumbar levels"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_question_is_answered_with_its_sentence(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", QUESTION)
    assert outcome.code == 0
    words = " ".join(outcome.out.split())
    assert "P1" in words
    assert "T12" in words
    assert "P2" not in words
    assert "thoracolumbar junction: T11 to L1" in outcome.err


def test_an_answer_as_json_explains_itself(spinekg: Command, store: Path) -> None:
    answer = json.loads(spinekg("--store", store, "ask", QUESTION, "--format", "json").out)
    assert answer["count"] == 1
    [row] = answer["rows"]
    assert (row["patient"], row["level"]) == ("P1", "T12")
    assert "epidural extension" in row["sentences"][0]
    assert "SELECT" in answer["sparql"]
    assert answer["notes"]


def test_an_answer_as_csv_has_one_row_a_finding(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", "disc extrusion", "--format", "csv")
    assert [(row["patient"], row["level"]) for row in rows_of(outcome.out)] == [("P2", "L4-L5")]


@pytest.mark.parametrize(
    "question",
    [
        "patients with absent epidural extension at thoracolumbar levels",
        "patients with epidural extension at cervical levels",
    ],
)
def test_nobody_is_an_answer(question: str, spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", question)
    assert (outcome.code, outcome.out) == (0, "")
    assert "answer: 0 patients" in outcome.err


def test_patients_without_a_finding_are_listed(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", "patients without syrinx")
    assert outcome.code == 0
    assert "patient" in outcome.out
    assert "answer: " in outcome.err


def test_how_many_is_answered_by_a_number(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", "how many patients with disc bulge")
    assert outcome.out == "1 patient\n"


def test_the_sparql_is_shown_when_asked_for(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", QUESTION, "--show-sparql")
    assert "SELECT" in outcome.out


def test_words_without_a_finding_are_not_understood(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "ask", "what is the weather like")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: no finding")


def test_sparql_from_a_file(spinekg: Command, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "levels.rq"
    path.write_text(
        "PREFIX spine: <https://w3id.org/spinekg/spine#>\n"
        "SELECT DISTINCT ?level { ?f a spine:PresentFinding ; spine:atLevel ?level }"
        " ORDER BY ?level"
    )
    outcome = spinekg("--store", store, "sparql", path)
    assert outcome.code == 0
    assert "spine:T12" in outcome.out
    full = spinekg("--store", store, "sparql", path, "--format", "csv")
    assert {"level": "https://w3id.org/spinekg/spine#T12"} in rows_of(full.out)


def test_sparql_json_is_that_of_the_recommendation(spinekg: Command, store: Path) -> None:
    query = """PREFIX spine: <https://w3id.org/spinekg/spine#>
        SELECT ?day ?none { ?report spine:studyDate ?day OPTIONAL { ?report spine:no ?none } }
        ORDER BY ?day"""
    outcome = spinekg("--store", store, "sparql", "-", "--format", "json", stdin=query)
    answer = json.loads(outcome.out)
    assert answer["head"] == {"vars": ["day", "none"]}
    assert [row.keys() for row in answer["results"]["bindings"]] == [{"day"}, {"day"}]
    assert answer["results"]["bindings"][0]["day"] == {
        "type": "literal",
        "value": "2024-03-01",
        "datatype": "http://www.w3.org/2001/XMLSchema#date",
    }


def test_ask_and_construct_queries_have_answers_of_their_own(spinekg: Command, store: Path) -> None:
    assert spinekg("--store", store, "sparql", "-", stdin="ASK { ?s ?p ?o }").out == "true\n"
    query = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1"
    outcome = spinekg("--store", store, "sparql", "-", stdin=query)
    assert "@prefix spine:" in outcome.out


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?s WHERE {", "not a SPARQL query at line 1"),
        ("how many patients", "not a SPARQL query"),
        ("", "not a SPARQL query"),
        ("# comment\nDELETE WHERE { ?s ?p ?o }", "DELETE is not allowed"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * WHERE " + "{" * 3000 + "}" * 3000, "nests deeper"),
    ],
    ids=["syntax", "words", "empty", "update", "service", "nesting"],
)
def test_a_query_that_cannot_be_run_is_wrong_usage(
    query: str, message: str, spinekg: Command, store: Path
) -> None:
    outcome = spinekg("--store", store, "sparql", "-", stdin=query)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


def test_a_missing_query_file_is_wrong_usage(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "sparql", "nowhere.rq")
    assert outcome.code == 2
    assert "no such file" in outcome.err


def test_a_report_is_shown_with_its_findings_marked(spinekg: Command, store: Path) -> None:
    outcome = spinekg("--store", store, "show", "report", "R1")
    assert outcome.code == 0
    assert "[[There is an osseous metastasis in the T12 vertebral body" in outcome.out
    assert "CLINICAL HISTORY: Renal cell carcinoma" in outcome.out
    assert "[[CLINICAL" not in outcome.out
    assert "spinal cord compression" in outcome.out


def test_a_report_cannot_command_the_terminal(spinekg: Command, tmp_path: Path) -> None:
    path = tmp_path / "sly.jsonl"
    text = "Disc bulge at L4-L5 \x1b]0;owned\x07 and \x9b31m facet arthropathy.\r\nNo fracture."
    path.write_text(json.dumps({"id": "R1", "text": text}))
    assert spinekg("--store", "s", "add", path).code == 0
    printed = spinekg("--store", "s", "show", "report", "R1").out
    printed += spinekg("--store", "s", "ask", "facet arthropathy").out
    assert "facet arthropathy" in printed
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(printed)


def test_a_patient_is_shown_with_all_findings(spinekg: Command, store: Path) -> None:
    rows = rows_of(spinekg("--store", store, "show", "patient", "P2", "--format", "csv").out)
    assert {row["date"] for row in rows} == {"2024-04-02"}
    assert ("L4-L5", "severe", "left") in {
        (row["level"], row["severity"], row["side"]) for row in rows
    }


def test_a_finding_is_shown_by_its_place_and_by_its_iri(spinekg: Command, store: Path) -> None:
    rows = rows_of(spinekg("--store", store, "show", "report", "R1", "--format", "csv").out)
    extension = next(row for row in rows if row["finding"].startswith("epidural extension"))
    by_place = spinekg(
        "--store", store, "show", "finding", f"R1#{extension['number']}", "--format", "json"
    )
    by_iri = spinekg("--store", store, "show", "finding", extension["id"], "--format", "json")
    assert by_place.out == by_iri.out
    shown = json.loads(by_iri.out)
    assert shown["level"] == "T12"
    assert "epidural extension" in shown["evidence"][0]["quote"]
    table = spinekg("--store", store, "show", "finding", extension["id"]).out
    assert "spinekg-rules" in table


def test_a_report_as_json_has_its_text_and_the_iris_of_its_findings(
    spinekg: Command, store: Path
) -> None:
    [shown] = json.loads(spinekg("--store", store, "show", "report", "R1", "--format", "json").out)
    for finding in shown["findings"]:
        for piece in finding["evidence"]:
            assert shown["text"][piece["start"] : piece["end"]] == piece["quote"]
    assert len(shown["finding_ids"]) == len(shown["findings"])


@pytest.mark.parametrize(
    ("subject", "identifier"),
    [
        ("report", "R9"),
        ("patient", "P9"),
        ("finding", "R1#999"),
        ("finding", "R9#1"),
        ("finding", "nothing"),
        ("finding", "finding/x> ?p ?o } #"),
    ],
)
def test_what_is_not_in_the_store_cannot_be_shown(
    subject: str, identifier: str, spinekg: Command, store: Path
) -> None:
    outcome = spinekg("--store", store, "show", subject, identifier)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("error: no such")
