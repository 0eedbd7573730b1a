"""What a query reads rows from."""

from dataclasses import dataclass

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read rows from; `key` is a column that is never NULL in a row of it.

    With `on`, the rows are optional: those before it stay even where none of them fits.
    """

    sql: str
    name: str
    key: str
    on: str | None = None

    @property
    def text(self) -> str:
        """Return the SQL."""
        named = f"{self.sql} AS {self.name}" if self.sql else self.name
        return named if self.on is None else f"LEFT JOIN {named} ON {self.on}"

    @property
    def is_small(self) -> bool:
        """Say whether it is a table of the ontology, which has some hundred rows."""
        return self.sql.startswith("ontology_")
