"""What a server is known to answer wrongly, as data, and whether a query needs it.

A query that does is refused with the reason: no answer is better than a wrong one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.errors import RefusedQuery
from kg.remote.query_text import Token, tokens

__all__ = ["VIRTUOSO", "Limit", "ServerLimits", "limits_of"]

_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that a server cannot do; `use` says what to do in its place."""

    name: str
    reason: str
    use: str


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What one kind of server cannot do, and how many triples an update of it may have."""

    server: str
    triples_an_update: int
    paths: Limit | None = None
    functions: Mapping[str, Limit] = field(default_factory=dict)
    datatypes: Mapping[str, Limit] = field(default_factory=dict)
    largest_integer: int | None = None

    def check_query(self, sparql: str) -> None:
        """Raise RefusedQuery when the query needs what the server answers wrongly."""
        found = tokens(sparql)
        if self.paths is not None and any(map(_is_repeated, found, found[1:], (*found[2:], None))):
            raise self._refusal(self.paths)
        for token in found:
            if token.kind == "word" and token.text.upper() in self.functions:
                raise self._refusal(self.functions[token.text.upper()])
            for datatype, limit in self.datatypes.items():
                if token.kind in {"iri", "name"} and _is_datatype(token.text, datatype):
                    raise self._refusal(limit)

    def unstorable(self, value: str, datatype: str) -> str | None:
        """Return why a literal cannot be stored, None when it can."""
        name = datatype.removeprefix(_XSD)
        if name in self.datatypes:
            return self.datatypes[name].reason
        is_number = re.fullmatch(r"[-+]?\d+", value) is not None
        if name == "integer" and self.largest_integer is not None and is_number:
            largest = self.largest_integer
            if not -largest <= int(value) <= largest:
                return f"{self.server} stores another number in place of one beyond 64 bits"
        return None

    def _refusal(self, limit: Limit) -> RefusedQuery:
        return RefusedQuery(f"{self.server} cannot do {limit.name}: {limit.reason}; {limit.use}")


_DURATIONS = Limit(
    "durations and times of day",
    "it turns P1D into 86400.0",
    "compare dates, or ask an embedded store",
)
#: Each measured on 7.2.5.
VIRTUOSO = ServerLimits(
    "Virtuoso",
    1_000,
    paths=Limit(
        "paths with +, * or ?",
        "it leaves out the start of a cycle, and fails where no end is given",
        "the closure graph has the transitive triples, so one step is enough",
    ),
    datatypes=MappingProxyType(
        dict.fromkeys(("duration", "dayTimeDuration", "yearMonthDuration", "time"), _DURATIONS)
    ),
    largest_integer=2**63 - 1,
)
_ANY = ServerLimits("the server", 1_000)


def limits_of(server_header: str) -> ServerLimits:
    """Return the limits of the server that names itself so in its answers."""
    return VIRTUOSO if server_header.startswith("Virtuoso/") else _ANY


def _is_datatype(text: str, name: str) -> bool:
    return text == f"<{_XSD}{name}>" or text.partition(":")[2] == name


def _is_repeated(before: Token, token: Token, after: Token | None) -> bool:
    """Say whether a sign makes a path of what stands before it.

    In an expression the same sign is followed by what it adds or multiplies, and stands in
    parentheses that a variable, a number or another expression starts.
    """
    if token.text not in {"+", "*", "?"} or before.end != token.start:
        return False
    is_step = before.kind in {"iri", "name"} or before.text in {"a", ")"}
    return is_step and (after is None or after.kind != "opening" or after.text != "(")
