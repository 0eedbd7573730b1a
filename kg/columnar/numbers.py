"""The numbers that stand for IRIs in the columns of the snapshot.

A node of the data gets a number that follows from its IRI, so that rows of different reports can be
made apart from each other; any other term gets the next small number of a dictionary.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from kg.columnar.schema import TABLES
from kg.vocabulary.namespaces import DATA

__all__ = ["Numbers", "local_part", "node_number", "table_of"]

_DATA = str(DATA)
_TABLE_OF_PATH = {path: table.name for table in TABLES.values() for path in table.paths}
#: The least number of a node; the numbers of the dictionary stay below.
_LEAST_NODE = 1 << 62


def local_part(iri: str) -> str | None:
    """Return a node's IRI without the namespace of the data, None for an IRI that is elsewhere."""
    return iri[len(_DATA) :] if iri.startswith(_DATA) else None


def table_of(local: str) -> str | None:
    """Return the table in which the node with this local part has its row."""
    return _TABLE_OF_PATH.get(local.partition("/")[0])


def node_number(local: str) -> int:
    """Return the number of a node: 62 bits of a hash, above all numbers of the dictionary."""
    digest = blake2b(local.encode("utf-8"), digest_size=8).digest()
    return _LEAST_NODE | (int.from_bytes(digest, "big") >> 2)


@dataclass(slots=True)
class Numbers:
    """The dictionary of all IRIs and blank nodes that have no row in a table of nodes."""

    known: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, names: Iterable[str]) -> "Numbers":
        """Return the dictionary with these names, the first of which has the number 1."""
        listed = list(names)
        return cls({name: number for number, name in enumerate(listed, start=1)}, listed)

    def number(self, iri: str) -> int:
        """Return the number of an IRI, giving it one when it has none."""
        local = local_part(iri)
        if local is not None and table_of(local):
            return node_number(local)
        number = self.known.get(iri)
        if number is None:
            self.names.append(iri)
            number = self.known[iri] = len(self.names)
        return number

    def find(self, iri: str) -> int:
        """Return the number of an IRI, or one that nothing has when it was never seen."""
        local = local_part(iri)
        if local is not None and table_of(local):
            return node_number(local)
        return self.known.get(iri, -1)

    def name(self, number: int) -> str:
        """Return the IRI with this number of the dictionary, "" when there is none."""
        return self.names[number - 1] if 0 < number <= len(self.names) else ""
