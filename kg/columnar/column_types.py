"""The columns of the snapshot's tables as DuckDB declares them and as Arrow fills them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pyarrow

from kg.columnar.cells import DECIMAL_PLACES, Cell
from kg.columnar.kinds import Kind

__all__ = ["Schema", "arrow_table", "declared"]

_ARROW: Mapping[Kind, pyarrow.DataType] = MappingProxyType(
    {
        Kind.IRI: pyarrow.int64(),
        Kind.STRING: pyarrow.string(),
        Kind.INTEGER: pyarrow.int64(),
        Kind.DATE: pyarrow.date32(),
        Kind.BOOLEAN: pyarrow.bool_(),
        Kind.DECIMAL: pyarrow.decimal128(18, DECIMAL_PLACES),
    }
)
_SQL: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.IRI: "BIGINT",
        Kind.STRING: "VARCHAR",
        Kind.INTEGER: "BIGINT",
        Kind.DATE: "DATE",
        Kind.BOOLEAN: "BOOLEAN",
        Kind.DECIMAL: f"DECIMAL(18, {DECIMAL_PLACES})",
    }
)
#: The columns of a table, in their order.
Schema = list[tuple[str, Kind]]


def declared(schema: Schema) -> str:
    """Return the columns as CREATE TABLE wants them."""
    return ", ".join(f"{name} {_SQL[kind]}" for name, kind in schema)


def arrow_table(schema: Schema, rows: Sequence[Sequence[Cell]]) -> pyarrow.Table:
    """Return rows as a table of Arrow."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pyarrow.table(
        {
            name: pyarrow.array(column, _ARROW[kind])
            for (name, kind), column in zip(schema, columns, strict=True)
        }
    )
