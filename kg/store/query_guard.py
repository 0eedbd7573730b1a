"""Refuse queries that would leave the machine or bring down the process, before any parser.

Oxigraph's parser and evaluator recurse: 2,200 nested braces or 7,000 additions end the whole
process, and SERVICE makes network calls with no switch against it (measured, 0.5.13). The limits
lie far above any question and far below that.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from kg.errors import RefusedQuery

__all__ = ["MAXIMUM_NESTING", "MAXIMUM_OPERATORS", "MAXIMUM_QUERY_LENGTH", "refuse_unsafe"]

#: Characters; room for a cohort of ten thousand patients in one VALUES block.
MAXIMUM_QUERY_LENGTH = 1_000_000
MAXIMUM_NESTING = 100
MAXIMUM_OPERATORS = 2_000

_TOKEN = re.compile(
    r"""
      (?P<skipped>
          \#[^\n\r]*                                        # comment
        | <[^\s<>"{}|^`\\]*>                                # IRI
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'   # strings
        | [?$]\w+                                           # variable
        | [\w.-]*:[\w.%:-]*                                 # prefixed name
        | @\w+                                              # language tag
      )
    | (?P<word>\w+)
    | (?P<opening>[({\[]|<<)
    | (?P<closing>[)}\]]|>>)
    | (?P<operator>[-!+*/|&=^?<>])
    """,
    re.VERBOSE | re.DOTALL,
)
#: Clauses that nest without a bracket of their own.
_CHAINING_WORDS = frozenset({"UNION", "OPTIONAL", "MINUS", "EXISTS", "IN"})


#: Clauses that reach outside the store's own graphs, and what to do instead.
_REFUSED_WORDS = {
    "SERVICE": "a query never leaves this machine",
    "FROM": "a query sees every graph; GRAPH looks into one",
}


def refuse_unsafe(sparql: str) -> None:
    """Do nothing for a query that can be run.

    Raises RefusedQuery when it is too long, too deep or too intricate, or when it names another
    data set by SERVICE or FROM.
    """
    if len(sparql) > MAXIMUM_QUERY_LENGTH:
        raise RefusedQuery(
            f"the query has {len(sparql)} characters; the limit is {MAXIMUM_QUERY_LENGTH}"
        )
    tokens = list(_tokens(sparql))
    for _, text in tokens:
        if text in _REFUSED_WORDS:
            raise RefusedQuery(f"{text} is not allowed: {_REFUSED_WORDS[text]}")
    steps = ({"opening": 1, "closing": -1}.get(kind, 0) for kind, _ in tokens)
    if max(accumulate(steps), default=0) > MAXIMUM_NESTING:
        raise RefusedQuery(f"the query nests deeper than {MAXIMUM_NESTING} brackets")
    operators = sum(kind == "operator" or text in _CHAINING_WORDS for kind, text in tokens)
    if operators > MAXIMUM_OPERATORS:
        raise RefusedQuery(f"the query has more than {MAXIMUM_OPERATORS} operators")


def _tokens(sparql: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or ""
        if kind != "skipped":
            yield kind, match[0].upper()
