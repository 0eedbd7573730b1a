"""A part of a query as SQL: what it reads, what must hold, and what its variables stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from kg.columnar.join_order import joined
from kg.columnar.kinds import Kind, Value, quoted
from kg.columnar.scope import FALSE, TRUE
from kg.columnar.source import Source
from kg.vocabulary.namespaces import DATA

__all__ = [
    "FALSE",
    "TRUE",
    "Block",
    "Names",
    "Source",
    "both",
    "compatible",
    "every",
    "node_text",
    "selected",
]


@dataclass(slots=True)
class Names:
    """New names for what a query reads."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def new(self) -> str:
        """Return a name that was not given before."""
        return f"s{next(self.numbers)}"


@dataclass(slots=True)
class Block:
    """Rows as SQL describes them; `sources` come first to last, later ones joined to the earlier.

    `scans` says which source is the row of a variable in a table, so that more columns of it can
    be had without another join.
    """

    sources: list[Source] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    variables: dict[str, Value] = field(default_factory=dict)
    scans: dict[tuple[str, str], str] = field(default_factory=dict)

    def require(self, condition: str) -> None:
        """Add what must hold."""
        if condition != TRUE and condition not in self.conditions:
            self.conditions.append(condition)

    def bind(self, name: str, value: Value) -> None:
        """Let a variable stand for a value, or for one that agrees with what it stands for."""
        known = self.variables.get(name)
        if known is None:
            self.variables[name] = value
            return
        self.require(compatible(known, value))
        self.variables[name] = both(known, value)

    def add(self, other: "Block") -> None:
        """Join another block: rows of both that agree on the variables they share."""
        self.sources += other.sources
        for condition in other.conditions:
            self.require(condition)
        for name, value in other.variables.items():
            self.bind(name, value)
        self.scans.update(other.scans)

    def body(self) -> str:
        """Return FROM and WHERE."""
        return joined(self.sources, self.conditions)

    def text(self, value: Value) -> str:
        """Return the SQL of an IRI's text, joining the tables that have it where need be."""
        if value.text is not None:
            return value.text
        texts = []
        for table in sorted(value.tables):
            name = f"text_{table}_{len(self.sources)}"
            on = f"{name}.number = {value.sql}"
            self.sources.append(Source(table, name, "number", on))
            texts.append(f"{name}.iri" if table == "terms" else node_text(name))
        text = texts[0] if len(texts) == 1 else f"COALESCE({', '.join(texts)})"
        for known, one in self.variables.items():
            if one.sql == value.sql and one.kind is Kind.IRI:
                self.variables[known] = replace(one, text=text)
        return text


def node_text(source: str) -> str:
    """Return the SQL of the IRI of a row of a table of nodes."""
    return f"{quoted(str(DATA))} || {source}.local"


def compatible(one: Value, other: Value) -> str:
    """Return the condition that two values of a variable agree: unbound agrees with anything."""
    if one.sql == other.sql or Kind.NOTHING in {one.kind, other.kind}:
        return TRUE
    agree = FALSE if one.kind is not other.kind else f"{one.sql} = {other.sql}"
    if agree != FALSE and one.kind is Kind.LANGUAGE_STRING:
        agree += f" AND {one.language} = {other.language}"
    unbound = [f"{value.sql} IS NULL" for value in (one, other) if not value.is_certain]
    return agree if not unbound else f"({' OR '.join([*unbound, f'({agree})'])})"


def both(one: Value, other: Value) -> Value:
    """Return what a variable stands for that has two values which agree."""
    if other.kind is Kind.NOTHING or one.sql == other.sql:
        return one
    if one.kind is Kind.NOTHING:
        return other
    first, second = (one, other) if one.is_certain else (other, one)
    if first.is_certain:
        text = first.text or (second.text if second.is_certain else None)
        return replace(first, text=text, tables=first.tables & second.tables or first.tables)
    language = None
    if one.kind is Kind.LANGUAGE_STRING:
        language = f"COALESCE({one.language}, {other.language})"
    return Value(
        f"COALESCE({one.sql}, {other.sql})",
        one.kind,
        tables=one.tables | other.tables,
        language=language,
    )


def every(conditions: Iterable[str]) -> str:
    """Return the conjunction of conditions."""
    found = [condition for condition in dict.fromkeys(conditions) if condition != TRUE]
    return " AND ".join(found) or TRUE


def selected(
    block: Block, names: Iterable[str], source: str, *, is_distinct: bool = False, end: str = ""
) -> Block:
    """Return a block that reads the rows of another as a table, with some of its variables."""
    columns, variables = [], {}
    for index, name in enumerate(names):
        value = block.variables.get(name)
        if value is None or value.kind is Kind.NOTHING:
            continue
        columns.append(f"{value.sql} AS c{index}")
        language = None
        if value.kind is Kind.LANGUAGE_STRING:
            columns.append(f"{value.language} AS l{index}")
            language = f"{source}.l{index}"
        variables[name] = Value(
            f"{source}.c{index}", value.kind, value.is_certain, value.tables, language=language
        )
    distinct = "DISTINCT " if is_distinct else ""
    listed = ", ".join([*columns, "TRUE AS is_there"])
    text = f"(SELECT {distinct}{listed} {block.body()}{end})"
    return Block(sources=[Source(text, source, "is_there")], variables=variables)
