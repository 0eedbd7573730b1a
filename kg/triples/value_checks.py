"""What single values must be for a shape, as functions: kinds, counts, patterns, comparisons."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from types import MappingProxyType

from rdflib import SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection as ListOfNodes
from rdflib.term import Node

__all__ = ["NOTHING", "VALUE_CHECKS", "Check", "Compile", "Facts", "NotCompiled", "Unsure", "whole"]

#: The values of each property of each node.
Facts = Mapping[Node, Mapping[Node, Collection[Node]]]
#: Says whether a focus node with these values conforms.
Check = Callable[[Facts, Node, Collection[Node]], bool]
Compile = Callable[[Graph, Node, Node], Check]

#: Datatypes of which no other literal can be.
_DATATYPES = (XSD.date, XSD.decimal, XSD.integer)
NOTHING: Mapping[Node, Collection[Node]] = MappingProxyType({})


class NotCompiled(Exception):
    """A shape has a part that is not compiled here."""


class Unsure(Exception):
    """A value is such that only pySHACL should judge it."""


def _each(conforms: Callable[[Node], bool]) -> Check:
    return lambda facts, node, values: all(map(conforms, values))


def _node_kind(shapes: Graph, shape: Node, kind: Node) -> Check:
    kinds: dict[Node, type] = {SH.IRI: URIRef, SH.Literal: Literal, SH.BlankNode: BNode}
    if kind not in kinds:
        raise NotCompiled
    wanted = kinds[kind]
    return _each(lambda value: isinstance(value, wanted))


def _min_count(shapes: Graph, shape: Node, count: Node) -> Check:
    least = whole(count)
    return lambda facts, node, values: len(values) >= least


def _max_count(shapes: Graph, shape: Node, count: Node) -> Check:
    most = whole(count)
    return lambda facts, node, values: len(values) <= most


def _min_length(shapes: Graph, shape: Node, length: Node) -> Check:
    least = whole(length)
    return _each(lambda value: len(_string(value)) >= least)


def _pattern(shapes: Graph, shape: Node, pattern: Node) -> Check:
    if (shape, SH.flags, None) in shapes:
        raise NotCompiled
    wanted = re.compile(str(pattern))
    return _each(lambda value: wanted.search(_string(value)) is not None)


def _datatype(shapes: Graph, shape: Node, datatype: Node) -> Check:
    if datatype not in _DATATYPES:
        raise NotCompiled

    def conforms(value: Node) -> bool:
        if not isinstance(value, Literal) or value.datatype != datatype:
            return False
        if value.value is None or value.ill_typed:
            raise Unsure
        return True

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
        bounds = [_number(bound) for bound in facts.get(node, NOTHING).get(other, ())]
        return all(_number(value) < bound for value in values for bound in bounds)

    return check


def _disjoint(shapes: Graph, shape: Node, other: Node) -> Check:
    return lambda facts, node, values: (
        not set(values) & set(facts.get(node, NOTHING).get(other, ()))
    )


def whole(node: Node) -> int:
    """Return the number that a part of a shape gives; raises NotCompiled when it is none."""
    if isinstance(node, Literal) and isinstance(node.value, int):
        return node.value
    raise NotCompiled


def _number(node: Node) -> int | Decimal:
    if isinstance(node, Literal) and isinstance(node.value, int | Decimal):
        if isinstance(node.value, bool):
            raise Unsure
        return node.value
    raise Unsure


def _string(node: Node) -> str:
    """Return the text of an IRI or a plain literal; of other terms engines differ."""
    if isinstance(node, URIRef) or (isinstance(node, Literal) and node.datatype is None):
        return str(node)
    raise Unsure


#: How each part of a shape that is about values alone is compiled.
VALUE_CHECKS: Mapping[Node, Compile] = MappingProxyType(
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
        SH.pattern: _pattern,
    }
)
