"""`docs/ontology.html` is made from the ontology as it is, shows all of it, and links to itself."""

import importlib.util
import re
import warnings
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from kg.errors import MissingExtra
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology
from kg.vocabulary.page import main, page_digest, page_html
from kg.vocabulary.release import release_digest, released_ontology
from kg.vocabulary.vocabulary import load_vocabulary

FILE = Path(__file__).parents[2] / "docs" / "ontology.html"
needs_pylode = pytest.mark.skipif(
    importlib.util.find_spec("pylode") is None,
    reason="pyLODE is not installed: install spinekg[docs] to run this test",
)


@pytest.fixture(scope="module")
def page() -> str:
    return FILE.read_text(encoding="utf-8")


def words_of(page: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", page.partition("<body")[2]).split()


def test_the_committed_page_is_fresh(page: str) -> None:
    digest = release_digest(released_ontology())
    assert page_digest(page) == digest, "run `make page`, commit docs/ontology.html"


@needs_pylode
@pytest.mark.slow
def test_making_it_again_gives_the_same_words(page: str) -> None:
    """How they are folded into lines is up to the libraries that pyLODE uses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pyLODE and what it needs deprecate
        assert words_of(page_html()) == words_of(page)


def test_every_term_has_one_place_named_as_its_iri_ends(page: str) -> None:
    places = Counter(re.findall(r'id="([^"]+)"', page))
    terms = {
        str(term).removeprefix(SPINE)
        for term in load_ontology().subjects(RDF.type)
        if isinstance(term, URIRef) and term in SPINE
    }
    assert {name: places[name] for name in terms} == dict.fromkeys(terms, 1)


def test_links_within_the_page_lead_somewhere(page: str) -> None:
    places = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places


def test_it_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(?!data:)', page)


def test_nothing_is_without_words(page: str) -> None:
    assert ">None<" not in page
    assert 'title="None' not in page


def test_classes_are_in_the_order_of_their_labels(page: str) -> None:
    classes = page.partition('id="classes"')[2].partition('id="objectproperties"')[0]
    labels = [label.strip().casefold() for label in re.findall(r"<h3>(.*)", classes)]
    assert labels == sorted(labels)
    assert len(labels) > 150


def test_it_gives_definitions_wordings_levels_and_sources(page: str) -> None:
    entry = page.partition('id="ThoracolumbarJunction-T10-L2"')[2].partition("</table>")[0]
    bulge = page.partition('id="DiscBulge"')[2].partition("</table>")[0]
    vocabulary = load_vocabulary()
    assert 'href="#T10"' in entry
    assert str(vocabulary.level_sets["ThoracolumbarJunction-T10-L2"].source) in entry
    assert all(word in bulge for word in vocabulary.findings["DiscBulge"].synonyms)
    assert "Extension of the disc" in bulge


def test_without_pylode_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingExtra, match="docs"):
        page_html()
    assert main([str(tmp_path / "page.html")]) == 1
    assert "spinekg[docs]" in capsys.readouterr().err


@needs_pylode
@pytest.mark.slow
def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        assert main([str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
