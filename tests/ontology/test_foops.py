"""The metrics of FOOPS!, the scanner of ontologies for FAIR: which are met, which need a network.

`foops_metrics.csv` gives the verdict on every metric; those that a file alone decides are measured
here as FOOPS! measures them (oeg-upm/fair_ontologies, Constants and Ontology), by the same
properties. The verdict "network" is for what only a server or a public registry can show.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, VANN, Graph, Namespace, URIRef

from kg.resources import resource_folder
from kg.vocabulary.namespaces import ONTOLOGY, SPINE
from kg.vocabulary.ontology import load_ontology

BIBO = Namespace("http://purl.org/ontology/bibo/")
NODE = URIRef(ONTOLOGY)
TABLE = Path(__file__).with_name("foops_metrics.csv")

#: How FOOPS! finds each piece of metadata, of the properties that it takes the one used here.
METADATA = {
    "author": DCTERMS.creator,
    "citation": DCTERMS.bibliographicCitation,
    "creation date": DCTERMS.created,
    "description": DCTERMS.description,
    "doi": BIBO.doi,
    "issued": DCTERMS.issued,
    "licence": DCTERMS.license,
    "logo": FOAF.logo,
    "namespace IRI": VANN.preferredNamespaceUri,
    "namespace prefix": VANN.preferredNamespacePrefix,
    "publisher": DCTERMS.publisher,
    "source": DCTERMS.source,
    "status": BIBO.status,
    "title": DCTERMS.title,
    "version IRI": OWL.versionIRI,
    "version info": OWL.versionInfo,
}
#: What each metric of metadata asks for.
ASKED = {
    "FIND1": ("namespace prefix",),
    "OM1": ("title", "description", "licence", "version IRI", "author", "namespace IRI"),
    "OM2": ("namespace prefix", "version info", "creation date", "citation"),
    "OM3": ("doi", "publisher", "logo", "status", "source", "issued"),
    "OM4_1": ("licence",),
    "OM5_1": ("creation date", "author"),
    "OM5_2": ("issued", "publisher"),
}
REUSED = ("http://purl.org/dc/terms/", "http://purl.org/vocab/vann/", "http://purl.org/ontology/")
TERM_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def missing(ontology: Graph, metric: str) -> list[str]:
    return [
        name for name in ASKED[metric] if len(list(ontology.objects(NODE, METADATA[name]))) != 1
    ]


def terms(ontology: Graph) -> set[URIRef]:
    return {
        term
        for kind in TERM_KINDS
        for term in ontology.subjects(RDF.type, kind)
        if isinstance(term, URIRef)
    }


def own(ontology: Graph) -> Iterable[URIRef]:
    return (term for term in terms(ontology) if term.startswith(SPINE))


def reads_as_rdf(ontology: Graph) -> bool:
    return len(Graph().parse(data=ontology.serialize(format="xml"), format="xml")) == len(ontology)


MEASURES: Mapping[str, Callable[[Graph], bool]] = {
    "HTTP1": lambda ontology: ONTOLOGY.startswith(("http://", "https://")),
    "PURL1": lambda ontology: ONTOLOGY.startswith("https://w3id.org/"),
    "RDF1": reads_as_rdf,
    "URI2": lambda ontology: list(ontology.subjects(RDF.type, OWL.Ontology)) == [NODE],
    "VER1": lambda ontology: ontology.value(NODE, OWL.versionIRI) not in (None, NODE),
    "VOC1": lambda ontology: all(
        any(str(name).startswith(start) for name in ontology.predicates(NODE)) for start in REUSED
    ),
    "VOC2": lambda ontology: any(
        not str(term).startswith((ONTOLOGY, str(OWL), str(RDF), str(RDFS)))
        for term in terms(ontology)
    ),
    "VOC3": lambda ontology: all((term, RDFS.label, None) in ontology for term in own(ontology)),
    "VOC4": lambda ontology: all(
        (term, RDFS.comment, None) in ontology and (term, SKOS.definition, None) in ontology
        for term in own(ontology)
    ),
}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


def test_every_metric_has_a_verdict_and_what_is_not_met_a_reason() -> None:
    assert {row["verdict"] for row in rows()} == {"met", "partly", "network"}
    assert len({row["metric"] for row in rows()}) == len(rows()) == 24
    assert all(bool(row["why"]) == (row["verdict"] != "met") for row in rows())


def test_the_readme_counts_them() -> None:
    verdicts = [row["verdict"] for row in rows()]
    page = (resource_folder("ontology") / "README.md").read_text(encoding="utf-8")
    assert f"{verdicts.count('met')} of its {len(verdicts)} metrics are met" in page
    assert (verdicts.count("partly"), verdicts.count("network")) == (1, 8)


def test_what_is_not_measured_needs_a_network() -> None:
    unmeasured = {row["metric"] for row in rows()} - MEASURES.keys() - ASKED.keys()
    assert unmeasured == {row["metric"] for row in rows() if row["verdict"] == "network"}


@pytest.mark.parametrize("metric", sorted(MEASURES))
def test_a_metric_of_terms_and_names_is_met(ontology: Graph, metric: str) -> None:
    assert MEASURES[metric](ontology)


@pytest.mark.parametrize("metric", sorted(ASKED))
def test_metadata_is_there_or_its_lack_explained(ontology: Graph, metric: str) -> None:
    (row,) = (row for row in rows() if row["metric"] == metric)
    lacking = missing(ontology, metric)
    assert row["verdict"] == ("partly" if lacking else "met")
    assert all(name in row["why"] for name in lacking)


@pytest.mark.parametrize("predicate", sorted(set(METADATA.values()) - {BIBO.doi, FOAF.logo}))
def test_a_header_without_it_fails_a_metric(ontology: Graph, predicate: URIRef) -> None:
    poorer = Graph()
    for triple in ontology.triples((NODE, None, None)):
        if triple[1] != predicate:
            poorer.add(triple)
    assert any(len(missing(poorer, metric)) > len(missing(ontology, metric)) for metric in ASKED)


def test_a_term_without_label_or_definition_fails_its_metric() -> None:
    bare = Graph().add((SPINE.Bare, RDF.type, OWL.Class))
    assert not MEASURES["VOC3"](bare)
    assert not MEASURES["VOC4"](bare)
    assert not MEASURES["VOC2"](bare)
