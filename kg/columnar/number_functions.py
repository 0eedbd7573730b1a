"""Arithmetic, as SQL."""

from rdflib.plugins.sparql.parserutils import CompValue

from kg.columnar.kinds import NOTHING, NUMBERS, Kind, Value
from kg.columnar.scope import Scope
from kg.errors import NotColumnar

__all__ = ["NUMBER_FUNCTIONS"]


def _sum(scope: Scope, node: CompValue) -> Value:
    return _arithmetic(scope, node, frozenset({"+", "-"}))


def _product(scope: Scope, node: CompValue) -> Value:
    return _arithmetic(scope, node, frozenset({"*", "/"}))


def _arithmetic(scope: Scope, node: CompValue, known: frozenset[str]) -> Value:
    found = scope.value(node.expr)
    for sign, one in zip(node.op, node.other, strict=True):
        other = scope.value(one)
        if Kind.NOTHING in {found.kind, other.kind}:
            return NOTHING
        if found.kind not in NUMBERS or other.kind not in NUMBERS or sign not in known:
            raise NotColumnar("arithmetic with what is no number")
        found = _quotient(found, other) if sign == "/" else _operation(found, sign, other)
    return found


def _operation(left: Value, sign: str, right: Value) -> Value:
    kinds = {left.kind, right.kind}
    kind = next(one for one in (Kind.RATIO, Kind.DECIMAL, Kind.INTEGER) if one in kinds)
    return Value(f"({left.sql} {sign} {right.sql})", kind)


def _quotient(left: Value, right: Value) -> Value:
    """Return an exact decimal where the divisor is ten, else a ratio."""
    if left.kind in {Kind.INTEGER, Kind.DECIMAL} and right.sql == "(10)":
        return Value(f"({left.sql} * CAST('0.1' AS DECIMAL(2, 1)))", Kind.DECIMAL)
    return Value(f"(CAST({left.sql} AS DOUBLE) / NULLIF({right.sql}, 0))", Kind.RATIO)


def _round(scope: Scope, node: CompValue) -> Value:
    value = scope.value(node.arg)
    if value.kind in {Kind.INTEGER, Kind.NOTHING}:
        return value
    if value.kind not in NUMBERS:
        raise NotColumnar(f"rounding a {value.kind}")
    # Halves go up, as XPath has it; SQL rounds them away from zero.
    return Value(f"CAST(floor({value.sql} + 0.5) AS DECIMAL(18, 0))", Kind.DECIMAL)


#: By rdflib's name of the function.
NUMBER_FUNCTIONS = {
    "AdditiveExpression": _sum,
    "MultiplicativeExpression": _product,
    "Builtin_ROUND": _round,
}
