"""The header: licence, version and description, as registries ask for them."""

import pytest
from rdflib import DCTERMS, OWL, RDF, VANN, Graph, Literal, URIRef

from kg.vocabulary.namespaces import ONTOLOGY, SPINE, VERSION_BASE
from kg.vocabulary.ontology import load_ontology

NODE = URIRef(ONTOLOGY)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


@pytest.mark.parametrize(
    "predicate",
    [
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        DCTERMS.creator,
        DCTERMS.created,
        DCTERMS.issued,
        DCTERMS.publisher,
        DCTERMS.bibliographicCitation,
        OWL.versionIRI,
        OWL.versionInfo,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
    ],
    ids=lambda predicate: str(predicate).replace("#", "/").rpartition("/")[2],
)
def test_metadata_is_given_once(ontology: Graph, predicate: URIRef) -> None:
    assert len(list(ontology.objects(NODE, predicate))) == 1


def test_there_is_one_ontology(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [NODE]


def test_namespace_and_version_agree(ontology: Graph) -> None:
    info = ontology.value(NODE, OWL.versionInfo)
    assert ontology.value(NODE, OWL.versionIRI) == URIRef(f"{VERSION_BASE}{info}")
    assert ontology.value(NODE, VANN.preferredNamespaceUri) == Literal(str(SPINE))
