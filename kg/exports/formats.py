"""The RDF formats of an export: their names, their files, and how quads are written in each."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import BinaryIO

import pyoxigraph
from rdflib import Literal, URIRef

from kg.errors import InvalidValue
from kg.exports.json_ld import write_json_ld
from kg.store.interface import Quad
from kg.store.terms import to_engine_triple
from kg.triples.terms import sorted_triples
from kg.vocabulary.namespaces import DATA, DATASET_GRAPH, PREFIXES

__all__ = ["FILE_PREFIXES", "RdfFormat", "format_named", "merged", "printable", "write_quads"]


class RdfFormat(StrEnum):
    """One way of writing RDF; graph formats keep one graph for each report."""

    TURTLE = "turtle"
    TRIG = "trig"
    N_QUADS = "nquads"
    RDF_XML = "rdfxml"
    JSON_LD = "jsonld"

    @property
    def extension(self) -> str:
        """Return how the name of such a file ends."""
        return _FILES[self][0]

    @property
    def media_type(self) -> str:
        """Return the registered media type."""
        return _FILES[self][1]

    @property
    def keeps_graphs(self) -> bool:
        """Say whether the format tells the reports' graphs apart."""
        return self not in (RdfFormat.TURTLE, RdfFormat.RDF_XML)


_FILES = {
    RdfFormat.TURTLE: ("ttl", "text/turtle"),
    RdfFormat.TRIG: ("trig", "application/trig"),
    RdfFormat.N_QUADS: ("nq", "application/n-quads"),
    RdfFormat.RDF_XML: ("rdf", "application/rdf+xml"),
    RdfFormat.JSON_LD: ("jsonld", "application/ld+json"),
}
_ENGINE_FORMATS = {
    RdfFormat.TURTLE: pyoxigraph.RdfFormat.TURTLE,
    RdfFormat.TRIG: pyoxigraph.RdfFormat.TRIG,
    RdfFormat.N_QUADS: pyoxigraph.RdfFormat.N_QUADS,
    RdfFormat.RDF_XML: pyoxigraph.RdfFormat.RDF_XML,
}

#: The kinds of data node have prefixes of their own: a local name with a slash is hard to read.
_KINDS = ("dataset", "evidence", "finding", "lesion", "measurement", "patient", "report", "run")
FILE_PREFIXES: Mapping[str, str] = {**PREFIXES, **{kind: f"{DATA}{kind}/" for kind in _KINDS}}

#: Characters that no XML document can hold, and those that stand for them, one for one, so that
#: offsets into a text stay right. A carriage return would come back as a line feed.
_UNPRINTABLE = {
    **dict.fromkeys((*range(0x20), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}"),
    ord("\t"): "\t",
    ord("\n"): "\n",
    ord("\r"): "\n",
}


def format_named(name: str) -> RdfFormat:
    """Return the format of that name or file extension.

    Raises InvalidValue for any other.
    """
    for candidate in RdfFormat:
        if name.lower() in (candidate.value, candidate.extension):
            return candidate
    raise InvalidValue(f"no RDF format {name!r}; expected one of {', '.join(RdfFormat)}")


def printable(quad: Quad) -> Quad:
    """Return the quad with every character of its text one that all five formats can hold.

    Control characters become U+FFFD, a carriage return a line feed; lengths stay the same.
    """
    subject, predicate, value, graph = quad
    if not isinstance(value, Literal) or str(value).translate(_UNPRINTABLE) == str(value):
        return quad
    text = str(value).translate(_UNPRINTABLE)
    return subject, predicate, Literal(text, lang=value.language, datatype=value.datatype), graph


def merged(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the triples of all graphs as if they stood in one: sorted, each once."""
    for triple in sorted_triples(quad[:3] for quad in quads):
        yield (*triple, URIRef(DATASET_GRAPH))


def write_quads(quads: Iterable[Quad], output: BinaryIO, *, rdf_format: RdfFormat) -> None:
    """Write quads that are sorted by graph and subject; some formats leave the graphs out."""
    if rdf_format is RdfFormat.JSON_LD:
        write_json_ld(quads, output)
        return
    statements = map(_engine_quad, quads)
    pyoxigraph.serialize(
        statements if rdf_format.keeps_graphs else (quad.triple for quad in statements),
        output,
        _ENGINE_FORMATS[rdf_format],
        prefixes=None if rdf_format is RdfFormat.N_QUADS else dict(FILE_PREFIXES),
    )


def _engine_quad(quad: Quad) -> pyoxigraph.Quad:
    subject, predicate, value, graph = quad
    triple = to_engine_triple((subject, predicate, value))
    return pyoxigraph.Quad(*triple, pyoxigraph.NamedNode(graph))
