"""Expressions of a query as SQL: an error of SPARQL and an unbound variable are both NULL.

SPARQL's logic of errors is SQL's logic of NULL, but for IF. What an operator does to terms of
kinds that it is not defined for, or does elsewhere than in SQL, is left to another engine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rdflib import BNode, Variable
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from kg.columnar.block import Block, compatible
from kg.columnar.constants import constant
from kg.columnar.kinds import NOTHING, NUMBERS, Kind, Value, agreed_kind
from kg.columnar.number_functions import NUMBER_FUNCTIONS
from kg.columnar.numbers import Numbers
from kg.columnar.scope import FALSE, TRUE, Scope, truth
from kg.columnar.text_functions import TEXT_FUNCTIONS
from kg.errors import NotColumnar

__all__ = ["Expressions", "conditions"]

_ORDERED = frozenset({Kind.STRING, Kind.DATE, *NUMBERS})


@dataclass(slots=True)
class Expressions:
    """Translates the expressions of one block; `outer` is the block around an EXISTS.

    `exists` translates a group of patterns to the condition that it has a match.
    """

    block: Block
    numbers: Numbers
    exists: Callable[[CompValue, Block], str]
    outer: "Expressions | None" = None

    def condition(self, expression: CompValue | Node) -> str:
        """Return the SQL of what a FILTER asks for."""
        value = self.value(expression)
        if value.kind is Kind.NOTHING:
            return "NULL"
        if value.kind is not Kind.BOOLEAN:
            raise NotColumnar(f"a {value.kind} in the place of a truth value")
        return value.sql

    def value(self, expression: CompValue | Node) -> Value:
        """Return the value of an expression.

        Raises NotColumnar, with what it is, for one that has no counterpart in SQL.
        """
        if isinstance(expression, Variable):
            return self._variable(str(expression))
        if isinstance(expression, Node) and not isinstance(expression, BNode):
            return constant(expression, self.numbers)
        if not isinstance(expression, CompValue):
            raise NotColumnar("an expression that is no term and no function")
        translate = _TRANSLATED.get(expression.name)
        if translate is None:
            raise NotColumnar(f"the expression {expression.name.removeprefix('Builtin_')}")
        return translate(self, expression)

    def owner(self, name: str) -> "Expressions | None":
        """Return the expressions of the block that binds a variable."""
        if name in self.block.variables:
            return self
        return self.outer.owner(name) if self.outer else None

    def text(self, expression: CompValue | Node) -> str:
        """Return the SQL of the text of an IRI or a literal, as STR gives it."""
        value = self.value(expression)
        if value.kind in {Kind.STRING, Kind.LANGUAGE_STRING}:
            return value.sql
        if value.kind in {Kind.INTEGER, Kind.DATE}:
            return f"CAST({value.sql} AS VARCHAR)"
        if value.kind is Kind.NOTHING:
            return "NULL"
        if value.kind is not Kind.IRI:
            raise NotColumnar(f"the text of a {value.kind}")
        owner = self.owner(str(expression)) if isinstance(expression, Variable) else None
        return (owner or self).block.text(value)

    def _variable(self, name: str) -> Value:
        owner = self.owner(name)
        return NOTHING if owner is None else owner.block.variables[name]

    def matches(self, group: CompValue) -> str:
        """Return the SQL of whether a group of patterns has a match."""
        return self.exists(group, self.block)

    def texts(self, *expressions: CompValue | Node) -> list[str]:
        """Return the SQL of arguments that must be plain texts."""
        values = [self.value(one) for one in expressions]
        if any(value.kind not in {Kind.STRING, Kind.NOTHING} for value in values):
            raise NotColumnar("a function of texts with something else")
        return [value.sql for value in values]


def _or(scope: Scope, node: CompValue) -> Value:
    parts = [scope.condition(one) for one in (node.expr, *node.other)]
    if TRUE in parts:
        return truth(TRUE)
    rest = [part for part in parts if part != FALSE]
    return truth(f"({' OR '.join(rest)})" if rest else FALSE)


def _and(scope: Scope, node: CompValue) -> Value:
    parts = [scope.condition(one) for one in (node.expr, *node.other)]
    if FALSE in parts:
        return truth(FALSE)
    rest = [part for part in parts if part != TRUE]
    return truth(f"({' AND '.join(rest)})" if rest else TRUE)


def _not(scope: Scope, node: CompValue) -> Value:
    inner = scope.condition(node.expr)
    return truth({TRUE: FALSE, FALSE: TRUE}.get(inner, f"(NOT {inner})"))


def _bound(scope: Scope, node: CompValue) -> Value:
    value = scope.value(node.arg)
    if value.kind is Kind.NOTHING:
        return truth(FALSE)
    return truth(TRUE if value.is_certain else f"({value.sql} IS NOT NULL)")


def _relation(scope: Scope, node: CompValue) -> Value:
    left = scope.value(node.expr)
    if node.op in {"IN", "NOT IN"}:
        return _membership(scope, left, node)
    right = scope.value(node.other)
    if Kind.NOTHING in {left.kind, right.kind}:
        return truth("NULL")
    if node.op in {"=", "!="}:
        equal = _equal(left, right)
        return truth(equal if node.op == "=" else f"(NOT {equal})")
    _comparable(left, right)
    if left.kind not in _ORDERED:
        raise NotColumnar(f"the order of a {left.kind}")
    return truth(f"({left.sql} {node.op} {right.sql})")


def _membership(scope: Scope, left: Value, node: CompValue) -> Value:
    listed = node.other if isinstance(node.other, list) else [node.other]
    tests = [_equal(left, scope.value(one)) for one in listed]
    found = f"({' OR '.join(tests)})" if tests else FALSE
    return truth(found if node.op == "IN" else f"(NOT {found})")


def _equal(left: Value, right: Value) -> str:
    if Kind.NOTHING in {left.kind, right.kind}:
        return "NULL"
    if left.kind is not right.kind and Kind.IRI in {left.kind, right.kind}:
        return f"(CASE WHEN {left.sql} IS NOT NULL AND {right.sql} IS NOT NULL THEN FALSE END)"
    _comparable(left, right)
    if left.kind is Kind.LANGUAGE_STRING:
        return f"({left.sql} = {right.sql} AND {left.language} = {right.language})"
    return f"({left.sql} = {right.sql})"


def _comparable(left: Value, right: Value) -> None:
    numbers = left.kind in NUMBERS and right.kind in NUMBERS
    if Kind.RATIO in {left.kind, right.kind} or not (numbers or left.kind is right.kind):
        raise NotColumnar(f"a comparison of {left.kind} and {right.kind}")


def _if(scope: Scope, node: CompValue) -> Value:
    test = scope.condition(node.arg1)
    first, second = scope.value(node.arg2), scope.value(node.arg3)
    kind = agreed_kind((first, second))
    if kind in {Kind.IRI, Kind.LANGUAGE_STRING}:
        raise NotColumnar(f"a choice between two of {kind}")
    sql = f"(CASE WHEN {test} THEN {first.sql} WHEN NOT {test} THEN {second.sql} END)"
    return Value(sql, kind)


def _coalesce(scope: Scope, node: CompValue) -> Value:
    values = [scope.value(one) for one in node.arg]
    kind = agreed_kind(values)
    if kind is Kind.LANGUAGE_STRING:
        raise NotColumnar("a choice between texts in a language")
    bound = [value for value in values if value.kind is not Kind.NOTHING]
    if not bound:
        return NOTHING
    tables = frozenset(table for value in bound for table in value.tables)
    is_certain = any(value.is_certain for value in bound)
    sql = f"COALESCE({', '.join(value.sql for value in bound)})"
    return Value(sql, kind, is_certain, tables)


def _same_term(scope: Scope, node: CompValue) -> Value:
    left, right = scope.value(node.arg1), scope.value(node.arg2)
    if left.kind is not right.kind or not (left.is_certain and right.is_certain):
        raise NotColumnar("sameTerm of what may be terms of two kinds")
    return truth(compatible(left, right))


def _kind_test(kinds: frozenset[Kind]) -> Callable[[Scope, CompValue], Value]:
    def translate(scope: Scope, node: CompValue) -> Value:
        value = scope.value(node.arg)
        if value.kind is Kind.NOTHING:
            return truth("NULL")
        answer = TRUE if value.kind in kinds else FALSE
        bound = f"(CASE WHEN {value.sql} IS NOT NULL THEN {answer} END)"
        return truth(answer if value.is_certain else bound)

    return translate


def _exists(scope: Scope, node: CompValue) -> Value:
    return truth(scope.matches(node.graph))


def _not_exists(scope: Scope, node: CompValue) -> Value:
    return truth(f"(NOT {scope.matches(node.graph)})")


_LITERALS = frozenset(Kind) - {Kind.IRI, Kind.NOTHING}
_Translate = Callable[[Scope, CompValue], Value]
_TRANSLATED: Mapping[str, _Translate] = MappingProxyType(
    {
        "ConditionalOrExpression": _or,
        "ConditionalAndExpression": _and,
        "UnaryNot": _not,
        "RelationalExpression": _relation,
        "TrueFilter": lambda _scope, _node: truth(TRUE),
        "Builtin_BOUND": _bound,
        "Builtin_IF": _if,
        "Builtin_COALESCE": _coalesce,
        "Builtin_sameTerm": _same_term,
        "Builtin_isIRI": _kind_test(frozenset({Kind.IRI})),
        "Builtin_isURI": _kind_test(frozenset({Kind.IRI})),
        "Builtin_isLITERAL": _kind_test(_LITERALS),
        "Builtin_isNUMERIC": _kind_test(NUMBERS),
        "Builtin_EXISTS": _exists,
        "Builtin_NOTEXISTS": _not_exists,
        **NUMBER_FUNCTIONS,
        **TEXT_FUNCTIONS,
    }
)


def conditions(scope: Scope, expression: CompValue | Node) -> Sequence[str]:
    """Return what a FILTER asks for as conditions that must all hold."""
    if isinstance(expression, CompValue) and expression.name == "ConditionalAndExpression":
        return [
            part for one in (expression.expr, *expression.other) for part in conditions(scope, one)
        ]
    return [scope.condition(expression)]
