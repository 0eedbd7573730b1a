"""Groups of rows and what is counted in them, as SQL."""

from collections.abc import Sequence

from rdflib import Variable
from rdflib.plugins.sparql.parserutils import CompValue

from kg.columnar.block import Block, Names
from kg.columnar.expressions import Expressions
from kg.columnar.kinds import NUMBERS, Kind, Value
from kg.columnar.source import Source
from kg.errors import NotColumnar

__all__ = ["UNCOUNTABLE", "grouped"]

#: What a query fails with whose aggregate meets an error, on which engines differ.
UNCOUNTABLE = "spinekg: an aggregate over an unbound value"
_COUNT, _SAMPLE = "Aggregate_Count", "Aggregate_Sample"
_FUNCTIONS = {"Aggregate_Sum": "sum", "Aggregate_Min": "min", "Aggregate_Max": "max"}
_ORDERED = frozenset({Kind.STRING, Kind.DATE, *NUMBERS})


def grouped(
    scope: Expressions, keys: Sequence[object], aggregates: Sequence[CompValue], names: Names
) -> Block:
    """Return one row for each group of a block's rows, with the keys and the aggregates.

    Raises NotColumnar for keys that are expressions and for aggregates that are not alike on all
    engines.
    """
    source = names.new()
    columns: list[str] = []
    groups: list[str] = []
    variables: dict[str, Value] = {}
    for index, key in enumerate(keys):
        if not isinstance(key, Variable):
            raise NotColumnar("groups by an expression")
        value = scope.value(key)
        if value.kind is Kind.NOTHING:
            continue
        language = None
        if value.kind is Kind.LANGUAGE_STRING and value.language:
            columns.append(f"{value.language} AS l{index}")
            language = f"{source}.l{index}"
        columns.append(f"{value.sql} AS k{index}")
        # Not bare: a constant alone would be taken for the number of a column.
        parts = [one for one in (value.sql, value.language) if one]
        groups += [f"COALESCE({one})" for one in parts] if value.is_constant else parts
        variables[str(key)] = Value(
            f"{source}.k{index}", value.kind, value.is_certain, value.tables, language=language
        )
    for index, one in enumerate(aggregates):
        if one.name == _SAMPLE:
            variables[str(one.res)] = variables.get(str(one.vars)) or _unknown(one)
            continue
        value = _aggregate(scope, one)
        columns.append(f"{value.sql} AS a{index}")
        variables[str(one.res)] = Value(
            f"{source}.a{index}", value.kind, value.is_certain, value.tables
        )
    by = f" GROUP BY {', '.join(groups)}" if groups else ""
    listed = ", ".join([*columns, "TRUE AS is_there"])
    text = f"(SELECT {listed} {scope.block.body()}{by})"
    return Block(sources=[Source(text, source, "is_there")], variables=variables)


def _aggregate(scope: Expressions, node: CompValue) -> Value:
    distinct = "DISTINCT " if node.distinct else ""
    if node.name == _COUNT:
        if node.vars == "*":
            if distinct:
                raise NotColumnar("COUNT(DISTINCT *)")
            return Value("count(*)", Kind.INTEGER, is_certain=True)
        value = scope.value(node.vars)
        sql = "0" if value.kind is Kind.NOTHING else f"count({distinct}{_whole(value)})"
        return Value(sql, Kind.INTEGER, is_certain=True)
    function = _FUNCTIONS.get(node.name)
    if function is None:
        raise NotColumnar(f"the aggregate {node.name.removeprefix('Aggregate_')}")
    value = scope.value(node.vars)
    if value.kind not in (NUMBERS if function == "sum" else _ORDERED) or value.kind is Kind.RATIO:
        raise NotColumnar(f"{function} of a {value.kind}")
    found = f"{function}({distinct}{value.sql})"
    if function == "sum":
        found = f"COALESCE({found}, 0)"
    guard = (
        found
        if value.is_certain
        else f"CASE WHEN count(*) = count({value.sql}) THEN {found} ELSE error('{UNCOUNTABLE}') END"
    )
    return Value(guard, value.kind)


def _whole(value: Value) -> str:
    """Return what tells a value from others."""
    if value.kind is Kind.LANGUAGE_STRING:
        return f"{value.sql} || '@' || {value.language}"
    return value.sql


def _unknown(node: CompValue) -> Value:
    raise NotColumnar(f"any value of ?{node.vars} in a group")
