"""What the data set as a whole is: a VoID and DCAT description, computed from what it holds."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rdflib import DCAT, DCTERMS, PROV, RDF, VOID, XSD, Literal, URIRef

from kg.exports.deidentification import DEIDENTIFIED, ExportPolicy, data_quads, permitted
from kg.exports.formats import RdfFormat
from kg.exports.json_ld import CONTEXT
from kg.store.interface import Quad, Store
from kg.triples.terms import Triple, sorted_triples
from kg.vocabulary.namespaces import DATA, DATASET_GRAPH, OA, ONTOLOGY, PREFIXES, SPINE

__all__ = ["SMALLEST_PUBLISHED_COUNT", "describe_dataset", "describe_quads"]

#: Fewer instances of a class are not counted in the description, which may be public when the
#: data is not: the custom of health data networks (CMS cell size suppression policy: 11).
SMALLEST_PUBLISHED_COUNT = 11

_DATASET = URIRef(DATASET_GRAPH)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_RIGHTS = "The holder of the reports decides on the licence of this data."


def describe_dataset(store: Store) -> tuple[Triple, ...]:
    """Return the description of the store's data as it would leave it, de-identified."""
    quads = (permitted(quad, DEIDENTIFIED) for quad in data_quads(store))
    return describe_quads(quad for quad in quads if quad is not None)


def describe_quads(
    quads: Iterable[Quad], policy: ExportPolicy = DEIDENTIFIED
) -> tuple[Triple, ...]:
    """Return the description of these quads, sorted, without a blank node and without a clock.

    A triple that stands in several graphs is counted once: merged and unmerged exports have the
    same description.
    """
    properties: Counter[URIRef] = Counter()
    classes: Counter[URIRef] = Counter()
    example: URIRef | None = None
    for subject, predicate, value in _distinct(quads):
        properties[predicate] += 1
        if predicate == RDF.type and isinstance(value, URIRef):
            classes[value] += 1
            if value == SPINE.Finding and isinstance(subject, URIRef):
                example = min(example or subject, subject)
    return sorted_triples(
        [
            *_general(policy),
            *_distributions(),
            *_class_partitions(classes),
            *_property_partitions(properties),
            (_DATASET, VOID.triples, _count(properties.total())),
            *([(_DATASET, VOID.exampleResource, example)] if example else []),
        ]
    )


def _distinct(quads: Iterable[Quad]) -> Iterator[Triple]:
    # Hashes in place of triples: a large store is counted in a fraction of its size.
    seen: set[int] = set()
    for quad in quads:
        triple = quad[:3]
        if (fingerprint := hash(triple)) not in seen:
            seen.add(fingerprint)
            yield triple


def _general(policy: ExportPolicy) -> Iterator[Triple]:
    description = (
        "Findings of spine imaging reports, read by software: what, where, how much, present, "
        f"absent or possible. Patients and reports are known by keyed hashes. {policy.summary}"
    )
    yield _DATASET, RDF.type, VOID.Dataset
    yield _DATASET, RDF.type, DCAT.Dataset
    yield _DATASET, DCTERMS.title, Literal("Spine imaging findings", lang="en")
    yield _DATASET, DCTERMS.description, Literal(description, lang="en")
    yield _DATASET, DCTERMS.rights, Literal(_RIGHTS, lang="en")
    yield _DATASET, DCTERMS.conformsTo, URIRef(ONTOLOGY)
    yield _DATASET, DCAT.keyword, Literal("spine", lang="en")
    yield _DATASET, DCAT.keyword, Literal("radiology", lang="en")
    yield _DATASET, VOID.uriSpace, Literal(str(DATA))
    for vocabulary in (ONTOLOGY, str(PROV), str(OA)):
        yield _DATASET, VOID.vocabulary, URIRef(vocabulary)


def _distributions() -> Iterator[Triple]:
    for rdf_format in RdfFormat:
        node = URIRef(f"{DATASET_GRAPH}/distribution-{rdf_format.value}")
        yield _DATASET, DCAT.distribution, node
        yield node, RDF.type, DCAT.Distribution
        yield node, DCAT.mediaType, URIRef(_MEDIA_TYPES + rdf_format.media_type)
        if rdf_format is RdfFormat.JSON_LD:
            yield node, DCTERMS.conformsTo, URIRef(CONTEXT)


def _class_partitions(classes: Counter[URIRef]) -> Iterator[Triple]:
    for name, count in classes.items():
        node = URIRef(f"{DATASET_GRAPH}/class-{_path(name)}")
        yield _DATASET, VOID.classPartition, node
        yield node, RDF.type, VOID.Dataset
        yield node, VOID["class"], name
        if count >= SMALLEST_PUBLISHED_COUNT:
            yield node, VOID.entities, _count(count)


def _property_partitions(properties: Counter[URIRef]) -> Iterator[Triple]:
    for name, count in properties.items():
        node = URIRef(f"{DATASET_GRAPH}/property-{_path(name)}")
        yield _DATASET, VOID.propertyPartition, node
        yield node, RDF.type, VOID.Dataset
        yield node, VOID.property, name
        if count >= SMALLEST_PUBLISHED_COUNT:
            yield node, VOID.triples, _count(count)


def _path(name: URIRef) -> str:
    """Return the part of a partition's IRI that names a term: "spine-Finding"."""
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace):
            return f"{prefix}-{name.removeprefix(namespace)}"
    return name.rpartition("/")[2].rpartition("#")[2]


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
