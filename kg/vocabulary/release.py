"""The ontology as files to publish: all its sources merged, in Turtle, RDF/XML and JSON-LD.

Run as `python -m kg.vocabulary.release FOLDER`. The same sources give the same bytes everywhere:
blank nodes are named by what is said of them, and everything is sorted.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pyoxigraph
from rdflib import OWL, RDF, VANN, Graph, URIRef
from rdflib.compare import to_canonical_graph

from kg.errors import InvalidOntology, KgError, UnwritableOutput
from kg.vocabulary.namespaces import ONTOLOGY, PREFIXES
from kg.vocabulary.ontology import load_ontology

__all__ = ["RELEASE_FORMATS", "main", "release_digest", "released_ontology", "write_release"]

_PREFIXES = MappingProxyType(
    {
        "bibo": "http://purl.org/ontology/bibo/",
        "obo": "http://purl.obolibrary.org/obo/",
        "vann": str(VANN),
        **{
            name: PREFIXES[name]
            for name in ("dcterms", "oa", "owl", "prov", "rdf", "rdfs", "skos", "spine", "xsd")
        },
    }
)


def released_ontology() -> Graph:
    """Return the shipped source files as one graph, blank nodes named by what is said of them.

    Individuals are declared as such, without which owlready2 and editors do not list them.

    Raises InvalidOntology when a file is missing or broken, or the header gives no version.
    """
    source = load_ontology()
    if source.value(URIRef(ONTOLOGY), OWL.versionIRI) is None:
        raise InvalidOntology("the ontology has no owl:versionIRI; give it one in spine.ttl")
    released = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        released.bind(prefix, namespace)
    for triple in (*to_canonical_graph(source), *_declared_individuals(source)):
        released.add(triple)
    return released


def _declared_individuals(ontology: Graph) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    classes = {one for one in ontology.subjects(RDF.type, OWL.Class) if isinstance(one, URIRef)}
    for individual, kind in ontology.subject_objects(RDF.type):
        if isinstance(individual, URIRef) and kind in classes:
            yield individual, RDF.type, OWL.NamedIndividual


def write_release(folder: Path) -> tuple[Path, ...]:
    """Write the release files into `folder`, which is made if need be, and return them.

    Raises InvalidOntology as `released_ontology`, UnwritableOutput when a file cannot be written.
    """
    ontology = released_ontology()
    written = []
    for name, serialized in RELEASE_FORMATS.items():
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(serialized(ontology), encoding="utf-8", newline="\n")
        except OSError as error:
            raise UnwritableOutput(str(path), error.strerror or "it cannot be written") from error
        written.append(path)
    return tuple(written)


def release_digest(ontology: Graph) -> str:
    """Return the hash of a released ontology's triples, whatever the syntax they are written in."""
    return sha256(_sorted_lines(ontology).encode("utf-8")).hexdigest()


def _sorted_lines(ontology: Graph) -> str:
    return "".join(sorted(ontology.serialize(format="nt").splitlines(keepends=True)))


def _turtle(ontology: Graph) -> str:
    return ontology.serialize(format="turtle")


def _rdf_xml(ontology: Graph) -> str:
    # rdflib orders the elements of RDF/XML by the hash of their names, anew in every process.
    quads = pyoxigraph.parse(_sorted_lines(ontology), pyoxigraph.RdfFormat.N_TRIPLES)
    written = pyoxigraph.serialize(
        (quad.triple for quad in quads),
        format=pyoxigraph.RdfFormat.RDF_XML,
        prefixes=dict(_PREFIXES),
    )
    return (written or b"").decode("utf-8") + "\n"


def _json_ld(ontology: Graph) -> str:
    written = ontology.serialize(format="json-ld", context=dict(_PREFIXES), auto_compact=True)
    return json.dumps(_in_order(json.loads(written)), ensure_ascii=False, indent=1) + "\n"


def _in_order(value: object, *, is_list: bool = False) -> object:
    """Return a JSON value with keys sorted and, but for RDF lists, the values of arrays too."""
    if isinstance(value, dict):
        return {key: _in_order(value[key], is_list=key == "@list") for key in sorted(value)}
    if isinstance(value, list):
        items = [_in_order(item) for item in value]
        return items if is_list else sorted(items, key=lambda item: json.dumps(item))
    return value


#: The files of a release, with what writes each.
RELEASE_FORMATS: Mapping[str, Callable[[Graph], str]] = MappingProxyType(
    {"spine.ttl": _turtle, "spine.owl": _rdf_xml, "spine.jsonld": _json_ld}
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a release from the command line; return 0, or 1 when it cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m kg.vocabulary.release", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files go")
    try:
        for path in write_release(parser.parse_args(arguments).folder):
            sys.stdout.write(f"{path}\n")
    except KgError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
