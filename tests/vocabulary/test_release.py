"""Release files: the same graph in three syntaxes, the same bytes every time, read by others."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import owlready2
import pyoxigraph
import pytest
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from kg.errors import UnwritableOutput
from kg.vocabulary.namespaces import ONTOLOGY, SPINE, VERSION_BASE
from kg.vocabulary.ontology import load_ontology
from kg.vocabulary.release import RELEASE_FORMATS, main, write_release
from kg.vocabulary.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
SYNTAXES = {"spine.ttl": "turtle", "spine.owl": "xml", "spine.jsonld": "json-ld"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "ontology"
    assert [path.name for path in write_release(folder)] == list(RELEASE_FORMATS)
    return folder


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


def read(release: Path, name: str) -> Graph:
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses what rdflib deprecates.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(release / name, format=SYNTAXES[name])


def instances(ontology: Graph) -> set[str]:
    """Return the individuals of this ontology: what is of a class that it declares."""
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    return {str(one) for one, kind in ontology.subject_objects(RDF.type) if kind in classes}


def named(ontology: Graph, kind: URIRef) -> set[str]:
    """Return the terms of this ontology that are declared to be of a kind."""
    return {str(term) for term in ontology.subjects(RDF.type, kind) if str(term).startswith(SPINE)}


def test_there_is_a_syntax_for_every_file() -> None:
    assert SYNTAXES.keys() == RELEASE_FORMATS.keys()


@pytest.mark.parametrize("name", SYNTAXES)
def test_a_file_is_the_ontology_with_its_individuals_declared(
    release: Path, ontology: Graph, name: str
) -> None:
    graph = read(release, name)
    individuals = set(graph.subjects(RDF.type, OWL.NamedIndividual))
    assert {str(one) for one in individuals} == instances(ontology)
    declared = Graph()
    for one in individuals:
        declared.add((one, RDF.type, OWL.NamedIndividual))
    assert isomorphic(graph, ontology + declared)


@pytest.mark.parametrize("name", SYNTAXES)
def test_a_file_names_its_version(release: Path, name: str) -> None:
    graph = read(release, name)
    version = graph.value(URIRef(ONTOLOGY), OWL.versionInfo)
    assert str(version) == load_vocabulary().version
    assert graph.value(URIRef(ONTOLOGY), OWL.versionIRI) == URIRef(f"{VERSION_BASE}{version}")


@pytest.mark.parametrize("name", SYNTAXES)
def test_oxigraph_reads_as_many_triples(release: Path, ontology: Graph, name: str) -> None:
    formats = {
        "spine.ttl": pyoxigraph.RdfFormat.TURTLE,
        "spine.owl": pyoxigraph.RdfFormat.RDF_XML,
        "spine.jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    quads = pyoxigraph.parse(path=release / name, format=formats[name])
    assert len({quad.triple for quad in quads}) == len(ontology) + len(instances(ontology))


def test_owlready2_loads_every_class_property_and_individual(
    release: Path, ontology: Graph
) -> None:
    world = owlready2.World()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        loaded = world.get_ontology((release / "spine.owl").as_uri()).load()
    assert loaded.base_iri.rstrip("#/") == ONTOLOGY
    classes = {one.iri for one in loaded.classes()}
    assert {name for name in classes if name.startswith(SPINE)} == named(ontology, OWL.Class)
    for kind, properties in (
        (OWL.ObjectProperty, loaded.object_properties()),
        (OWL.DatatypeProperty, loaded.data_properties()),
    ):
        found = {one.iri for one in properties if one.iri.startswith(SPINE)}
        assert found == named(ontology, kind)
    assert {one.iri for one in loaded.individuals()} == instances(ontology)
    bulge = world[SPINE.DiscBulge]
    assert world[SPINE.SpinalFinding] in bulge.ancestors()
    assert [str(label) for label in bulge.label] == ["disc bulge"]


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(release: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-m", "kg.vocabulary.release", str(tmp_path / seed)],
            check=True,
            env=environment,
            capture_output=True,
        )
        for name in RELEASE_FORMATS:
            assert (tmp_path / seed / name).read_bytes() == (release / name).read_bytes()


def test_the_files_written_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "release")]) == 0
    assert capsys.readouterr().out.split() == [
        str(tmp_path / "release" / name) for name in RELEASE_FORMATS
    ]


def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableOutput, match="file"):
        write_release(tmp_path / "file")
    assert main([str(tmp_path / "file")]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err
