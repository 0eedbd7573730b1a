"""What a server is known to answer or to keep wrongly, as data with the reasons.

A query that is more than a join is not given to a server that answers some wrongly: it is answered
here, over the triples that it needs, which come by plain joins. No answer is better than a wrong
one, and a right one is better than none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["VIRTUOSO", "ServerLimits", "limits_of"]

_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What one kind of server cannot do, and how many triples an update of it may have."""

    server: str
    triples_an_update: int
    #: What it answers wrongly, and in which way.
    wrong: Mapping[str, str] = field(default_factory=dict)
    #: Datatypes whose values it keeps as others.
    datatypes: Mapping[str, str] = field(default_factory=dict)
    largest_integer: int | None = None

    def unstorable(self, value: str, datatype: str) -> str | None:
        """Return why a literal cannot be stored, None when it can."""
        name = datatype.removeprefix(_XSD)
        if name in self.datatypes:
            return self.datatypes[name]
        largest = self.largest_integer
        if name == "integer" and largest is not None and re.fullmatch(r"[-+]?\d+", value):
            is_kept = len(value) < len(str(largest)) or -largest <= int(value) <= largest
            return None if is_kept else f"{self.server} keeps another number beyond 64 bits"
        return None


#: Each measured on 7.2.5, as Debian packages it.
VIRTUOSO = ServerLimits(
    "Virtuoso",
    1_000,
    wrong={
        "default graph": "a triple counts once for each graph that has it, the system's included",
        "paths with + and *": "a cycle lacks its start; without a known end it is an error",
        "OPTIONAL": "rows are lost when a variable of it is joined later, or its filter looks out",
        "MINUS": "it subtracts where no variable is shared, and too little beside other groups",
        "errors in expressions": "rows stay that a filter with an error must drop",
        "division": "4 / 8 is 0",
        "booleans": "true and false are 1 and 0, and count as whole numbers",
        "MIN and SUM": "of values that are missing they give some, of none at all nothing",
        "CONCAT": "with an unbound value it gives a text",
        "ENCODE_FOR_URI": "letters outside ASCII stay as they are",
        "DATATYPE": "of a text with a language it gives nothing",
        "ORDER BY": "texts, numbers and IRIs are mixed",
    },
    datatypes={
        "boolean": "Virtuoso keeps booleans as numbers",
        "duration": "Virtuoso keeps P1D as 86400.0",
        "dayTimeDuration": "Virtuoso keeps P1D as 86400.0",
        "yearMonthDuration": "Virtuoso keeps durations as numbers",
        "time": "Virtuoso does not take times of day",
    },
    largest_integer=2**63 - 1,
)
_ANY = ServerLimits("the server", 1_000)


def limits_of(server_header: str) -> ServerLimits:
    """Return the limits of the server that names itself so in its answers."""
    return VIRTUOSO if server_header.startswith("Virtuoso/") else _ANY
