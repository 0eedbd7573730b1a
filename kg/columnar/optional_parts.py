"""The optional parts of a query, each as rows that are joined where there are any."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from rdflib.plugins.sparql.parserutils import CompValue

from kg.columnar.block import Block, Names, both, every, selected
from kg.columnar.expressions import Expressions, conditions
from kg.columnar.kinds import Value
from kg.columnar.source import Source
from kg.columnar.stars import Triple, variable_name
from kg.errors import NotColumnar

__all__ = ["optional"]

_NO_FILTER = "TrueFilter"


class Parts(Protocol):
    """What translates the parts of a query."""

    names: Names

    def block(self, node: CompValue) -> Block:
        """Return a part of the query as a block."""
        ...

    def patterns(self, triples: Sequence[Triple], given: Block) -> Block:
        """Return the block of triple patterns that will be joined to `given`."""
        ...

    def expressions(self, block: Block) -> Expressions:
        """Return what translates the expressions of a block."""
        ...


def optional(
    parts: Parts,
    left: Block,
    part: CompValue,
    expression: CompValue,
    strict: frozenset[str] = frozenset(),
) -> Block:
    """Return the rows of a block, each with what a part of the query adds to it where it can.

    A variable that is `strict` must be bound for that.
    """
    if part.name == "LeftJoin" and expression.name == _NO_FILTER:
        new = _new_in_chain(part, left)
        if new:
            left = optional(parts, left, part.p1, expression, strict)
            return optional(parts, left, part.p2, part.expr, new)
    right = _rows(parts, part, left)
    merged = Block(sources=list(left.sources), variables=dict(left.variables))
    for name, value in right.variables.items():
        if name in strict:
            merged.require(f"{left.variables[name].sql} = {value.sql}")
        else:
            merged.bind(name, value)
    on = [*right.conditions, *merged.conditions]
    if expression.name != _NO_FILTER:
        on += conditions(parts.expressions(merged), expression)
        if merged.sources != left.sources:
            raise NotColumnar("the text of an IRI in a filter of an optional part")
    _attach(left, right, every(on), strict)
    return left


def _rows(parts: Parts, part: CompValue, left: Block) -> Block:
    if part.name == "BGP":
        return parts.patterns(part.triples, left)
    inner = parts.block(part)
    return selected(inner, inner.variables, parts.names.new())


def _new_in_chain(part: CompValue, left: Block) -> frozenset[str]:
    """Return what an optional part binds and the one within it hangs on, if it does.

    Then the two can be added one after the other: where the first is unbound, so is the second.
    """
    first, second = part.p1, part.p2
    if first.name != "BGP" or second.name != "BGP":
        return frozenset()
    outer, inner = ({variable_name(one) for one in part._vars} for part in (first, second))
    if (inner & left.variables.keys()) - outer:
        return frozenset()  # it speaks of what is around both, which SPARQL looks at last
    return frozenset((outer & inner) - left.variables.keys())


def _attach(left: Block, right: Block, on: str, strict: frozenset[str]) -> None:
    """Join optional rows; what they bind is unbound where there are none."""
    matched = on
    if right.sources:
        first = right.sources[0]
        if any(source.on is not None for source in right.sources):
            raise NotColumnar("an optional part with another part before it")
        matched = f"{first.name}.{first.key} IS NOT NULL"
        if len(right.sources) == 1:
            left.sources.append(replace(first, on=on))
        else:
            together = " CROSS JOIN ".join(source.text for source in right.sources)
            left.sources.append(Source("", f"({together})", first.key, on))
    own = tuple(f"{source.name}." for source in right.sources)
    for name, value in right.variables.items():
        if name not in strict:
            optional = _where(matched, value, own)
            known = left.variables.get(name)
            left.variables[name] = optional if known is None else both(known, optional)


def _where(matched: str, value: Value, own: tuple[str, ...]) -> Value:
    """Return the value of a variable of optional rows, NULL where there are none."""
    if (own and value.sql.startswith(own)) or matched == f"{value.sql} IS NOT NULL":
        return value.uncertain()
    language = (
        None if value.language is None else f"(CASE WHEN {matched} THEN {value.language} END)"
    )
    text = None if value.text is None else f"(CASE WHEN {matched} THEN {value.text} END)"
    sql = f"(CASE WHEN {matched} THEN {value.sql} END)"
    return Value(sql, value.kind, tables=value.tables, text=text, language=language)
