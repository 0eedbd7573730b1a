"""Which triples the answer to a query can rest on, as joins that every server does right.

Each triple pattern of a query needs the triples that match it and that fit the patterns around it
which every answer must satisfy. What is optional, subtracted or only looked for is joined with what
it belongs to; where SPARQL evaluates a part on its own, it is asked for on its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyparsing import ParseException
from rdflib import Literal, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import RefusedQuery
from kg.remote.triple_patterns import (
    Pattern,
    Slot,
    TriplePatterns,
    is_loose,
    is_special,
    variables_of,
)
from kg.triples.terms import Term

__all__ = ["Join", "Values", "needed_triples"]

_APART = frozenset({"AggregateJoin", "AskQuery", "Group", "Project", "ToMultiSet", "values"})
_EXISTS = frozenset({"Builtin_EXISTS", "Builtin_NOTEXISTS"})


@dataclass(frozen=True, slots=True)
class Join:
    """A pattern whose triples are needed, with what they must fit; `graph` where GRAPH says one."""

    wanted: Pattern
    others: tuple[Pattern, ...] = ()
    values: tuple["Values", ...] = ()
    graph: Slot | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """A block of values: rows of terms for the variables."""

    names: tuple[Variable, ...]
    rows: tuple[tuple[Term, ...], ...]

    def columns(self) -> dict[Variable, frozenset[Term]]:
        """Return the terms of each variable."""
        return {
            name: frozenset(row[place] for row in self.rows)
            for place, name in enumerate(self.names)
        }


@dataclass(frozen=True, slots=True)
class _Context:
    """What every answer satisfies."""

    patterns: tuple[Pattern, ...] = ()
    values: tuple[Values, ...] = ()

    def with_all(self, *others: "_Context") -> "_Context":
        return _Context(
            sum((one.patterns for one in others), self.patterns),
            sum((one.values for one in others), self.values),
        )

    def variables(self) -> frozenset[Slot]:
        return variables_of(self.patterns) | frozenset(n for one in self.values for n in one.names)


_NOTHING = _Context()


def needed_triples(sparql: str) -> tuple[Join, ...]:
    """Return the joins whose triples are all that a query needs, each once.

    Raises RefusedQuery when rdflib cannot take the query apart.
    """
    planner = _Planner()
    try:
        planner.visit(translateQuery(parseQuery(sparql)).algebra, _NOTHING)
    except ParseException as error:
        raise RefusedQuery("this query cannot be taken apart for this server") from error
    except RefusedQuery:
        raise
    except Exception as error:
        raise RefusedQuery("this query cannot be taken apart for this server") from error
    return tuple(dict.fromkeys(planner.joins))


@dataclass(slots=True)
class _Planner:
    joins: list[Join] = field(default_factory=list)
    patterns: TriplePatterns = field(default_factory=TriplePatterns)

    def visit(self, node: CompValue, context: _Context) -> None:
        match node.name:
            case "BGP":
                self._ask(self.patterns.of(node), context)
            case "Join":
                self.visit(node.p1, context.with_all(self._required(node.p2)))
                self.visit(node.p2, context.with_all(self._required(node.p1)))
            case "LeftJoin" | "Minus":
                required = self._required(node.p1)
                self.visit(node.p1, context)
                self.visit(node.p2, self._inner(node.p2, context, required).with_all(required))
                self._visit_expressions(node, context, required)
            case "Union":
                self.visit(node.p1, context)
                self.visit(node.p2, context)
            case "Graph":
                self._ask_graph(node.term, node.p)
            case "Filter" | "Extend" | "Distinct" | "Reduced" | "OrderBy" | "Slice" | "SelectQuery":
                self.visit(node.p, context)
                self._visit_expressions(node, context, self._required(node.p))
            case _:
                self._visit_apart(node)

    def _visit_apart(self, node: CompValue) -> None:
        """Visit what is evaluated for itself, such as what is grouped or chosen from."""
        if node.name not in _APART:
            raise RefusedQuery("this query cannot be taken apart for this server")
        if isinstance(node.get("p"), CompValue):
            self.visit(node.p, _NOTHING)
        self._visit_expressions(node, _NOTHING, _NOTHING)

    def _inner(self, node: CompValue, around: _Context, beside: _Context) -> _Context:
        """Return what may narrow an inner part: nothing that it reaches past what is beside it.

        A variable that an inner part shares with an outer one, and not with what stands between,
        may be bound to anything when the inner part is evaluated, which comes first.
        """
        shared = self._all_variables(node) & around.variables()
        return around if shared <= beside.variables() else _NOTHING

    def _required(self, node: CompValue) -> _Context:
        """Return what every answer of a part satisfies."""
        match node.name:
            case "BGP":
                return _Context(tuple(one for one in self.patterns.of(node) if not is_loose(one)))
            case "Join":
                return self._required(node.p1).with_all(self._required(node.p2))
            case "LeftJoin" | "Minus" | "Filter" | "Extend":
                return self._required(node.p1 if "p1" in node else node.p)
            case "ToMultiSet" if node.p.name == "values":
                return _values(node.p.res)
        return _NOTHING

    def _ask(self, patterns: tuple[Pattern, ...], context: _Context) -> None:
        own = _Context(tuple(one for one in patterns if not is_loose(one)))
        everything = context.with_all(own)
        for pattern in patterns:
            if is_loose(pattern):
                self.joins.append(Join(pattern))
                continue
            others = tuple(one for one in dict.fromkeys(everything.patterns) if one != pattern)
            self.joins.append(_connected(pattern, others, everything.values))

    def _ask_graph(self, graph: Slot, node: CompValue) -> None:
        inner = _Planner(patterns=self.patterns)
        inner.visit(node, _NOTHING)
        self.joins += [Join(one.wanted, graph=one.graph or graph) for one in inner.joins]

    def _visit_expressions(self, node: CompValue, around: _Context, beside: _Context) -> None:
        for name in ("expr", "A"):
            for part in _exists(node.get(name)):
                inner = self._inner(part, around, beside)
                self.visit(part, inner.with_all(beside))

    def _all_variables(self, node: object) -> frozenset[Slot]:
        """Return the variables of all patterns in a part, and of all its values."""
        if isinstance(node, CompValue):
            if node.name == "BGP":
                return variables_of(self.patterns.of(node))
            if node.name == "values":
                return frozenset(name for row in node.res for name in row)
            parts = [*node.values(), getattr(node, "graph", None)]
            return frozenset().union(*map(self._all_variables, parts))
        if isinstance(node, list | tuple):
            return frozenset().union(*map(self._all_variables, node))
        return frozenset({node}) if isinstance(node, Variable) else frozenset()


def _connected(wanted: Pattern, others: tuple[Pattern, ...], values: tuple[Values, ...]) -> Join:
    """Return the join of a pattern with those that it is connected to by variables."""
    reached: set[Slot] = set(variables_of([wanted]))
    chosen: set[Pattern] = set()
    grows = True
    while grows:
        grows = False
        for one in others:
            if one not in chosen and reached & variables_of([one]):
                chosen.add(one)
                reached |= variables_of([one])
                grows = True
    fitting = tuple(one for one in dict.fromkeys(values) if reached & set(one.names))
    return Join(wanted, tuple(one for one in others if one in chosen), fitting)


def _values(rows: list[dict[Variable, Term]]) -> _Context:
    """Return a block of values where each is a name or a plain text, and none is missing."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    found = tuple(tuple(row.get(name) for name in names) for row in rows)
    for row in found:
        for term in row:
            if not isinstance(term, URIRef | Literal) or is_special(term):
                return _NOTHING
    return _Context(values=(Values(names, found),)) if names else _NOTHING  # type: ignore[arg-type]


def _exists(expression: object) -> Iterator[CompValue]:
    """Yield the patterns of each EXISTS in an expression."""
    if isinstance(expression, CompValue):
        if expression.name in _EXISTS:
            graph = expression.graph
            # Those of a SELECT line are still as they were parsed.
            yield translateGroupGraphPattern(graph) if "Sub" in graph.name else graph
            return
        for value in expression.values():
            yield from _exists(value)
    elif isinstance(expression, list | tuple):
        for one in expression:
            yield from _exists(one)
