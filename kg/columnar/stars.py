"""The triple patterns of a query, gathered by the node whose row says them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import InvPath, Path, SequencePath
from rdflib.term import Node

from kg.columnar.block import Names
from kg.columnar.relations import Relations
from kg.errors import NotColumnar

__all__ = [
    "Simple",
    "Star",
    "Triple",
    "is_variable",
    "stars_of",
    "variable_name",
    "without_paths",
]

Triple = tuple[Node, Path | Node, Node]
#: A pattern with a constant property.
Simple = tuple[Node, str, Node]
#: A property, and the term at the other end.
_Ray = tuple[str, Node]


@dataclass(frozen=True, slots=True)
class Star:
    """All patterns of one node; `owned` are those in whose place its row names the subject."""

    node: Node
    rays: list[_Ray]
    owned: list[_Ray]


def without_paths(triples: Iterable[Triple], names: Names) -> list[Simple]:
    """Return patterns with the steps of their paths written out.

    Raises NotColumnar for paths of no fixed length and for variables in the place of a property.
    """
    return [simple for triple in triples for simple in _steps(triple, names)]


def _steps(triple: Triple, names: Names) -> Iterator[Simple]:
    subject, predicate, value = triple
    if isinstance(predicate, URIRef):
        yield subject, str(predicate), value
    elif isinstance(predicate, InvPath):
        yield from _steps((value, predicate.arg, subject), names)
    elif isinstance(predicate, SequencePath):
        steps = list(predicate.args)
        ends = [subject, *(BNode(names.new()) for _ in steps[1:]), value]
        for start, step, end in zip(ends, steps, ends[1:], strict=False):
            yield from _steps((start, step, end), names)
    else:
        kind = "a path" if isinstance(predicate, Path) else "a variable"
        raise NotColumnar(f"{kind} in the place of a property")


def stars_of(triples: Sequence[Simple], relations: Relations) -> Iterable[Star]:
    """Return patterns by node: the subject, or the object where that one's row names the subject.

    Raises NotColumnar when that node is a literal.
    """
    stars: dict[Node, Star] = {}
    for subject, predicate, value in triples:
        is_owned = relations.owner(predicate) is not None
        node = value if is_owned else subject
        if isinstance(node, Literal):
            raise NotColumnar("a text in the place of a node")
        star = stars.setdefault(node, Star(node, [], []))
        (star.owned if is_owned else star.rays).append((predicate, subject if is_owned else value))
    return stars.values()


def is_variable(term: Node) -> bool:
    """Say whether a term of a pattern stands for any term; a blank node does."""
    return isinstance(term, Variable | BNode)


def variable_name(term: Node) -> str:
    """Return the name of a variable, or of the blank node in its place, which is none of ours."""
    return f"_:{term}" if isinstance(term, BNode) else str(term)
