"""Parameter values are checked, and enter a query as RDF terms only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD, Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse

from kg.asking.bindings import bind, values_block
from kg.asking.catalogue import CatalogueQuery, load_catalogue, read_query
from kg.errors import InvalidParameter, InvalidQuery, UnknownQuery
from kg.vocabulary.vocabulary import load_vocabulary

TEXT = """#+ summary: Findings of a patient
#+ question: What is known of one patient?
#+ parameters:
#+   patient (text, example p1): Identifier of the patient.
#+   type (finding class, default EpiduralExtension): The finding.
#+   place (place, default ThoracolumbarJunction): Where.
#+   severity (severity, default minimal): At least.
#+   side (side, optional): Side.
#+   since (date, optional): First day.
#+ returns: node
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX spine: <https://w3id.org/spinekg/spine#>
SELECT ?node
WHERE {
  VALUES ?patient { "p1" }
  VALUES ?type { spine:EpiduralExtension }
  VALUES ?place { spine:ThoracolumbarJunction }
  VALUES ?severity { 1 }
  VALUES ?side { UNDEF }
  VALUES ?since { UNDEF }
  ?node spine:ofPatient/dcterms:identifier ?patient ; spine:findingType ?type .
  ?node spine:atLevel ?place ; spine:laterality ?side ; spine:severity ?severity .
}
"""
QUERY = read_query("of_patient", TEXT)


def bound(**values: str | list[str]) -> str:
    return bind(QUERY, {"patient": "p1", **values}, load_vocabulary())


def shape(sparql: str) -> list[str]:
    """Return the kinds of the nodes of a query's algebra, values left out."""
    names: list[str] = []
    traverse(prepareQuery(sparql).algebra, visitPre=lambda node: note(node, names))
    return names


def note(node: object, names: list[str]) -> None:
    names.append(getattr(node, "name", type(node).__name__))


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
@settings(max_examples=200, deadline=None)
def test_no_text_becomes_part_of_the_query(value: str) -> None:
    sparql = bound(patient=value)
    assert sparql.replace(values_block("patient", [Literal(value.strip())]), "") == (
        TEXT.replace('VALUES ?patient { "p1" }', "")
    )


@pytest.mark.parametrize(
    "value", ['" } DROP ALL #', "\\", "'''", '"""', "a\nb", "} UNION { ?s ?p ?o", "<x>", "?node"]
)
def test_hostile_text_leaves_the_algebra_as_it_is(value: str) -> None:
    assert shape(bound(patient=value)) == shape(bound())


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("type", "DiscBulge", "VALUES ?type { <https://w3id.org/spinekg/spine#DiscBulge> }"),
        ("type", "disc bulge", "VALUES ?type { <https://w3id.org/spinekg/spine#DiscBulge> }"),
        ("place", "t12", "VALUES ?place { <https://w3id.org/spinekg/spine#T12> }"),
        ("place", "L4/L5", "VALUES ?place { <https://w3id.org/spinekg/spine#L4-L5> }"),
        (
            "place",
            "thoracolumbar levels",
            "VALUES ?place { <https://w3id.org/spinekg/spine#ThoracolumbarJunction> }",
        ),
        ("side", "midline", "VALUES ?side { <https://w3id.org/spinekg/spine#Midline> }"),
        (
            "since",
            "2023-01-31",
            'VALUES ?since { "2023-01-31"^^<http://www.w3.org/2001/XMLSchema#date> }',
        ),
    ],
)
def test_values_become_terms(name: str, value: str, written: str) -> None:
    assert written in bound(**{name: value})


def test_a_degree_becomes_its_rank_and_a_side_includes_both_sides() -> None:
    sparql = bound(severity="severe", side="left")
    assert Literal(6).n3() in sparql
    assert "spine#Left> <https://w3id.org/spinekg/spine#Bilateral>" in sparql


def test_several_values_count_as_any_of_them() -> None:
    sparql = bound(place=["T12", "L1"])
    assert "spine#T12> <https://w3id.org/spinekg/spine#L1>" in sparql


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"patients": "p1"}, "no parameter 'patients'; it has patient, place"),
        ({"type": "EpiduralExtention"}, "did you mean EpiduralExtension"),
        ({"place": "T14"}, "'T14' is no place"),
        ({"side": "lift"}, "expected left, right"),
        ({"severity": "huge"}, "expected minimal"),
        ({"since": "2023-02-30"}, "expected a date such as"),
        ({"since": "yesterday"}, "expected a date such as"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(
    values: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidParameter, match=message):
        bound(**values)


def test_a_parameter_without_default_must_be_given() -> None:
    with pytest.raises(InvalidParameter, match="needs 'patient'"):
        bind(QUERY, {}, load_vocabulary())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "the header lacks summary"),
        ("#+ summary: x\n#+ sumary: y\n", r"q\.rq:2"),
        (TEXT.replace("(text, example p1)", "(words, example p1)"), r"q\.rq:4"),
    ],
)
def test_a_header_that_is_not_understood_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InvalidQuery, match=message):
        read_query("q", text)


def test_an_unknown_query_names_the_nearest_ones() -> None:
    name = load_catalogue().names[0]
    with pytest.raises(UnknownQuery, match=f"did you mean .*{name}"):
        load_catalogue().query(name[:-1])


def test_dates_and_numbers_keep_their_datatype() -> None:
    block = values_block("x", [Literal("2020-01-01", datatype=XSD.date), Literal(3)])
    assert prepareQuery(f"SELECT ?x {{ {block} }}").algebra is not None


def test_a_query_keeps_its_description() -> None:
    assert isinstance(QUERY, CatalogueQuery)
    assert [parameter.name for parameter in QUERY.parameters if parameter.is_required] == [
        "patient"
    ]
