"""The rows of several blocks as those of one."""

from collections.abc import Sequence
from itertools import chain

from kg.columnar.block import Block, Names
from kg.columnar.kinds import Kind, Value, agreed_kind
from kg.columnar.source import Source

__all__ = ["union"]


def union(blocks: Sequence[Block], names: Names) -> Block:
    """Return the rows of all blocks; a variable that one lacks is unbound in its rows.

    Raises NotColumnar when a variable holds terms of several kinds.
    """
    listed = list(dict.fromkeys(chain.from_iterable(block.variables for block in blocks)))
    source = names.new()
    variables: dict[str, Value] = {}
    parts: list[list[str]] = [[] for _ in blocks]
    for index, name in enumerate(listed):
        values = [block.variables.get(name) for block in blocks]
        bound = [value for value in values if value is not None and value.kind is not Kind.NOTHING]
        kind = agreed_kind(bound)
        if kind is Kind.NOTHING:
            continue
        for part, value in zip(parts, values, strict=True):
            part.append(f"{value.sql if value else 'NULL'} AS c{index}")
            if kind is Kind.LANGUAGE_STRING:
                part.append(f"{value.language if value else 'NULL'} AS l{index}")
        variables[name] = Value(
            f"{source}.c{index}",
            kind,
            is_certain=len(bound) == len(blocks) and all(value.is_certain for value in bound),
            tables=frozenset(chain.from_iterable(value.tables for value in bound)),
            language=f"{source}.l{index}" if kind is Kind.LANGUAGE_STRING else None,
        )
    selects = [
        f"SELECT {', '.join([*part, 'TRUE AS is_there'])} {block.body()}"
        for part, block in zip(parts, blocks, strict=True)
    ]
    text = f"({' UNION ALL '.join(selects)})"
    return Block(sources=[Source(text, source, "is_there")], variables=variables)
