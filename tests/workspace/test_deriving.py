"""Derived facts follow the reports, whatever happens to these."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import PROV, RDF, URIRef

from kg.findings.report import Report
from kg.triples import derived_triples
from kg.vocabulary.namespaces import DERIVED_GRAPH, SPINE
from kg.workspace import Workspace, open_workspace

FIRST = Report("R1", "Osseous metastasis at T12 with epidural extension.", patient="P1")
SECOND = Report("R2", "Stable metastasis at T12.", patient="P1")
OTHER = Report("R3", "Disc bulge at L4-L5.", patient="P2")
ALONE = Report("R4", "Disc bulge at L3-L4.")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "store") as opened:
        opened.add_reports([FIRST, SECOND, OTHER, ALONE])
        yield opened


def derived_from(workspace: Workspace) -> dict[str, set[str]]:
    """Return the reports from which facts are derived, by patient."""
    table = workspace.store.select(
        "PREFIX spine: <https://w3id.org/spinekg/spine#> PREFIX dcterms: <http://purl.org/dc/terms/>"
        " PREFIX prov: <http://www.w3.org/ns/prov#> SELECT DISTINCT ?patient ?report WHERE {"
        " ?facts a spine:Derivation ; spine:aboutPatient ?node ; prov:used ?used ."
        " OPTIONAL { ?node dcterms:identifier ?patient }"
        " OPTIONAL { ?used dcterms:identifier ?report } }"
    )
    found: dict[str, set[str]] = {}
    for patient, report in table.rows:
        found.setdefault(str(patient), set()).add(str(report))
    return found


def derived_graphs(workspace: Workspace) -> set[URIRef]:
    return {graph for graph in workspace.store.graphs() if "/data/derived/" in graph}


def test_adding_derives(workspace: Workspace) -> None:
    assert derived_from(workspace) == {"P1": {"R1", "R2"}, "P2": {"R3"}, "R4": {"R4"}}
    for graph in derived_graphs(workspace):
        assert (graph, RDF.type, SPINE.Derivation) in workspace.store.graph_triples(graph)


def test_a_report_that_goes_to_another_patient_leaves_nothing_behind(workspace: Workspace) -> None:
    workspace.add_reports([Report("R2", SECOND.text, patient="P2")])
    assert derived_from(workspace) == {"P1": {"R1"}, "P2": {"R2", "R3"}, "R4": {"R4"}}


def test_removing_a_report_derives_anew(workspace: Workspace) -> None:
    workspace.remove_report("R2")
    assert derived_from(workspace) == {"P1": {"R1"}, "P2": {"R3"}, "R4": {"R4"}}


def test_removing_a_patient_removes_what_was_derived(workspace: Workspace) -> None:
    workspace.remove_patient("P1")
    assert derived_from(workspace) == {"P2": {"R3"}, "R4": {"R4"}}
    assert len(derived_graphs(workspace)) == 2


@pytest.mark.parametrize(("patient", "left"), [("P1", {"P2", "R4"}), ("R4", {"P1", "P2"})])
def test_erasing_a_patient_erases_what_was_derived(
    workspace: Workspace, patient: str, left: set[str]
) -> None:
    workspace.erase_patient(patient)
    assert derived_from(workspace).keys() == left
    assert workspace.verify() == ()


def test_what_was_missed_is_caught_up_on(workspace: Workspace) -> None:
    """A process that ended between storing and deriving has left reports without facts."""
    writer = workspace._engines.writer
    [graph] = {one for one in derived_graphs(workspace) if is_of(workspace, one, "P2")}
    before = workspace.store.graph_triples(graph)
    record = writer.graph_triples(URIRef(DERIVED_GRAPH))
    report = workspace.identifiers.report("R3")
    content = writer.graph_triples(report)
    writer.replace_graphs({report: (), graph: ()})
    writer.replace_graphs({report: content, URIRef(DERIVED_GRAPH): record})
    workspace.add_reports([])
    assert workspace.store.graph_triples(graph) == before


def is_of(workspace: Workspace, graph: URIRef, patient: str) -> bool:
    node = workspace.identifiers.patient(patient)
    return (graph, SPINE.aboutPatient, node) in workspace.store.graph_triples(graph)


def test_other_rules_derive_everything_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = workspace._engines.writer
    writer.replace_graphs(dict.fromkeys(derived_graphs(workspace), ()))
    with monkeypatch.context() as patch:
        patch.setattr("kg.workspace.deriving.RULES_VERSION", "of another time")
        workspace.add_reports([])
    assert derived_from(workspace).keys() == {"P1", "P2", "R4"}


def test_deriving_again_changes_nothing(workspace: Workspace) -> None:
    summary = workspace.derive()
    assert (summary.patients, summary.changed) == (3, 0)


def test_derived_facts_name_what_they_rest_on_and_nobody(workspace: Workspace) -> None:
    """No identifier, no text of a report: all that stands in them may leave with an export."""
    for graph in derived_graphs(workspace):
        triples = workspace.store.graph_triples(graph)
        facts = {node for node, name, _ in triples if name == SPINE.derivationRule}
        for fact in facts:
            assert any(node == fact and name == PROV.used for node, name, _ in triples), fact
        for _, name, value in triples:
            if not isinstance(value, URIRef):
                for report in (FIRST, SECOND, OTHER, ALONE):
                    assert report.text not in value, name
                    assert str(value) not in {report.identifier, report.patient}, name


def test_everything_derived_is_in_the_table() -> None:
    names = [derivation.__name__ for derivation in derived_triples.DERIVATIONS]
    assert len(names) == len(set(names))
