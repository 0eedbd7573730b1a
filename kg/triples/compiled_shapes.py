"""Whether triples surely pass the shapes: the same shapes as functions, a hundred times faster.

pySHACL looks every part of a shape up in the shapes graph for every node of the data. Here that is
done once. What is not surely right is left to pySHACL, which alone says what is wrong: a check may
doubt what is right, and never passes what pySHACL would refuse (a test compares the two).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Self

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection as ListOfNodes
from rdflib.term import Node

from kg.triples.terms import Triple

__all__ = ["CompiledShapes"]

#: The values of each property of each node.
Facts = Mapping[Node, Mapping[Node, Collection[Node]]]
#: Says whether a focus node with these values conforms.
Check = Callable[[Facts, Node, Collection[Node]], bool]
Compile = Callable[[Graph, Node, Node], Check]

_NOTHING: Mapping[Node, Collection[Node]] = MappingProxyType({})
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


class _NotCompiled(Exception):
    """A shape has a part that is not compiled here."""


class _Unsure(Exception):
    """A value is such that only pySHACL should judge it."""


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
        except _NotCompiled:
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
        except _Unsure:
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
        raise _NotCompiled
    return _COMPILERS[part]


def _path(shapes: Graph, path: Node) -> Callable[[Facts, Node], Collection[Node]]:
    if isinstance(path, URIRef):
        return lambda facts, node: facts.get(node, _NOTHING).get(path, ())
    steps = list(ListOfNodes(shapes, path))
    if len(steps) < 2 or not all(isinstance(step, URIRef) for step in steps):
        raise _NotCompiled

    def follow(facts: Facts, node: Node) -> Collection[Node]:
        reached = {node}
        for step in steps:
            reached = {value for one in reached for value in facts.get(one, _NOTHING).get(step, ())}
        return reached

    return follow


def _each(conforms: Callable[[Node], bool]) -> Check:
    return lambda facts, node, values: all(map(conforms, values))


def _node_kind(shapes: Graph, shape: Node, kind: Node) -> Check:
    kinds: dict[Node, type] = {SH.IRI: URIRef, SH.Literal: Literal, SH.BlankNode: BNode}
    if kind not in kinds:
        raise _NotCompiled
    wanted = kinds[kind]
    return _each(lambda value: isinstance(value, wanted))


def _min_count(shapes: Graph, shape: Node, count: Node) -> Check:
    least = _whole(count)
    return lambda facts, node, values: len(values) >= least


def _max_count(shapes: Graph, shape: Node, count: Node) -> Check:
    most = _whole(count)
    return lambda facts, node, values: len(values) <= most


def _min_length(shapes: Graph, shape: Node, length: Node) -> Check:
    least = _whole(length)
    return _each(lambda value: len(_string(value)) >= least)


def _pattern(shapes: Graph, shape: Node, pattern: Node) -> Check:
    if (shape, SH.flags, None) in shapes:
        raise _NotCompiled
    wanted = re.compile(str(pattern))
    return _each(lambda value: wanted.search(_string(value)) is not None)


def _datatype(shapes: Graph, shape: Node, datatype: Node) -> Check:
    def conforms(value: Node) -> bool:
        return (
            isinstance(value, Literal)
            and value.datatype == datatype
            and value.value is not None
            and not value.ill_typed
        )

    return _each(conforms)


def _in(shapes: Graph, shape: Node, values: Node) -> Check:
    allowed = frozenset(ListOfNodes(shapes, values))
    return _each(lambda value: value in allowed)


def _has_value(shapes: Graph, shape: Node, wanted: Node) -> Check:
    return lambda facts, node, values: wanted in values


def _min_inclusive(shapes: Graph, shape: Node, bound: Node) -> Check:
    least = _number(bound)
    return _each(lambda value: _number(value) >= least)


def _less_than(shapes: Graph, shape: Node, other: Node) -> Check:
    def check(facts: Facts, node: Node, values: Collection[Node]) -> bool:
        bounds = [_number(bound) for bound in facts.get(node, _NOTHING).get(other, ())]
        return all(_number(value) < bound for value in values for bound in bounds)

    return check


def _disjoint(shapes: Graph, shape: Node, other: Node) -> Check:
    return lambda facts, node, values: (
        not set(values) & set(facts.get(node, _NOTHING).get(other, ()))
    )


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
    fewest = 0 if least is None else _whole(least)
    greatest = None if most is None else _whole(most)

    def check(facts: Facts, node: Node, values: Collection[Node]) -> bool:
        count = sum(inner(facts, value, ()) for value in values)
        return count >= fewest and (greatest is None or count <= greatest)

    return check


def _whole(node: Node) -> int:
    if isinstance(node, Literal) and isinstance(node.value, int):
        return node.value
    raise _NotCompiled


def _number(node: Node) -> int | Decimal:
    if isinstance(node, Literal) and isinstance(node.value, int | Decimal):
        if isinstance(node.value, bool):
            raise _Unsure
        return node.value
    raise _Unsure


def _string(node: Node) -> str:
    """Return the text of an IRI or a plain literal; of other terms engines differ."""
    if isinstance(node, URIRef) or (isinstance(node, Literal) and node.datatype is None):
        return str(node)
    raise _Unsure


_COMPILERS: Mapping[Node, Compile] = MappingProxyType(
    {
        SH.datatype: _datatype,
        SH.disjoint: _disjoint,
        SH.hasValue: _has_value,
        SH["in"]: _in,
        SH.lessThan: _less_than,
        SH.maxCount: _max_count,
        SH.minCount: _min_count,
        SH.minInclusive: _min_inclusive,
        SH.minLength: _min_length,
        SH.nodeKind: _node_kind,
        SH["not"]: _not,
        SH["or"]: _or,
        SH.pattern: _pattern,
        SH.property: _property,
        SH.qualifiedValueShape: _qualified,
    }
)
