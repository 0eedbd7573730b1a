"""The five exports: one graph, whole files, nothing that was not asked for."""

import io
import json
import stat
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef

from kg.errors import InvalidValue, UnwritableOutput
from kg.exports.formats import RdfFormat, format_named, merged, printable, write_quads
from kg.exports.json_ld import load_context
from kg.exports.rdf_files import ExportChoices, export_rdf
from kg.store.interface import Store
from kg.store.terms import from_engine_triple
from kg.triples.terms import Triple, canonical
from kg.vocabulary.namespaces import DATA, DATASET_GRAPH, SPINE

RDFLIB_NAMES = {
    RdfFormat.TURTLE: "turtle",
    RdfFormat.TRIG: "trig",
    RdfFormat.N_QUADS: "nquads",
    RdfFormat.RDF_XML: "xml",
    RdfFormat.JSON_LD: "json-ld",
}
ENGINE_FORMATS = {
    RdfFormat.TURTLE: pyoxigraph.RdfFormat.TURTLE,
    RdfFormat.TRIG: pyoxigraph.RdfFormat.TRIG,
    RdfFormat.N_QUADS: pyoxigraph.RdfFormat.N_QUADS,
    RdfFormat.RDF_XML: pyoxigraph.RdfFormat.RDF_XML,
    RdfFormat.JSON_LD: pyoxigraph.RdfFormat.JSON_LD,
}
ALL_CHOICES: tuple[ExportChoices, ...] = (
    {},
    {"with_text": True},
    {"with_text": True, "with_identifiers": True},
)
#: rdflib 7 warns of itself: its own parser uses what it calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
EVERY_FORMAT = pytest.mark.parametrize("rdf_format", list(RdfFormat))


def exported(store: Store, rdf_format: RdfFormat, choices: ExportChoices) -> bytes:
    output = io.BytesIO()
    export_rdf(store, output, format=rdf_format, **choices)
    return output.getvalue()


def canonical_triples(triples: object) -> frozenset[Triple]:
    return frozenset(
        (subject, predicate, canonical(value))
        for subject, predicate, value in triples  # type: ignore[attr-defined]
    )


def read_by_rdflib(content: bytes, rdf_format: RdfFormat) -> frozenset[Triple]:
    dataset = Dataset(default_union=True)
    if rdf_format.keeps_graphs:
        dataset.parse(data=content, format=RDFLIB_NAMES[rdf_format])
        return canonical_triples(quad[:3] for quad in dataset.quads())
    return canonical_triples(Graph().parse(data=content, format=RDFLIB_NAMES[rdf_format]))


def read_by_oxigraph(content: bytes, rdf_format: RdfFormat) -> frozenset[Triple]:
    quads = pyoxigraph.parse(content, format=ENGINE_FORMATS[rdf_format])
    return canonical_triples(from_engine_triple(quad) for quad in quads)


@pytest.mark.parametrize("choices", ALL_CHOICES, ids=["coded", "text", "everything"])
def test_five_formats_and_two_readers_give_one_graph(store: Store, choices: ExportChoices) -> None:
    expected = read_by_oxigraph(exported(store, RdfFormat.N_QUADS, choices), RdfFormat.N_QUADS)
    assert len(expected) > 1000
    for rdf_format in RdfFormat:
        content = exported(store, rdf_format, choices)
        assert read_by_oxigraph(content, rdf_format) == expected, rdf_format
        assert read_by_rdflib(content, rdf_format) == expected, rdf_format


@EVERY_FORMAT
def test_the_same_store_gives_the_same_bytes(store: Store, rdf_format: RdfFormat) -> None:
    assert exported(store, rdf_format, {}) == exported(store, rdf_format, {})


@EVERY_FORMAT
def test_nothing_of_text_or_identifiers_comes_out_by_default(
    store: Store, rdf_format: RdfFormat
) -> None:
    content = exported(store, rdf_format, {}).decode()
    secrets = ("Quimby", "424242", "778899", "2021-03-14", "03-14", "demo-", "epidural extension")
    assert [secret for secret in secrets if secret in content] == []
    assert "2021" in content


@EVERY_FORMAT
def test_text_comes_out_when_asked_and_identifiers_do_not(
    store: Store, rdf_format: RdfFormat
) -> None:
    content = exported(store, rdf_format, {"with_text": True}).decode()
    assert "Signed by Dr Quimby" in content
    assert "424242" not in content
    assert "2021-03-14" not in content


