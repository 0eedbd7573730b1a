"""The description of the data set."""

from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Literal, URIRef

from kg.exports.dataset import SMALLEST_PUBLISHED_COUNT, describe_dataset, describe_quads
from kg.exports.deidentification import DEIDENTIFIED, data_quads, permitted
from kg.store.interface import Quad, Store
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import DATA, DATASET_GRAPH, SPINE

DATASET = URIRef(DATASET_GRAPH)


def values(triples: tuple[Triple, ...], subject: URIRef, predicate: URIRef) -> list[str]:
    return [str(triple[2]) for triple in triples if triple[:2] == (subject, predicate)]


def test_description_counts_the_distinct_triples_that_may_leave(store: Store) -> None:
    quads = [permitted(quad, DEIDENTIFIED) for quad in data_quads(store)]
    distinct = {quad[:3] for quad in quads if quad is not None}
    description = describe_dataset(store)
    assert values(description, DATASET, VOID.triples) == [str(len(distinct))]


def test_description_has_partitions_an_example_and_no_blank_node(store: Store) -> None:
    description = describe_dataset(store)
    properties = {triple[2] for triple in description if triple[1] == VOID.property}
    classes = {triple[2] for triple in description if triple[1] == VOID["class"]}
    example = URIRef(values(description, DATASET, VOID.exampleResource)[0])
    finding = (example, RDF.type, SPINE.Finding)
    assert {SPINE.findingType, SPINE.atLevel, SPINE.studyYear} <= properties
    assert SPINE.studyDate not in properties
    assert {SPINE.Report, SPINE.Patient, SPINE.Finding} <= classes
    assert finding in {quad[:3] for quad in data_quads(store)}
    assert all(isinstance(triple[0], URIRef) for triple in description)


def test_every_format_is_a_distribution(store: Store) -> None:
    description = describe_dataset(store)
    media_types = {str(triple[2]) for triple in description if triple[1] == DCAT.mediaType}
    assert len(media_types) == 5
    assert any(media_type.endswith("/application/ld+json") for media_type in media_types)


def test_small_classes_are_named_and_not_counted() -> None:
    graph = DATA["report/a"]
    common = [DATA[f"finding/{number}"] for number in range(SMALLEST_PUBLISHED_COUNT)]
    quads: list[Quad] = [(node, RDF.type, SPINE.Finding, graph) for node in common]
    quads.append((common[0], RDF.type, SPINE.Chordoma, graph))
    description = describe_quads(quads)
    entities = {triple[0]: triple[2] for triple in description if triple[1] == VOID.entities}
    classes = {triple[2] for triple in description if triple[1] == VOID["class"]}
    assert classes == {SPINE.Finding, SPINE.Chordoma}
    assert [str(count) for count in entities.values()] == [str(SMALLEST_PUBLISHED_COUNT)]


def test_triple_in_two_graphs_is_counted_once() -> None:
    patient = DATA["patient/a"]
    quads: list[Quad] = [
        (patient, RDF.type, SPINE.Patient, DATA[f"report/{number}"]) for number in range(3)
    ]
    assert (DATASET, VOID.triples, Literal("1", datatype=XSD.integer)) in describe_quads(quads)


def test_licence_is_left_to_the_holder(store: Store) -> None:
    description = describe_dataset(store)
    assert not values(description, DATASET, DCTERMS.license)
    assert "holder" in values(description, DATASET, DCTERMS.rights)[0]
