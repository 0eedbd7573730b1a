"""The answer of a server as terms, or an error when it is cut, is no answer, or is not whole."""

import json
import re
from collections.abc import Mapping

import pyoxigraph
from rdflib import XSD, BNode, Literal, URIRef

from kg.errors import KgError, RemoteFailed, RemoteTimeout, RemoteTruncated
from kg.remote.transport import Reply
from kg.store.interface import Table
from kg.store.terms import from_engine
from kg.triples.terms import Term, Triple, canonical

__all__ = ["GENID", "is_suspicious", "named", "nodes_named", "read_boolean", "read_table"]

#: Stands for a blank node: with a name, a graph can be written again without doubling it.
GENID = "https://w3id.org/.well-known/genid/spinekg/"
_MEDIA_TYPES = frozenset({"application/sparql-results+json", "application/json"})
_JSON = pyoxigraph.QueryResultsFormat.JSON
_BOOLEANS = {"1": "true", "0": "false"}
#: Rows at which servers cut answers are round numbers; below, nobody cuts.
_FEWEST, _ROUND = 500, 100


def read_table(reply: Reply, shown: str) -> Table:
    """Return the rows of an answer to SELECT.

    Raises RemoteTruncated when the server says or shows that it is not whole, RemoteFailed when it
    is no answer.
    """
    solutions = _parsed(reply, shown)
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise RemoteFailed(f"{shown} answered something else than rows")
    known: dict[object, Term] = {}
    columns = tuple(variable.value for variable in solutions.variables)
    try:
        rows = tuple(
            tuple(None if cell is None else _term(cell, known) for cell in solution)
            for solution in solutions
        )
    except (SyntaxError, ValueError) as error:
        raise RemoteTruncated(f"{shown} gave an answer that breaks off; ask again") from error
    return Table(columns, rows)


def read_boolean(reply: Reply, shown: str) -> bool:
    """Return the answer to ASK; raises what `read_table` raises."""
    answer = _parsed(reply, shown)
    if not isinstance(answer, pyoxigraph.QueryBoolean):
        raise RemoteFailed(f"{shown} answered something else than true or false")
    return bool(answer)


def is_suspicious(rows: int) -> bool:
    """Say whether this may be the number of rows at which a server cuts its answers.

    >>> [is_suspicious(rows) for rows in (166, 9_999, 10_000, 65_536)]
    [False, False, True, True]
    """
    return rows >= _FEWEST and (rows % _ROUND == 0 or rows & (rows - 1) == 0)


def named(triple: pyoxigraph.Triple | pyoxigraph.Quad) -> pyoxigraph.Triple:
    """Return the triple with names in place of blank nodes, always the same for the same node."""
    subject, value = _named(triple.subject), _named(triple.object)
    assert not isinstance(subject, pyoxigraph.Literal)  # noqa: S101 (for the types)
    return pyoxigraph.Triple(subject, triple.predicate, value)


def nodes_named(triple: Triple) -> Triple:
    """Return the triple with blank nodes where they were given names."""
    subject, predicate, value = (_node(term) for term in triple)
    return subject, predicate, value  # type: ignore[return-value]


def _parsed(reply: Reply, shown: str) -> "pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean":
    _check_whole(reply.headers, shown)
    if reply.media_type not in _MEDIA_TYPES:
        raise RemoteFailed(
            f"{shown} answered with a page or a file, not with SPARQL results; check the address"
        )
    try:
        # The whole text at first: what a stream of rows gives before a cut must not be seen.
        json.loads(reply.body)
        return pyoxigraph.parse_query_results(reply.body, _JSON)
    except (ValueError, RecursionError) as error:
        raise RemoteTruncated(f"{shown} gave an answer that breaks off; ask again") from error
    except SyntaxError as error:
        raise RemoteFailed(f"{shown} did not answer as SPARQL servers do") from error


def _check_whole(headers: Mapping[str, str], shown: str) -> None:
    """Raise for the ways in which Virtuoso says that there is more than it gives."""
    if "X-SQL-State" in headers:
        raise RemoteTimeout(
            f"{shown} gave up before the answer was whole; ask for less, or raise its "
            f"MaxQueryExecutionTime"
        )
    if "X-SPARQL-MaxRows" in headers:
        raise RemoteTruncated(
            f"{shown} cut the answer at its limit of rows; ask for less, or raise its "
            f"ResultSetMaxRows"
        )


def _term(cell: object, known: dict[object, Term]) -> Term:
    term = known.get(cell)
    if term is None:
        try:
            term = known[cell] = _canonical(from_engine(cell))
        except KgError as error:
            raise RemoteFailed("the server answered with a term that has no place here") from error
    return term


def _canonical(term: Term) -> Term:
    """Return the term as the embedded store gives it; Virtuoso writes booleans as numbers."""
    if isinstance(term, Literal):
        if term.datatype == XSD.boolean:
            text = _BOOLEANS.get(str(term), str(term))
            return Literal(text, datatype=XSD.boolean, normalize=False)
        return canonical(term)
    return _node(term)


def _node(term: Term) -> Term:
    if isinstance(term, URIRef) and str(term).startswith(GENID):
        return BNode(str(term).removeprefix(GENID))
    return term


def _named(
    node: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple",
) -> "pyoxigraph.NamedNode | pyoxigraph.Literal":
    if isinstance(node, pyoxigraph.BlankNode):
        return pyoxigraph.NamedNode(GENID + re.sub(r"\W", "_", node.value))
    assert not isinstance(node, pyoxigraph.Triple)  # noqa: S101 (never in our data)
    return node
