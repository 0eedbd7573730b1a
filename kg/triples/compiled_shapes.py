"""Whether triples surely pass the shapes: the same shapes as functions, a hundred times faster.

pySHACL looks every part of a shape up in the shapes graph for every node of the data. Here that is
done once. What is not surely right is left to pySHACL, which alone says what is wrong: a check may
doubt what is right, and never passes what pySHACL would refuse (a test compares the two).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection as ListOfNodes
from rdflib.term import Node

from kg.triples.terms import Triple
from kg.triples.value_checks import (
    NOTHING,
    VALUE_CHECKS,
    Check,
    Compile,
    Facts,
    NotCompiled,
    Unsure,
    whole,
)

__all__ = ["CompiledShapes"]

_SUBCLASS_OF = RDFS.subClassOf
_TYPE = RDF.type
_OTHER_TARGETS = (SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
_KINDS_OF_SHAPE = (SH.NodeShape, SH.PropertyShape)
#: Parts of a shape that say nothing about data, or that belong to another part.
_SILENT = frozenset(
    {
        SH.path,
        SH.targetClass,
        SH.message,
        SH.name,
        SH.description,
        SH.qualifiedMinCount,
        SH.qualifiedMaxCount,
        RDFS.label,
        RDFS.comment,
    }
)


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """Checks by the class whose instances they are about."""

    checks: tuple[tuple[Node, Check], ...]

    @classmethod
    def of(cls, shapes: Graph) -> Self | None:
        """Return the shapes of a graph, or None when they have parts that only pySHACL knows."""
        if any((None, target, None) in shapes for target in _OTHER_TARGETS):
            return None
        targets = sorted(shapes.subject_objects(SH.targetClass))
        try:
            return cls(tuple((kind, _shape(shapes, shape)) for shape, kind in targets))
        except NotCompiled:
            return None

    def surely_pass(self, triples: Iterable[Triple]) -> bool:
        """Say whether nothing is wrong with the triples; False also when that is unsure."""
        facts: dict[Node, dict[Node, set[Node]]] = {}
        for subject, predicate, value in triples:
            facts.setdefault(subject, {}).setdefault(predicate, set()).add(value)
        instances: dict[Node, list[Node]] = defaultdict(list)
        for node, values in facts.items():
            if _SUBCLASS_OF in values:
                return False
            for kind in values.get(_TYPE, ()):
                instances[kind].append(node)
        try:
            return all(
                check(facts, node, (node,))
                for kind, check in self.checks
                for node in instances.get(kind, ())
            )
        except Unsure:
            return False


def _shape(shapes: Graph, shape: Node) -> Check:
    """Return the check of a node shape or a property shape, its path followed."""
    checks: list[Check] = []
    for part, value in sorted(shapes.predicate_objects(shape)):
        if part == _TYPE and value in _KINDS_OF_SHAPE:
            continue
        if part not in _SILENT:
            checks.append(_compiler(part)(shapes, shape, value))
    path = shapes.value(shape, SH.path)
    if path is None:
        return lambda facts, node, _: all(check(facts, node, (node,)) for check in checks)
    follow = _path(shapes, path)

    def check_values(facts: Facts, node: Node, _: Collection[Node]) -> bool:
        values = follow(facts, node)
        return all(check(facts, node, values) for check in checks)

    return check_values


def _compiler(part: Node) -> Compile:
    if part not in _COMPILERS:
        raise NotCompiled
    return _COMPILERS[part]


def _path(shapes: Graph, path: Node) -> Callable[[Facts, Node], Collection[Node]]:
    if isinstance(path, URIRef):
        return lambda facts, node: facts.get(node, NOTHING).get(path, ())
    steps = list(ListOfNodes(shapes, path))
    if len(steps) < 2 or not all(isinstance(step, URIRef) for step in steps):
        raise NotCompiled

    def follow(facts: Facts, node: Node) -> Collection[Node]:
        reached = {node}
        for step in steps:
            reached = {value for one in reached for value in facts.get(one, NOTHING).get(step, ())}
        return reached

    return follow


def _not(shapes: Graph, shape: Node, refused: Node) -> Check:
    inner = _shape(shapes, refused)
    return lambda facts, node, values: not any(inner(facts, value, ()) for value in values)


def _or(shapes: Graph, shape: Node, choices: Node) -> Check:
    inner = [_shape(shapes, choice) for choice in ListOfNodes(shapes, choices)]
    return lambda facts, node, values: all(
        any(check(facts, value, ()) for check in inner) for value in values
    )


def _property(shapes: Graph, shape: Node, part: Node) -> Check:
    inner = _shape(shapes, part)
    return lambda facts, node, values: all(inner(facts, value, ()) for value in values)


def _qualified(shapes: Graph, shape: Node, wanted: Node) -> Check:
    inner = _shape(shapes, wanted)
    least = shapes.value(shape, SH.qualifiedMinCount)
    most = shapes.value(shape, SH.qualifiedMaxCount)
    fewest = 0 if least is None else whole(least)
    greatest = None if most is None else whole(most)

    def check(facts: Facts, node: Node, values: Collection[Node]) -> bool:
        count = sum(inner(facts, value, ()) for value in values)
        return count >= fewest and (greatest is None or count <= greatest)

    return check


_COMPILERS: Mapping[Node, Compile] = MappingProxyType(
    {
        **VALUE_CHECKS,
        SH["not"]: _not,
        SH["or"]: _or,
        SH.property: _property,
        SH.qualifiedValueShape: _qualified,
    }
)
