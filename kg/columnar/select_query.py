"""A SELECT or ASK query as one statement of SQL, and what its columns hold."""

import re
from dataclasses import dataclass

from rdflib.plugins.sparql.parserutils import CompValue

from kg.columnar.algebra import Parsed
from kg.columnar.block import Block
from kg.columnar.expressions import Expressions
from kg.columnar.kinds import Kind, Value
from kg.columnar.relations import Relations
from kg.columnar.translation import Translation
from kg.errors import NotColumnar

__all__ = ["Plan", "ask_sql", "select_plan"]

#: A node's number in brackets, or an identifier that is compared with a text.
_OF_ONE = re.compile(r"\(\d{19}\)|\.identifier = '|' = \w+\.identifier")


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement of SQL and how its rows are read.

    Each column has a name and a kind; a text in a language takes two places in a row, its tag the
    second. Rows that are equal are to be taken once when `is_distinct`, before `offset` and
    `limit` are counted: SQL cannot order rows by what it leaves out of them.
    """

    sql: str
    columns: tuple[tuple[str, Kind], ...]
    is_distinct: bool = False
    offset: int = 0
    limit: int | None = None

    @property
    def is_of_one(self) -> bool:
        """Say whether the query names a node or an identifier: an index finds those sooner."""
        return bool(_OF_ONE.search(self.sql))


@dataclass(slots=True)
class _Outer:
    """The parts around the patterns of a query, from the outermost to the innermost."""

    names: tuple[str, ...]
    order: list[CompValue]
    is_distinct: bool
    offset: int
    limit: int | None
    pattern: CompValue


def select_plan(query: Parsed, relations: Relations) -> Plan:
    """Return the plan of a SELECT query; raises NotColumnar when it has none."""
    outer = _outer(query.algebra)
    translation = Translation(query, relations)
    block = translation.block(outer.pattern)
    scope = translation.expressions(block)
    shown, columns = [], []
    for name in outer.names:
        value = block.variables.get(name)
        columns.append((name, Kind.NOTHING if value is None else value.kind))
        shown += ["NULL"] if value is None else _shown(value, block)
    keys = [key for one in outer.order for key in _keys(one, scope)]
    in_sql = not outer.is_distinct or all(key in shown for key, _ in keys)
    distinct = "DISTINCT " if outer.is_distinct and in_sql else ""
    sql = f"SELECT {distinct}{', '.join(shown) or 'NULL'} {block.body()}"
    if keys:
        places = [f"{shown.index(key) + 1}" if distinct else key for key, _ in keys]
        sql += " ORDER BY " + ", ".join(
            f"{place} {direction}" for place, (_, direction) in zip(places, keys, strict=True)
        )
    if not in_sql:
        return Plan(sql, tuple(columns), True, outer.offset, outer.limit)
    if outer.limit is not None:
        sql += f" LIMIT {outer.limit}"
    if outer.offset:
        sql += f" OFFSET {outer.offset}"
    return Plan(sql, tuple(columns))


def ask_sql(query: Parsed, relations: Relations) -> str:
    """Return the SQL that says whether an ASK query has a match; raises NotColumnar."""
    pattern = query.algebra.p
    block = Translation(query, relations).block(pattern)
    return f"SELECT EXISTS (SELECT 1 {block.body()})"


def _outer(node: CompValue) -> _Outer:
    offset, limit, is_distinct = 0, None, False
    node = node.p
    if node.name == "Slice":
        offset, limit = int(node.start or 0), node.length
        node = node.p
    if node.name == "Distinct":
        is_distinct = True
        node = node.p
    if node.name != "Project":
        raise NotColumnar(f"the part {node.name}")
    names = tuple(str(name) for name in node.PV)
    node = node.p
    order: list[CompValue] = []
    if node.name == "OrderBy":
        order = list(node.expr)
        node = node.p
    return _Outer(names, order, is_distinct, offset, None if limit is None else int(limit), node)


def _shown(value: Value, block: Block) -> list[str]:
    if value.kind is Kind.RATIO:
        raise NotColumnar("a quotient as an answer")
    if value.kind is Kind.IRI:
        return [block.text(value)]
    if value.kind is Kind.LANGUAGE_STRING:
        return [value.sql, value.language or "NULL"]
    return [value.sql]


def _keys(condition: CompValue, scope: Expressions) -> list[tuple[str, str]]:
    """Return what rows are ordered by; unbound comes first, and last where the order is turned."""
    value = scope.value(condition.expr)
    if value.kind is Kind.NOTHING or value.is_constant:
        return []
    is_turned = condition.order == "DESC"
    direction = "DESC NULLS LAST" if is_turned else "ASC NULLS FIRST"
    return [(sql, direction) for sql in _shown(value, scope.block)]
