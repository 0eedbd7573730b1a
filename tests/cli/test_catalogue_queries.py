"""spinekg query: names, parameters and formats."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.asking.catalogue import load_catalogue

Command = Callable[..., Any]


def test_the_list_names_every_query(spinekg: Command) -> None:
    listed = json.loads(spinekg("query", "--list", "--format", "json").out)
    assert [one["name"] for one in listed] == list(load_catalogue().names)
    assert len(listed) >= 15


def test_the_parameters_of_a_query_are_listed(spinekg: Command) -> None:
    outcome = spinekg("query", "patients_with_finding_at_place", "--list")
    assert "--place VALUE" in outcome.out


def test_the_text_of_a_query_is_shown_without_a_store(spinekg: Command) -> None:
    outcome = spinekg("query", "findings_by_level", "--show-sparql")
    assert outcome.out == load_catalogue().query("findings_by_level").text.strip() + "\n"


def test_parameters_are_options(spinekg: Command, store: Path) -> None:
    outcome = spinekg(
        *("--store", store, "query", "patients_with_finding_at_place", "--format", "csv"),
        *("--type", "DiscExtrusion", "--place=LumbarSpine", "--on-side", "left"),
    )
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert {(row["patient"], row["level"]) for row in rows} == {("P2", "L4-L5")}


def test_a_parameter_given_twice_takes_any_of_its_values(spinekg: Command, store: Path) -> None:
    outcome = spinekg(
        *("--store", store, "query", "patients_with_finding_at_place", "--format", "json"),
        *("--type", "DiscExtrusion", "--type", "EpiduralExtension"),
        *("--place", "WholeSpine"),
    )
    assert {row["patient"] for row in json.loads(outcome.out)} == {"P1", "P2"}


@pytest.mark.parametrize("name", load_catalogue().names)
def test_every_query_runs_with_what_its_header_gives(
    name: str, spinekg: Command, store: Path
) -> None:
    query = load_catalogue().query(name)
    needed = [one for one in query.parameters if one.is_required and one.written is not None]
    given = [word for one in needed for word in (f"--{one.name}", str(one.written))]
    outcome = spinekg("--store", store, "query", name, *given, "--format", "csv")
    assert outcome.code == 0, outcome.err
    added = ("low", "high") if query.interval else ()
    assert tuple(outcome.out.splitlines()[0].split(",")) == (*query.returns, *added)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("findings_by_levels",), "did you mean findings_by_level"),
        (("nonsense_qqq",), "no query 'nonsense_qqq'"),
        (("findings_by_level", "--colour", "red"), "has no parameter 'colour'"),
        (("findings_by_level", "--type", "Sunshine"), "'Sunshine' is no finding class"),
        (("findings_by_level", "--place", "T14"), "'T14' is no place"),
        (("findings_by_level", "--place"), "--place has no value"),
        (("findings_by_level", "T12"), "'T12' is no parameter"),
        (("findings_of_patient",), "needs 'patient'"),
        ((), "name a query"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_wrong_is_said_and_nothing_is_run(
    arguments: tuple[str, ...], message: str, spinekg: Command, store: Path
) -> None:
    outcome = spinekg("--store", store, "query", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in " ".join(outcome.err.split())


def test_a_value_cannot_break_out_of_its_parameter(spinekg: Command, store: Path) -> None:
    value = 'P1" } } DELETE WHERE { ?s ?p ?o } #'
    outcome = spinekg("--store", store, "query", "findings_of_patient", "--patient", value)
    assert outcome.code == 0
    assert "P1" not in outcome.out
    assert spinekg("--store", store, "check").code == 0
