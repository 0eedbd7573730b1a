"""The published context knows every property, and spells IRIs as the rest of the code does."""

from typing import Any

from rdflib import OWL, PROV, RDF, RDFS, XSD, URIRef

from kg.exports.deidentification import ExportPolicy
from kg.exports.json_ld import load_context
from kg.resources import resource_folder
from kg.vocabulary.namespaces import PREFIXES, SPINE
from kg.vocabulary.ontology import load_ontology

CONTEXT = load_context()


def expanded(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(CONTEXT[prefix] + local)


def words() -> dict[URIRef, dict[str, Any]]:
    return {
        expanded(meaning["@id"]): meaning
        for meaning in CONTEXT.values()
        if isinstance(meaning, dict)
    }


def test_prefixes_are_those_of_the_package() -> None:
    assert {name: CONTEXT[name] for name in PREFIXES} == dict(PREFIXES)
    assert CONTEXT["@vocab"] == str(SPINE)


def test_every_property_of_an_export_has_a_word() -> None:
    everything = ExportPolicy(with_text=True, with_identifiers=True)
    properties = {*everything.properties, SPINE.studyYear} - {RDF.type}
    assert properties == words().keys()


def test_words_say_of_what_kind_their_values_are() -> None:
    ontology = load_ontology()
    for name, meaning in words().items():
        if (name, RDF.type, OWL.ObjectProperty) in ontology:
            assert meaning["@type"] in {"@id", "@vocab"}, name
        if (name, RDFS.range, XSD.string) in ontology:
            assert "@type" not in meaning, name
    assert words()[PROV.wasGeneratedBy]["@type"] == "@id"


def test_context_is_shipped_beside_the_ontology() -> None:
    assert (resource_folder("ontology") / "context.jsonld").is_file()
