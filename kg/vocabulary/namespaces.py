"""Where IRIs are spelled, with the ontology's own in `ontology_iri`."""

from types import MappingProxyType

from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VOID,
    XSD,
    Namespace,
    URIRef,
)

from kg.vocabulary.ontology_iri import ONTOLOGY, TERMS

__all__ = [
    "CLOSURE_GRAPH",
    "COMMITS_GRAPH",
    "DATA",
    "DATASET_GRAPH",
    "DERIVED_GRAPH",
    "OA",
    "ONTOLOGY",
    "PREFIXES",
    "SPINE",
    "STORE_GRAPH",
    "VERSION_BASE",
]


class _Terms(Namespace):
    """The terms of this ontology by local name, and those of others by their whole IRI."""

    def __getitem__(self, name: str) -> URIRef:  # type: ignore[override]
        """Return the IRI of a term as the vocabulary knows it.

        >>> str(SPINE["T12"])
        'https://w3id.org/spinekg/spine#T12'
        >>> str(SPINE["https://example.org/ours#Baastrup"])
        'https://example.org/ours#Baastrup'
        """
        return URIRef(name) if ":" in name else super().__getitem__(name)


SPINE = _Terms(TERMS)
VERSION_BASE = f"{ONTOLOGY}/"
#: The graph of the generated closure.
CLOSURE_GRAPH = f"{ONTOLOGY}/closure"
#: Patients, reports, findings; local parts are keyed hashes.
DATA = Namespace("https://w3id.org/spinekg/data/")
#: The graph that describes the data set as a whole.
DATASET_GRAPH = f"{DATA}dataset"
#: The graph in which a store notes which ontology files it holds.
STORE_GRAPH = f"{ONTOLOGY}/loaded"
#: The graph in which a store notes what its derived facts take into account.
DERIVED_GRAPH = f"{ONTOLOGY}/derived"
#: The graph in which a store keeps the records of its commits; no answer shows it.
COMMITS_GRAPH = f"{ONTOLOGY}/commits"
OA = Namespace("http://www.w3.org/ns/oa#")

PREFIXES = MappingProxyType(
    {
        "data": str(DATA),
        "dcat": str(DCAT),
        "dcterms": str(DCTERMS),
        "foaf": str(FOAF),
        "oa": str(OA),
        "owl": str(OWL),
        "prov": str(PROV),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "sh": str(SH),
        "skos": str(SKOS),
        "spine": str(SPINE),
        "void": str(VOID),
        "xsd": str(XSD),
    }
)
