"""A user's own Turtle files: which are loaded, and what they may not do."""

import os
from pathlib import Path

import pytest

from kg.errors import InvalidOntology
from kg.vocabulary.closure import closure_triples
from kg.vocabulary.extended_closure import extended_closure
from kg.vocabulary.extension import EXTENSION_VARIABLE, content_mark, extension_files
from kg.vocabulary.extension_checks import refuse_unfit
from kg.vocabulary.ontology import load_ontology, ontology_files, shipped_files

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "hospital" / "ontology"
PREFIXES = """
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix our: <https://hospital.example/spine#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spine: <https://w3id.org/spinekg/spine#> .
"""
WORDS = 'skos:prefLabel "disc something"@en ; skos:definition "A thing."@en'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ours.ttl"


def refused(file: Path, turtle: str) -> str:
    file.write_text(PREFIXES + turtle, encoding="utf-8")
    with pytest.raises(InvalidOntology) as caught:
        refuse_unfit([file])
    return str(caught.value)


def test_without_the_variable_nothing_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EXTENSION_VARIABLE, raising=False)
    assert extension_files() == ()
    assert ontology_files() == shipped_files()
    assert content_mark(()) == ""


def test_folders_and_files_come_in_the_order_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/2.ttl", "a/1.ttl", "a/notes.txt", "b.ttl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    places = [tmp_path / "b.ttl", tmp_path / "a", tmp_path / "b.ttl"]
    monkeypatch.setenv(EXTENSION_VARIABLE, os.pathsep.join(map(str, places)))
    names = [path.relative_to(tmp_path).as_posix() for path in extension_files()]
    assert names == ["b.ttl", "a/1.ttl", "a/2.ttl"]
    assert ontology_files() == (*shipped_files(), *extension_files())


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_turtle_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv(EXTENSION_VARIABLE, str(tmp_path / name))
    with pytest.raises(InvalidOntology, match=name):
        extension_files()


def test_the_mark_tells_contents_apart(file: Path) -> None:
    file.write_text("one", encoding="utf-8")
    first = content_mark([file])
    file.write_text("two", encoding="utf-8")
    assert first != content_mark([file])
    assert len(first) == len("+1f3a9c2b")


def test_the_example_fits() -> None:
    refuse_unfit(EXAMPLE.glob("*.ttl"))


def test_what_an_editor_writes_beside_the_terms_fits(file: Path) -> None:
    file.write_text(
        f"""{PREFIXES}
        <https://hospital.example/spine> a owl:Ontology ; dc:creator "The hospital" .
        dc:creator a owl:AnnotationProperty .
        skos:prefLabel a owl:AnnotationProperty .
        spine:DiscFinding a owl:Class .
        our:DiscThing a owl:Class ; rdfs:subClassOf spine:DiscFinding ; {WORDS} .""",
        encoding="utf-8",
    )
    refuse_unfit([file])


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ("spine:DiscBulge rdfs:subClassOf spine:DiscHerniation .", "not rdfs:subClassOf"),
        ('spine:DiscBulge skos:prefLabel "bump"@en .', "not skos:prefLabel"),
        (f"spine:Mine a owl:Class ; {WORDS} .", "a namespace of your own"),
        (f"<https://hospital.example/Thing> a owl:Class ; {WORDS} .", "no name of a term"),
        (f"our:Thing {WORDS} .", "Thing is not declared"),
        ('our:Thing a owl:Class ; skos:definition "A thing."@en .', "exactly one skos:prefLabel"),
        ('our:Thing a owl:Class ; skos:prefLabel "thing"@en .', "exactly one skos:definition"),
        (f"our:Thing a owl:Class ; rdfs:subClassOf spine:DiscFindin ; {WORDS} .", "no term of"),
        (f"our:Thing a owl:Class ; rdfs:subClassOf our:Other ; {WORDS} .", "declared nowhere"),
        (
            f"our:Set a spine:LevelSet ; spine:firstLevel spine:T1 ; "
            f"spine:lastLevel spine:T2 ; {WORDS} .",
            "needs a dcterms:source",
        ),
        (
            f"our:Thing a owl:Class ; rdfs:subClassOf spine:DiscBulge , spine:DiscExtrusion ; "
            f"{WORDS} .",
            "which exclude each other",
        ),
        (
            f"our:Thing a owl:Class ; rdfs:subClassOf our:Thing , spine:DiscBulge ; {WORDS} .",
            "a kind of itself",
        ),
        ('spine:DiscBulge skos:altLabel "Disc Extrusion"@en .', "a label means one term"),
        (
            'spine:DiscBulge skos:altLabel "bump"@en . '
            'spine:DiscExtrusion skos:altLabel "Bump"@en .',
            "a label means one term",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(file: Path, turtle: str, reason: str) -> None:
    assert reason in refused(file, turtle)


def test_every_reason_is_given_at_once(file: Path) -> None:
    message = refused(file, "our:Thing a owl:Class .")
    assert message.startswith("your own ontology does not fit:\n  ")
    assert message.count("needs exactly one") == 2


def test_a_file_that_is_no_turtle_is_named(file: Path) -> None:
    file.write_text("spine: a", encoding="utf-8")
    with pytest.raises(InvalidOntology, match=r"ours\.ttl"):
        refuse_unfit([file])


def test_the_closure_is_that_of_the_build_with_what_the_user_adds() -> None:
    shipped = frozenset(closure_triples(load_ontology()))
    extended = extended_closure((*shipped_files(), *EXAMPLE.glob("*.ttl")))
    assert shipped <= extended
    added = {" ".join(map(_local, triple)) for triple in extended - shipped}
    assert {
        "BaastrupDisease subClassOf SpinalFinding",
        "BaastrupDisease label Baastrup disease",
        "T7 within KyphosisApex",
        "KyphosisApex within ThoracicSpine",
        "KyphosisApex hasLevel T7-T8",
    } <= added
    assert all("KyphosisApex" in one or "BaastrupDisease" in one for one in added)


def _local(term: str) -> str:
    return term.replace("#", "/").rpartition("/")[2]
