"""The triple patterns of a group, without paths or values that servers join in their own ways."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import RefusedQuery
from kg.triples.terms import Term

__all__ = ["Pattern", "Slot", "TriplePatterns", "is_loose", "is_special", "variables_of"]

Slot = Term | Variable
Pattern = tuple[Slot, Slot, Slot]
#: The ends of each step of a path that repeats or chooses.
_LOOSE_START, _LOOSE_END = Variable("loose_start"), Variable("loose_end")


@dataclass(slots=True)
class TriplePatterns:
    """Takes the patterns of groups apart, each once, so that their new variables stay the same."""

    fresh: Iterator[int] = field(default_factory=count)
    known: dict[int, tuple[Pattern, ...]] = field(default_factory=dict)
    #: Keeps what `known` knows by its place in memory.
    kept: list[object] = field(default_factory=list)

    def of(self, node: CompValue) -> tuple[Pattern, ...]:
        """Return the patterns of a group.

        Raises RefusedQuery for a path that may touch everything.
        """
        found = self.known.get(id(node))
        if found is None:
            _check_ends(node.triples)
            found = tuple(pattern for one in node.triples for pattern in self._taken_apart(*one))
            self.known[id(node)] = found
            self.kept.append(node)
        return found

    def _taken_apart(self, subject: Slot, path: object, value: Slot) -> Iterator[Pattern]:
        """Yield a pattern without paths; of those that repeat or choose, each step by itself."""
        match path:
            case SequencePath():
                *steps, last = path.args
                for step in steps:
                    between = self._new()
                    yield from self._taken_apart(subject, step, between)
                    subject = between
                yield from self._taken_apart(subject, last, value)
            case InvPath():
                yield from self._taken_apart(value, path.arg, subject)
            case AlternativePath() | MulPath():
                for name in _steps(path):
                    yield (_LOOSE_START, name, _LOOSE_END)
            case Path():
                raise RefusedQuery("a path along all properties but some is too much to fetch")
            case _:
                assert isinstance(path, URIRef | Variable | BNode)  # noqa: S101 (for the types)
                yield (self._plain(subject), self._plain(path), self._plain(value))

    def _plain(self, term: Slot) -> Slot:
        """Return a term that servers join in one way: not a number, say, but a variable for it."""
        match term:
            case BNode():
                return Variable(f"node_{term}")
            case Literal() if is_special(term):
                return self._new()
        return term

    def _new(self) -> Variable:
        return Variable(f"new_{next(self.fresh)}")


def is_special(term: Term) -> bool:
    """Say whether servers join a literal in ways of their own: all but plain texts."""
    return isinstance(term, Literal) and bool(term.language or term.datatype)


def is_loose(pattern: Pattern) -> bool:
    """Say whether a pattern is a step of a path that repeats or chooses, which fits nothing."""
    return pattern[0] == _LOOSE_START


def _steps(path: object) -> Iterator[URIRef]:
    """Yield the properties that a path may go along."""
    match path:
        case URIRef():
            yield path
        case InvPath():
            yield from _steps(path.arg)
        case MulPath():
            yield from _steps(path.path)
        case SequencePath() | AlternativePath():
            for one in path.args:
                yield from _steps(one)
        case _:
            raise RefusedQuery("a path along all properties but some is too much to fetch")


def _check_ends(triples: Iterable[tuple[object, object, object]]) -> None:
    """Raise RefusedQuery for a path of no steps whose ends may be anything in the store."""
    known = [term for one in triples if isinstance(one[1], URIRef) for term in (one[0], one[2])]
    for subject, path, value in triples:
        is_open = isinstance(path, MulPath) and path.zero
        if is_open and not any(isinstance(one, URIRef) or one in known for one in (subject, value)):
            raise RefusedQuery("a path with * or ? needs an end that is known")


def variables_of(patterns: Iterable[Pattern]) -> frozenset[Slot]:
    """Return the variables of patterns."""
    return frozenset(term for one in patterns for term in one if isinstance(term, Variable))
