"""The closure: what follows from the ontology, so that queries need one hop."""

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.compare import to_isomorphic

from kg.anatomy.levels import LEVELS
from kg.errors import InvalidOntology
from kg.vocabulary.build import closure_text
from kg.vocabulary.closure import Triple, closure_triples
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology
from kg.vocabulary.relations import members_between, reach
from kg.vocabulary.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


@pytest.fixture(scope="module")
def closure(ontology: Graph) -> frozenset[Triple]:
    return frozenset(closure_triples(ontology))


def test_every_class_is_its_own_subclass(ontology: Graph, closure: frozenset[Triple]) -> None:
    names = [one for one in ontology.subjects(RDF.type, OWL.Class) if isinstance(one, URIRef)]
    assert names
    for name in names:
        assert (name, RDFS.subClassOf, name) in closure


def test_subclasses_reach_over_several_steps(closure: frozenset[Triple]) -> None:
    assert (SPINE.DiscSequestration, RDFS.subClassOf, SPINE.Finding) in closure
    assert (SPINE.DiscHerniation, RDFS.subClassOf, SPINE.DiscSequestration) not in closure


def test_closing_the_closure_adds_nothing(ontology: Graph, closure: frozenset[Triple]) -> None:
    closed = ontology + Graph()
    for triple in closure:
        closed.add(triple)
    relations = {RDFS.subClassOf, SPINE.partOf, SPINE.within, SPINE.hasLevel}
    again = {triple for triple in closure_triples(closed) if triple[1] in relations}
    assert again == {triple for triple in closure if triple[1] in relations}


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("T12", "T12", True),
        ("T12", "ThoracolumbarJunction", True),
        ("T12-L1", "ThoracolumbarJunction", True),
        ("T10", "ThoracolumbarJunction", False),
        ("T10", "ThoracolumbarJunction-T10-L2", True),
        ("L5-S1", "LumbarSpine", True),
        ("L5-S1", "SacralSpine", False),
        ("C7-T1", "CervicalSpine", True),
        ("C7-T1", "ThoracicSpine", False),
        ("T12-L1", "ThoracicSpine", True),
        ("L6", "LumbarSpine", True),
        ("L6-S1", "LumbarSpine", True),
        ("T13", "ThoracicSpine", True),
        ("ThoracolumbarJunction", "ThoracolumbarJunction", True),
        ("ThoracolumbarJunction", "ThoracolumbarSpine", True),
        ("ThoracolumbarJunction-T12-L1", "ThoracolumbarJunction", True),
        ("ThoracolumbarJunction", "ThoracolumbarJunction-T12-L1", False),
        ("LumbarSpine", "LumbosacralSpine", True),
        ("LumbarSpine", "ThoracolumbarSpine", True),
        ("ThoracolumbarSpine", "ThoracolumbarJunction", False),
    ],
)
def test_within(closure: frozenset[Triple], inner: str, outer: str, expected: bool) -> None:
    assert ((SPINE[inner], SPINE.within, SPINE[outer]) in closure) is expected


def test_every_level_is_in_exactly_one_smallest_region(closure: frozenset[Triple]) -> None:
    regions = ("CervicalSpine", "ThoracicSpine", "LumbarSpine", "SacralSpine")
    for level in LEVELS.keys() - {"Coccyx"}:
        holding = [name for name in regions if (SPINE[level], SPINE.within, SPINE[name]) in closure]
        assert len(holding) == 1, level


def test_members_are_those_of_the_vocabulary(closure: frozenset[Triple]) -> None:
    for name, level_set in load_vocabulary().level_sets.items():
        members = {
            str(level).removeprefix(SPINE)
            for subject, relation, level in closure
            if subject == SPINE[name] and relation == SPINE.hasLevel
        }
        assert members == set(level_set.levels)


def test_a_part_is_part_of_the_whole_of_its_whole(closure: frozenset[Triple]) -> None:
    assert (SPINE.ConusMedullaris, SPINE.partOf, SPINE.SpinalCanal) in closure
    assert (SPINE.SpinalCanal, SPINE.partOf, SPINE.ConusMedullaris) not in closure


def test_caudal_holds_within_one_kind_of_level(closure: frozenset[Triple]) -> None:
    assert (SPINE.L3, SPINE.caudalTo, SPINE.C1) in closure
    assert (SPINE.C1, SPINE.caudalTo, SPINE.L3) not in closure
    assert (SPINE.L3, SPINE.caudalTo, SPINE["T12-L1"]) not in closure


def test_closure_text_is_turtle_for_the_same_triples(closure: frozenset[Triple]) -> None:
    graph = Graph()
    for triple in closure:
        graph.add(triple)
    text = closure_text(closure)
    assert to_isomorphic(Graph().parse(data=text, format="turtle")) == to_isomorphic(graph)
    assert text == closure_text(sorted(closure, reverse=True))


def test_a_set_of_unknown_levels_is_refused() -> None:
    with pytest.raises(InvalidOntology, match="T14"):
        members_between({"T11": 180, "T12": 190}, "T11", "T14")


def test_a_set_that_runs_upwards_is_refused() -> None:
    with pytest.raises(InvalidOntology, match="upwards"):
        members_between({"T11": 180, "T12": 190}, "T12", "T11")


def test_a_structure_that_is_part_of_itself_is_refused() -> None:
    circle = Graph()
    circle.add((SPINE.Lamina, SPINE.partOf, SPINE.PosteriorElements))
    circle.add((SPINE.PosteriorElements, SPINE.partOf, SPINE.Lamina))
    with pytest.raises(InvalidOntology, match="circle"):
        closure_triples(circle)


def test_a_level_set_without_last_level_is_refused() -> None:
    graph = Graph()
    graph.add((SPINE.LumbarSpine, SPINE.firstLevel, SPINE.L1))
    with pytest.raises(InvalidOntology, match="one first and one last"):
        closure_triples(graph)


def test_reach_ends_in_a_circle() -> None:
    steps = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"a"})}
    assert reach("a", steps) == {"a", "b", "c"}
    assert reach("d", steps) == frozenset()
