"""Queries as a server must be asked them, so that every server answers as the embedded store does.

What a query without GRAPH sees differs from server to server: nothing, or every graph of everybody,
each triple once a graph. The store keeps the set of its triples as a graph of its own and names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.errors import RefusedQuery
from kg.remote.graph_names import UNION, ours_filter
from kg.remote.query_text import Token, closing, find_word, tokens, where_opening

__all__ = ["OVER_UNION", "Asked", "asked", "construct_parts", "described_parts", "graph_words"]

#: The parameters that make the union what a query without GRAPH sees.
OVER_UNION = MappingProxyType({"default-graph-uri": str(UNION)})


@dataclass(frozen=True, slots=True)
class Asked:
    """The text that is sent, and the parameters beside it."""

    sparql: str
    parameters: Mapping[str, str]


def asked(sparql: str) -> Asked:
    """Return a SELECT or ASK query over the union, whose GRAPH ?g sees our graphs only.

    A data set named beside a query has no named graphs but those that are listed, so a query that
    looks into some is asked over all of them, with its whole WHERE inside the union.
    """
    found = tokens(sparql)
    words = graph_words(found)
    if not words:
        return Asked(sparql, OVER_UNION)
    opening = where_opening(found)
    end = closing(found, opening)
    if not all(opening < word < end for word in words):
        raise RefusedQuery("GRAPH may stand inside WHERE only, on a remote store")
    insertions = {found[opening].end: f" GRAPH {UNION.n3()} {{ ", found[end].start: " } "}
    for word in words:
        name = found[word + 1]
        if name.kind == "variable":
            after = found[closing(found, word + 2)].end
            insertions[after] = insertions.get(after, "") + f" {ours_filter(name.text)} "
    return Asked(_with(sparql, insertions), MappingProxyType({}))


def construct_parts(sparql: str) -> tuple[str, str, str]:
    """Return the prologue of a CONSTRUCT query, its template, and its rows as a SELECT query.

    Servers cut the triples of a CONSTRUCT without a word, while rows can be counted.
    """
    found = tokens(sparql)
    start = _place(found, "CONSTRUCT")
    first = where_opening(found)
    end = closing(found, first)
    template = sparql[found[first].end : found[end].start]
    prologue = sparql[: found[start].start]
    is_short = found[first - 1].text.upper() == "WHERE"
    rest = sparql[found[first if is_short else end + 1].start :]
    return prologue, template, f"{prologue}SELECT * {rest}"


def described_parts(sparql: str) -> tuple[str, str, str | None]:
    """Return the prologue of a DESCRIBE query, what it names, and the rest if it has a WHERE."""
    found = tokens(sparql)
    start = _place(found, "DESCRIBE")
    after = next(
        (
            token.start
            for token in found[start + 1 :]
            if token.text == "{" or (token.kind == "word" and token.text.upper() != "A")
        ),
        len(sparql),
    )
    rest = sparql[after:].strip()
    return sparql[: found[start].start], sparql[found[start].end : after], rest or None


def graph_words(found: tuple[Token, ...]) -> tuple[int, ...]:
    """Return the places of the word GRAPH."""
    return tuple(
        place
        for place, token in enumerate(found)
        if token.kind == "word" and token.text.upper() == "GRAPH"
    )


def _place(found: tuple[Token, ...], word: str) -> int:
    place = find_word(found, word)
    if place is None:
        raise RefusedQuery(f"no {word} found in the query")
    return place


def _with(text: str, insertions: Mapping[int, str]) -> str:
    pieces, last = [], 0
    for place in sorted(insertions):
        pieces += [text[last:place], insertions[place]]
        last = place
    return "".join([*pieces, text[last:]])
