"""The store's findings as a file of linked data, de-identified unless asked otherwise.

The same store and the same choices give the same bytes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypedDict, Unpack

import pyoxigraph
from rdflib import URIRef

from kg.exports.dataset import describe_quads
from kg.exports.deidentification import ExportPolicy, data_quads, permitted
from kg.exports.formats import RdfFormat, format_named, merged, printable, write_quads
from kg.exports.whole_files import whole_file
from kg.store.interface import Quad, Store
from kg.store.terms import from_engine_triple, to_engine_triple
from kg.triples.terms import sorted_triples
from kg.vocabulary.namespaces import CLOSURE_GRAPH, DATASET_GRAPH, ONTOLOGY, PREFIXES

__all__ = ["ExportChoices", "ExportSummary", "export_rdf"]


class ExportChoices(TypedDict, total=False):
    """What an export holds beside coded findings; nothing of it by default."""

    with_text: bool
    with_identifiers: bool
    include_ontology: bool


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How many triples were written, and how many of each property were left behind."""

    triples: int
    dropped: Mapping[str, int]


def export_rdf(
    store: Store,
    destination: Path | BinaryIO,
    *,
    format: RdfFormat | str,
    **choices: Unpack[ExportChoices],
) -> ExportSummary:
    """Write the store's data and its description to a file or an open binary stream.

    `with_text` adds report text and quotes, which may themselves name people and days,
    `with_identifiers` the source's identifiers and full dates, `include_ontology` the ontology and
    its closure. A file appears whole or not at all. In every format, characters that XML cannot
    hold are replaced (`kg.exports.formats.printable`).

    Raises InvalidValue for an unknown format, UnwritableOutput when the file cannot be written.
    """
    rdf_format = format_named(format)
    export = _Export(
        store,
        ExportPolicy(choices.get("with_text", False), choices.get("with_identifiers", False)),
        choices.get("include_ontology", False),
    )
    if isinstance(destination, Path):
        with whole_file(destination) as output:
            return export.write(output, rdf_format)
    return export.write(destination, rdf_format)


@dataclass(frozen=True, slots=True)
class _Export:
    """One export of one store."""

    store: Store
    policy: ExportPolicy
    include_ontology: bool

    def write(self, output: BinaryIO, rdf_format: RdfFormat) -> ExportSummary:
        """Write everything; return what was written and what was not."""
        written: Counter[RdfFormat] = Counter()
        dropped: Counter[str] = Counter()
        quads = (printable(quad) for quad in self._described(dropped))
        statements = quads if rdf_format.keeps_graphs else merged(quads)
        counted = _counting(statements, rdf_format, written)
        write_quads(counted, output, rdf_format=rdf_format)
        return ExportSummary(written.total(), dict(sorted(dropped.items())))

    def _described(self, dropped: Counter[str]) -> Iterator[Quad]:
        for triple in describe_quads(self._permitted(Counter()), self.policy):
            yield (*triple, URIRef(DATASET_GRAPH))
        yield from self._permitted(dropped)
        if self.include_ontology:
            yield from _ontology_quads(self.store)

    def _permitted(self, dropped: Counter[str]) -> Iterator[Quad]:
        for quad in data_quads(self.store):
            allowed = permitted(quad, self.policy)
            if allowed is None:
                dropped[_short(quad[1])] += 1
            else:
                yield allowed


def _counting(
    quads: Iterable[Quad], rdf_format: RdfFormat, written: Counter[RdfFormat]
) -> Iterator[Quad]:
    for quad in quads:
        written[rdf_format] += 1
        yield quad


def _ontology_quads(store: Store) -> Iterator[Quad]:
    for name in (ONTOLOGY, CLOSURE_GRAPH):
        graph = URIRef(name)
        content = pyoxigraph.Dataset(
            pyoxigraph.Quad(*to_engine_triple(triple)) for triple in store.graph_triples(graph)
        )
        # Blank nodes are numbered anew in each store; their canonical names are always the same.
        content.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        for triple in sorted_triples(map(from_engine_triple, content)):
            yield (*triple, graph)


def _short(predicate: URIRef) -> str:
    for prefix, namespace in PREFIXES.items():
        if predicate.startswith(namespace):
            return f"{prefix}:{predicate.removeprefix(namespace)}"
    return str(predicate)
