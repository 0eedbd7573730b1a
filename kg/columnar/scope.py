"""What the functions of SPARQL need to know of the expression that they stand in."""

from typing import Protocol

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from kg.columnar.kinds import Kind, Value

__all__ = ["FALSE", "TRUE", "Scope", "truth"]

TRUE, FALSE = "TRUE", "FALSE"


class Scope(Protocol):
    """Translates expressions to SQL, in which an error and an unbound variable are NULL."""

    def condition(self, expression: CompValue | Node) -> str:
        """Return the SQL of a truth value."""
        ...

    def value(self, expression: CompValue | Node) -> Value:
        """Return the value of an expression."""
        ...

    def text(self, expression: CompValue | Node) -> str:
        """Return the SQL of the text of an IRI or a literal."""
        ...

    def texts(self, *expressions: CompValue | Node) -> list[str]:
        """Return the SQL of arguments that must be plain texts."""
        ...

    def matches(self, group: CompValue) -> str:
        """Return the SQL of whether a group of patterns has a match."""
        ...


def truth(sql: str) -> Value:
    """Return a truth value."""
    return Value(sql, Kind.BOOLEAN, is_certain=sql in {TRUE, FALSE})