def test_identifiers_and_dates_come_out_when_asked(store: Store) -> None:
    content = exported(store, RdfFormat.TURTLE, {"with_identifiers": True}).decode()
    assert '"MRN-424242"' in content
    assert '"2021-03-14"' in content
    assert "Signed by" not in content


def test_summary_counts_what_was_written_and_what_was_left_behind(store: Store) -> None:
    summary = export_rdf(store, io.BytesIO(), format="turtle")
    triples = read_by_oxigraph(exported(store, RdfFormat.TURTLE, {}), RdfFormat.TURTLE)
    reports = sum(1 for triple in triples if triple[1:] == (RDF.type, SPINE.Report))
    assert summary.triples == len(triples)
    assert summary.dropped["spine:reportText"] == reports
    assert "spine:findingType" not in summary.dropped


@pytest.mark.parametrize("rdf_format", [one for one in RdfFormat if one.keeps_graphs])
def test_graph_formats_keep_one_graph_for_each_report(store: Store, rdf_format: RdfFormat) -> None:
    quads = pyoxigraph.parse(exported(store, rdf_format, {}), format=ENGINE_FORMATS[rdf_format])
    graphs = {URIRef(str(quad.graph_name.value)) for quad in quads}
    stored = {graph for graph in store.graphs() if graph.startswith(str(DATA))}
    assert graphs == stored | {URIRef(DATASET_GRAPH)}


def test_json_ld_reads_in_plain_words_and_needs_no_network(store: Store) -> None:
    document = json.loads(exported(store, RdfFormat.JSON_LD, {}))
    assert document["@context"] == load_context()
    nodes = [node for graph in document["@graph"] for node in graph["@graph"]]
    findings = [node for node in nodes if "EpiduralExtension" in node["type"]]
    assert any(
        node["atLevel"] == "T12" and node["status"] == "Present" and node["id"].startswith("data:")
        for node in findings
    )


def test_ontology_comes_only_when_asked_and_always_in_the_same_words(store: Store) -> None:
    label = (SPINE.T12, RDFS.label)
    without = read_by_oxigraph(exported(store, RdfFormat.TRIG, {}), RdfFormat.TRIG)
    content = exported(store, RdfFormat.TRIG, {"include_ontology": True})
    assert label not in {triple[:2] for triple in without}
    assert label in {triple[:2] for triple in read_by_oxigraph(content, RdfFormat.TRIG)}
    assert content == exported(store, RdfFormat.TRIG, {"include_ontology": True})


def test_file_is_the_owners_alone_and_nothing_else_is_left(store: Store, folder: Path) -> None:
    destination = folder / "findings.ttl"
    destination.write_text("old")
    export_rdf(store, destination, format="ttl")
    assert destination.read_bytes() == exported(store, RdfFormat.TURTLE, {})
    assert stat.S_IMODE(destination.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [destination]


def test_failing_export_leaves_the_old_file(store: Store, folder: Path) -> None:
    destination = folder / "findings.ttl"
    destination.write_text("old")

    class Failing:
        def graphs(self) -> tuple[URIRef, ...]:
            return store.graphs()

        def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
            raise InvalidValue("unreadable")

    with pytest.raises(InvalidValue):
        export_rdf(Failing(), destination, format="nq")  # type: ignore[arg-type]
    assert destination.read_text() == "old"
    assert list(folder.iterdir()) == [destination]


def test_missing_folder_is_named(store: Store, folder: Path) -> None:
    with pytest.raises(UnwritableOutput, match="nowhere"):
        export_rdf(store, folder / "nowhere" / "findings.ttl", format="turtle")


def test_unknown_format_is_refused_with_the_known_ones(store: Store) -> None:
    with pytest.raises(InvalidValue, match=r"'excel'.*turtle"):
        export_rdf(store, io.BytesIO(), format="excel")
    assert format_named("TTL") is RdfFormat.TURTLE


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(RdfFormat))
def test_any_text_survives_every_format_with_its_length(text: str, rdf_format: RdfFormat) -> None:
    node = DATA["report/a"]
    quad = printable((node, SPINE.reportText, Literal(text), node))
    output = io.BytesIO()
    write_quads(merged([quad]), output, rdf_format=rdf_format)
    assert read_by_oxigraph(output.getvalue(), rdf_format) == {quad[:3]}
    assert len(str(quad[2])) == len(text)
