"""Which kind of answer a SPARQL text asks for."""

import pytest

from kg.errors import InvalidQuery, RefusedQuery
from kg.workspace.query_form import query_form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("  \n# SELECT in a comment\nask { ?s ?p ?o }", "ask"),
        ("PREFIX : <http://x/select#> BASE <http://y/> Construct { } WHERE { }", "construct"),
        ("PREFIX a.b-c: <http://x/>\r\ndescribe <http://x/ask>", "describe"),
    ],
)
def test_the_form_is_read_behind_the_prologue(text: str, form: str) -> None:
    assert query_form(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "prefix : <http://x/> insert data { :a :b :c }",
        "# a comment\nLOAD <file:///etc/passwd>",
        "WITH <http://x/> DELETE { } WHERE { }",
        "clear all",
    ],
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(RefusedQuery):
        query_form(text)


@pytest.mark.parametrize(
    "text", ["", "   ", "# only a comment", "42", "who has a fracture?", "<x>"]
)
def test_other_text_is_no_query(text: str) -> None:
    with pytest.raises(InvalidQuery):
        query_form(text)


def test_a_long_prologue_takes_no_time_to_refuse() -> None:
    with pytest.raises(InvalidQuery):
        query_form("#" * 100_000 + "\n" + " " * 100_000 + "prefix " * 10_000)
