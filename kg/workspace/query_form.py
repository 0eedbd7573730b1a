"""Which kind of answer a SPARQL text asks for."""

import re

from kg.errors import InvalidQuery, RefusedQuery

__all__ = ["query_form"]

#: What may stand before the word that names the form: comments and declarations.
_PROLOGUE = re.compile(
    r"(?:\s+|#[^\n\r]*|(?:base|prefix)\s+(?:[^\s<>]*:\s*)?<[^<>]*>)*", re.IGNORECASE
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_FORMS = frozenset({"ask", "construct", "describe", "select"})
_UPDATES = frozenset(
    {"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "with"}
)


def query_form(sparql: str) -> str:
    r"""Return "select", "ask", "construct" or "describe".

    Raises RefusedQuery for an update, InvalidQuery for what is neither.

    >>> query_form("# who?\nPREFIX spine: <https://example.org/> SELECT * WHERE { ?s ?p ?o }")
    'select'
    """
    prologue = _PROLOGUE.match(sparql)
    word = _WORD.match(sparql, prologue.end() if prologue else 0)
    form = word[0].lower() if word else ""
    if form in _UPDATES:
        raise RefusedQuery(
            f"{form.upper()} is not allowed: a store is changed by adding and removing reports"
        )
    if form not in _FORMS:
        raise InvalidQuery("not a SPARQL query: expected SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form
