"""The header of a catalogue file: read strictly, so that no mistake goes unseen."""

import pytest

from kg.asking.catalogue import ParameterKind, load_catalogue, read_query
from kg.errors import InvalidQuery

TEXT = """#+ summary: Findings of a patient.
#+ question: What is known of one patient?
#+ parameters:
#+   patient (text, example p1): Identifier of the patient.
#+   since (date, optional): First day.
#+ returns: node, date
SELECT ?node ?date
WHERE {
  # VALUES ?since { "a comment, no block" }
  VALUES ?patient { "VALUES ?since { }" }
  VALUES ?since { UNDEF }
}
"""


def test_a_header_is_read_in_full() -> None:
    query = read_query("of_patient", TEXT)
    patient, since = query.parameters
    assert (query.summary, query.returns) == ("Findings of a patient.", ("node", "date"))
    assert (patient.name, patient.kind, patient.written) == ("patient", ParameterKind.TEXT, "p1")
    assert (patient.is_required, since.is_required, since.written) == (True, False, None)


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("#+ question: What is known of one patient?\n", "", "the header lacks question"),
        ("#+ summary: ", "#+ sumary: ", r"q\.rq:1: expected one each of summary"),
        ("#+ question: ", "#+ summary: ", r"q\.rq:2: expected one each of summary"),
        ("#+ parameters:", "#+ parameters", r"q\.rq:3: expected"),
        ("(text, example p1)", "(word, example p1)", r"q\.rq:4: expected `name \(kind"),
        ("(date, optional): ", "(date, optional) ", r"q\.rq:5: expected `name \(kind"),
        ("#+   since", "#+ since", r"q\.rq:5: expected one each"),
        ("SELECT ?node", "#+ tags: x\nSELECT ?node", r"q\.rq:7: expected one each"),
        ("WHERE {", "#+ tags: x\nWHERE {", r"q\.rq:8: a line of the header stands below it"),
        ("  VALUES ?since { UNDEF }\n", "", "'since' is declared 1 times and has 0 blocks"),
        ("UNDEF }", "UNDEF } VALUES ?since { 1 }", "'since' is declared 1 times and has 2 blocks"),
        ("#+   since (date", "#+   patient (date", "'patient' is declared 2 times"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place(
    written: str, instead: str, message: str
) -> None:
    assert written in TEXT
    with pytest.raises(InvalidQuery, match=message):
        read_query("q", TEXT.replace(written, instead))


def test_an_interval_names_two_columns_of_its_query() -> None:
    assert read_query("of_patient", TEXT).interval is None
    asked = TEXT.replace("SELECT ?node", "#+ interval: node of date\nSELECT ?node", 1)
    assert read_query("of_patient", asked).interval == "node of date"
    queries = [load_catalogue().query(name) for name in load_catalogue().names]
    asking = [one for one in queries if one.interval is not None]
    assert asking
    for one in asking:
        assert one.interval is not None
        assert set(one.interval.split(" of ")) <= set(one.returns), one.name


def test_names_are_snake_case_and_read_as_the_question() -> None:
    for name in load_catalogue().names:
        assert name == name.lower()
        assert name.isidentifier()
        assert load_catalogue().query(name).question.endswith("?")
