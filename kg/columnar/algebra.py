"""The algebra of a query, parsed once for all values of its `VALUES ?variable { … }` blocks.

rdflib's parser takes some 50 milliseconds for a question of the catalogue, which then comes again
with other values: so the blocks are taken out first, and read by Oxigraph's parser.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph
from rdflib import URIRef
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import NotColumnar
from kg.store.terms import from_engine
from kg.store.values_block import VALUES_BLOCK
from kg.triples.terms import Term

__all__ = ["Parsed", "group_pattern", "parsed"]

_PREFIXES = re.compile(r"^[ \t]*(?:PREFIX\s+\S*:\s*<[^<>]*>|BASE\s*<[^<>]*>)", re.I | re.M)
#: A tab beside a quotation mark in its line, or anywhere when texts may have several lines.
_TAB_IN_TEXT = re.compile(r"""["'].*\t|\t.*["']|(?s:"{3}|'{3}).*\t""")
_MARK = "urn:spinekg:block:"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query: its algebra, and the terms of each block; None stands for UNDEF."""

    algebra: CompValue
    blocks: Mapping[str, tuple[Term | None, ...]]

    def block(self, term: object) -> tuple[Term | None, ...] | None:
        """Return the terms of the block that a term of the algebra stands for."""
        return self.blocks.get(str(term)) if isinstance(term, URIRef) else None


def parsed(sparql: str) -> Parsed:
    """Return a query parsed.

    Raises NotColumnar when rdflib does not read it as Oxigraph does.
    """
    if "\\u" in sparql.lower():
        raise NotColumnar("an escaped character")  # rdflib reads them before it parses
    prefixes = "\n".join(_PREFIXES.findall(sparql))
    contents: list[str] = []

    def marked(match: "re.Match[str]") -> str:
        if not match["name"]:
            return match[0]
        contents.append(match["content"])
        return f"VALUES ?{match['name']} {{ <{_MARK}{len(contents)}> }}"

    template = VALUES_BLOCK.sub(marked, sparql)
    if _TAB_IN_TEXT.search(template):
        raise NotColumnar("a tab in a text")  # rdflib's parser makes it into blanks
    return Parsed(
        _algebra(template),
        {
            f"{_MARK}{number}": _terms(prefixes, content)
            for number, content in enumerate(contents, start=1)
        },
    )


def group_pattern(node: CompValue) -> CompValue:
    """Return the algebra of the group of an EXISTS, which rdflib leaves to evaluation.

    Raises NotColumnar where rdflib cannot translate it.
    """
    if node.name != "GroupGraphPatternSub":
        return node
    try:
        return translateGroupGraphPattern(node)
    except Exception as error:
        raise NotColumnar("an EXISTS that rdflib cannot translate") from error


@lru_cache(maxsize=256)
def _algebra(template: str) -> CompValue:
    try:
        return translateQuery(parseQuery(template)).algebra
    except Exception as error:
        raise NotColumnar("rdflib cannot parse it") from error


@lru_cache(maxsize=1024)
def _terms(prefixes: str, content: str) -> tuple[Term | None, ...]:
    sparql = f"{prefixes}\nSELECT ?value {{ VALUES ?value {{ {content} }} }}"
    try:
        rows = pyoxigraph.Store().query(sparql)
    except SyntaxError as error:
        raise NotColumnar("a block of values that is not understood alone") from error
    if not isinstance(rows, pyoxigraph.QuerySolutions):
        raise NotColumnar("a block of values that is not understood alone")
    return tuple(None if row[0] is None else from_engine(row[0]) for row in rows)
