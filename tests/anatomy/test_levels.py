"""Levels: how many there are, their order, and that Python and Turtle hold the same."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef

from kg.anatomy.levels import (
    LEVELS,
    VARIANT_VERTEBRAE,
    VERTEBRAE,
    Level,
    LevelKind,
    level_named,
)
from kg.errors import UnknownLevel
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load_ontology()


def standard(kind: LevelKind) -> list[Level]:
    return [
        level
        for level in LEVELS.values()
        if level.kind is kind and not {level.upper, level.lower} & VARIANT_VERTEBRAE.keys()
    ]


def test_there_are_thirty_vertebrae_with_the_coccyx() -> None:
    assert len(VERTEBRAE) == 30
    assert [level.name for level in standard(LevelKind.VERTEBRAL)] == list(VERTEBRAE)


def test_there_is_one_level_between_each_two_vertebrae() -> None:
    between = [(level.upper, level.lower) for level in standard(LevelKind.INTERVERTEBRAL)]
    assert between == list(pairwise(VERTEBRAE))


def test_orders_strictly_increase() -> None:
    orders = [level.order for level in LEVELS.values()]
    assert all(first < second for first, second in pairwise(orders))


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("C1", 10),
        ("C7-T1", 75),
        ("T12", 190),
        ("T12-T13", 191),
        ("T13", 192),
        ("T12-L1", 195),
        ("T13-L1", 196),
        ("L5", 240),
        ("L5-L6", 241),
        ("L6", 242),
        ("L5-S1", 245),
        ("L6-S1", 246),
        ("S1", 250),
        ("Coccyx", 300),
    ],
)
def test_orders_are_those_of_the_reference_tables(name: str, order: int) -> None:
    assert level_named(name).order == order


@given(st.sampled_from(sorted(LEVELS)))
def test_a_level_lies_between_its_vertebrae(name: str) -> None:
    level = level_named(name)
    assert level_named(level.upper).order <= level.order <= level_named(level.lower).order


@pytest.mark.parametrize("name", ["T14", "C8", "L7", "S6", "T0", "L4-S1", "t12", "", "L5-L4"])
def test_an_impossible_level_is_refused(name: str) -> None:
    with pytest.raises(UnknownLevel, match="expected a vertebra"):
        level_named(name)


def test_turtle_holds_the_same_levels_in_the_same_order(ontology: Graph) -> None:
    written = {
        str(level).removeprefix(SPINE): int(str(order))
        for level, order in ontology.subject_objects(SPINE.levelOrder)
    }
    assert written == {level.name: level.order for level in LEVELS.values()}


def test_turtle_holds_the_same_kinds_and_neighbours(ontology: Graph) -> None:
    for level in LEVELS.values():
        node = SPINE[level.name]
        if level.kind is LevelKind.VERTEBRAL:
            assert ontology.value(node, RDF.type) == SPINE.VertebralLevel
        else:
            assert ontology.value(node, RDF.type) == SPINE.IntervertebralLevel
            assert ontology.value(node, SPINE.upperVertebra) == SPINE[level.upper]
            assert ontology.value(node, SPINE.lowerVertebra) == SPINE[level.lower]


@pytest.mark.parametrize("kind", list(LevelKind))
def test_adjacency_is_one_chain_without_gap(ontology: Graph, kind: LevelKind) -> None:
    chain = [SPINE[level.name] for level in standard(kind)]
    assert ontology.value(chain[0], SPINE.immediatelyCaudalTo) is None
    for above, below in pairwise(chain):
        assert list(ontology.objects(below, SPINE.immediatelyCaudalTo)) == [above]


@pytest.mark.parametrize(("variant", "above"), [("T13", "T12"), ("L6", "L5"), ("L5-L6", "L4-L5")])
def test_a_variant_hangs_below_its_neighbour(ontology: Graph, variant: str, above: str) -> None:
    assert ontology.value(SPINE[variant], SPINE.immediatelyCaudalTo) == SPINE[above]


def test_cord_segments_count_from_one_to_thirty_and_are_no_levels(ontology: Graph) -> None:
    orders = {
        segment: int(str(order))
        for segment, order in ontology.subject_objects(SPINE.cordSegmentOrder)
    }
    assert sorted(orders.values()) == list(range(1, 31))
    assert orders[URIRef(SPINE.CordSegmentC8)] == 8
    assert not set(orders) & set(ontology.subjects(SPINE.levelOrder))
