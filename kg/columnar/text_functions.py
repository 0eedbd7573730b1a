"""The functions of texts, as SQL."""

from collections.abc import Callable

from rdflib.plugins.sparql.parserutils import CompValue

from kg.columnar.kinds import NOTHING, Kind, Value, quoted
from kg.columnar.scope import Scope, truth
from kg.errors import NotColumnar

__all__ = ["TEXT_FUNCTIONS"]

_TEXTS = frozenset({Kind.STRING, Kind.LANGUAGE_STRING})


def _str(scope: Scope, node: CompValue) -> Value:
    return Value(scope.text(node.arg), Kind.STRING, scope.value(node.arg).is_certain)


def _lang(scope: Scope, node: CompValue) -> Value:
    value = scope.value(node.arg)
    if value.kind is Kind.LANGUAGE_STRING and value.language:
        return Value(value.language, Kind.STRING, value.is_certain)
    if value.kind in {Kind.IRI, Kind.NOTHING}:
        return NOTHING
    return Value(f"(CASE WHEN {value.sql} IS NOT NULL THEN '' END)", Kind.STRING)


def _after(scope: Scope, node: CompValue) -> Value:
    text, mark = scope.texts(node.arg1, node.arg2)
    place = f"strpos({text}, {mark})"
    sql = (
        f"(CASE WHEN {place} > 0 THEN substr({text}, {place} + length({mark})) "
        f"WHEN {place} = 0 THEN '' END)"
    )
    return Value(sql, Kind.STRING)


def _before(scope: Scope, node: CompValue) -> Value:
    text, mark = scope.texts(node.arg1, node.arg2)
    place = f"strpos({text}, {mark})"
    sql = (
        f"(CASE WHEN {place} > 0 THEN substr({text}, 1, {place} - 1) WHEN {place} = 0 THEN '' END)"
    )
    return Value(sql, Kind.STRING)


def _text_test(function: str) -> Callable[[Scope, CompValue], Value]:
    def translate(scope: Scope, node: CompValue) -> Value:
        left, right = scope.value(node.arg1), scope.value(node.arg2)
        if Kind.NOTHING in {left.kind, right.kind}:
            return truth("NULL")
        if left.kind not in _TEXTS or right.kind is not Kind.STRING:
            raise NotColumnar(f"{function} of what are no texts")
        return truth(f"{function}({left.sql}, {right.sql})")

    return translate


def _text_function(function: str, kind: Kind) -> Callable[[Scope, CompValue], Value]:
    def translate(scope: Scope, node: CompValue) -> Value:
        (text,) = scope.texts(node.arg)
        return Value(f"{function}({text})", kind)

    return translate


def _concat(scope: Scope, node: CompValue) -> Value:
    return Value(f"({' || '.join(scope.texts(*node.arg)) or quoted('')})", Kind.STRING)


#: By rdflib's name of the function.
TEXT_FUNCTIONS = {
    "Builtin_STR": _str,
    "Builtin_LANG": _lang,
    "Builtin_STRAFTER": _after,
    "Builtin_STRBEFORE": _before,
    "Builtin_CONTAINS": _text_test("contains"),
    "Builtin_STRSTARTS": _text_test("starts_with"),
    "Builtin_STRENDS": _text_test("ends_with"),
    "Builtin_STRLEN": _text_function("length", Kind.INTEGER),
    "Builtin_LCASE": _text_function("lower", Kind.STRING),
    "Builtin_UCASE": _text_function("upper", Kind.STRING),
    "Builtin_CONCAT": _concat,
}
