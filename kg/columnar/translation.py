"""A query of SPARQL as one of SQL over the snapshot's tables, with the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rdflib.plugins.sparql.parserutils import CompValue

from kg.columnar.aggregates import grouped
from kg.columnar.algebra import Parsed, group_pattern
from kg.columnar.block import Block, Names, compatible, selected
from kg.columnar.constants import constant
from kg.columnar.expressions import Expressions, conditions
from kg.columnar.kinds import NOTHING, Kind, Value
from kg.columnar.numbers import Numbers
from kg.columnar.optional_parts import optional
from kg.columnar.patterns import Patterns
from kg.columnar.relations import Relations
from kg.columnar.stars import Triple
from kg.columnar.unions import union
from kg.errors import NotColumnar
from kg.triples.terms import Term

__all__ = ["Translation"]


@dataclass(slots=True)
class Translation:
    """Translates the patterns of one query, each part to a block."""

    query: Parsed
    relations: Relations
    names: Names = field(default_factory=Names)

    def block(self, node: CompValue) -> Block:
        """Return a part of the query as a block.

        Raises NotColumnar, with what it is, for a part that has no counterpart.
        """
        translate = _PARTS.get(node.name)
        if translate is None:
            raise NotColumnar(f"the part {node.name}")
        return translate(self, node)

    def expressions(self, block: Block, outer: Expressions | None = None) -> Expressions:
        """Return what translates the expressions of a block."""

        def exists(group: CompValue, around: Block) -> str:
            return self._exists(group_pattern(group), around, outer)

        return Expressions(block, self.relations.numbers, exists, outer)

    def _exists(self, node: CompValue, around: Block, outer: Expressions | None) -> str:
        """Return the condition that a group has a match, with the values of the row around it."""
        scope = self.expressions(around, outer)
        inner = self._in_scope(node, scope)
        for name, value in inner.variables.items():
            known = around.variables.get(name)
            if known is not None:
                inner.require(compatible(known, value))
        return f"EXISTS (SELECT 1 {inner.body()})"

    def _in_scope(self, node: CompValue, outer: Expressions) -> Block:
        """Return the block of a group whose filters may speak of the row around it."""
        if node.name != "Filter":
            return self.block(node)
        inner = self._in_scope(node.p, outer)
        for condition in conditions(self.expressions(inner, outer), node.expr):
            inner.require(condition)
        return inner

    def patterns(self, triples: Sequence[Triple], given: Block) -> Block:
        """Return the block of triple patterns that will be joined to `given`."""
        return Patterns(self.relations, self.names).block(triples, given)


def _triples(translation: Translation, node: CompValue) -> Block:
    return translation.patterns(node.triples, Block())


def _join(translation: Translation, node: CompValue) -> Block:
    left = translation.block(node.p1)
    if node.p2.name == "BGP":
        right = translation.patterns(node.p2.triples, left)
    else:
        right = translation.block(node.p2)
    left.add(right)
    return left


def _left_join(translation: Translation, node: CompValue) -> Block:
    left = translation.block(node.p1)
    return optional(translation, left, node.p2, node.expr)


def _filter(translation: Translation, node: CompValue) -> Block:
    found = translation.block(node.p)
    for condition in conditions(translation.expressions(found), node.expr):
        found.require(condition)
    return found


def _extend(translation: Translation, node: CompValue) -> Block:
    found = translation.block(node.p)
    found.variables[str(node.var)] = translation.expressions(found).value(node.expr)
    return found


def _union(translation: Translation, node: CompValue) -> Block:
    return union([translation.block(node.p1), translation.block(node.p2)], translation.names)


def _minus(translation: Translation, node: CompValue) -> Block:
    left, right = translation.block(node.p1), translation.block(node.p2)
    shared = [
        (left.variables[name], value)
        for name, value in right.variables.items()
        if name in left.variables and Kind.NOTHING not in {value.kind, left.variables[name].kind}
    ]
    if not shared:
        return left
    for one, other in shared:
        right.require(compatible(one, other))
    if not any(one.is_certain and other.is_certain for one, other in shared):
        overlaps = [f"({one.sql} IS NOT NULL AND {other.sql} IS NOT NULL)" for one, other in shared]
        right.require(f"({' OR '.join(overlaps)})")
    left.require(f"NOT EXISTS (SELECT 1 {right.body()})")
    return left


def _values(translation: Translation, node: CompValue) -> Block:
    """Return a block of values, or a query within the query."""
    if node.p.name != "values":
        return translation.block(node.p)
    rows: list[dict[str, Term | None]] = []
    for row in node.p.res:
        block = next((translation.query.block(term) for term in row.values()), None)
        if block is None:
            rows.append({str(name): term for name, term in row.items()})
        else:
            rows += [{str(name): term for name in row} for term in block]
    return _inline(translation, rows)


def _inline(translation: Translation, rows: list[dict[str, Term | None]]) -> Block:
    numbers = translation.relations.numbers
    names = list(dict.fromkeys(name for row in rows for name in row))
    values = {name: [_cell(row.get(name), numbers) for row in rows] for name in names}
    if len(rows) == 1:
        return Block(variables={name: value for name, (value,) in values.items()})
    blocks = [
        Block(variables={name: values[name][index] for name in names}) for index in range(len(rows))
    ]
    if not blocks:
        return Block(conditions=["FALSE"])
    return union(blocks, translation.names)


def _cell(term: Term | None, numbers: Numbers) -> Value:
    return NOTHING if term is None else constant(term, numbers)


def _project(translation: Translation, node: CompValue) -> Block:
    found = translation.block(node.p)
    kept = {str(name) for name in node.PV}
    found.variables = {name: one for name, one in found.variables.items() if name in kept}
    found.scans = {key: source for key, source in found.scans.items() if key[0] in kept}
    return found


def _distinct(translation: Translation, node: CompValue) -> Block:
    found = translation.block(node.p)
    return selected(found, found.variables, translation.names.new(), is_distinct=True)


def _order(translation: Translation, node: CompValue) -> Block:
    return translation.block(node.p)  # rows within a query have no order


def _group(translation: Translation, node: CompValue) -> Block:
    inner = translation.block(node.p.p)
    scope = translation.expressions(inner)
    return grouped(scope, node.p.expr or (), node.A, translation.names)


_PARTS = {
    "BGP": _triples,
    "Join": _join,
    "LeftJoin": _left_join,
    "Filter": _filter,
    "Extend": _extend,
    "Union": _union,
    "Minus": _minus,
    "ToMultiSet": _values,
    "Project": _project,
    "Distinct": _distinct,
    "OrderBy": _order,
    "AggregateJoin": _group,
}
