"""Queries that a server answers wrongly, answered here over the triples that they need."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph
from rdflib import Literal, URIRef, Variable

from kg.errors import ReadOnlyStore, RefusedQuery
from kg.remote.graph_names import ours_filter
from kg.remote.needed_triples import Join, needed_triples
from kg.remote.query_text import tokens
from kg.remote.triple_patterns import Slot, is_special
from kg.store.engine_reading import EngineReading
from kg.store.terms import EngineTerm, to_engine
from kg.triples.terms import Term, Triple, term_order

__all__ = ["MOST_TRIPLES", "FetchedStore", "fetched", "is_plain"]

#: Triples that are fetched for one query; some 2 GB of memory.
MOST_TRIPLES = 5_000_000

#: Rows that are expected of a pattern with a known end, and of one without.
_SOME, _MANY = 10_000, 10**9
#: Values by which a pattern is narrowed; with more, all its triples are fetched.
_MOST_NAMED = 20_000
#: Values in one request.
_PAGE = 500

Rows = tuple[tuple[Term | None, ...], ...]
#: Asks the server: the first over its union, with GRAPH where the second argument is true.
Ask = Callable[[str, bool], Rows]
#: Words of queries that are joins and nothing more, which every server answers alike.
_PLAIN_WORDS = frozenset({"SELECT", "ASK", "DISTINCT", "WHERE", "PREFIX", "VALUES", "A"})


class FetchedStore(EngineReading):
    """Fetched triples as a store to be asked; it lasts as long as a question."""

    def __init__(self) -> None:
        self._engine = pyoxigraph.Store()
        self._name = "of fetched triples"

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Raise ReadOnlyStore: what was fetched stands for what the server has."""
        raise ReadOnlyStore("fetched triples take nothing in")

    def close(self) -> None:
        """Let go of the triples."""
        self._engine = None

    def put(self, join: Join, rows: Rows) -> None:
        """Take in the triples of a pattern from the rows for its variables."""
        names = _names(join)
        quads = []
        for row in rows:
            bound = dict(zip(names, row, strict=False))  # one that is only there has no names
            subject, predicate, value, graph = (
                _engine_term(bound.get(slot) if isinstance(slot, Variable) else slot)
                for slot in (*join.wanted, join.graph)
            )
            quads.append(pyoxigraph.Quad(subject, predicate, value, graph))  # type: ignore[arg-type]
        assert self._engine is not None  # noqa: S101 (for the types)
        self._engine.extend(quads)


def _engine_term(term: Term | None) -> EngineTerm | pyoxigraph.DefaultGraph:
    return pyoxigraph.DefaultGraph() if term is None else to_engine(term)


def is_plain(sparql: str) -> bool:
    """Say whether a query is a join and nothing more."""
    for token in tokens(sparql):
        if token.kind == "word" and token.text.upper() not in _PLAIN_WORDS:
            return False
        if token.kind == "language" or (token.kind == "operator" and token.text not in ".,;"):
            return False
        if token.text in "([" and token.kind == "opening":
            return False
    return True


def fetched(sparql: str, ask: Ask) -> FetchedStore:
    """Return a store with all triples on which the answer to a query can rest.

    Raises RefusedQuery when they are too many, or when the query cannot be taken apart.
    """
    fetching = _Fetching(ask)
    waiting = list(needed_triples(sparql))
    while waiting:
        join = min(waiting, key=fetching.effort)
        waiting.remove(join)
        fetching.fetch(join)
    return fetching.store


@dataclass(slots=True)
class _Fetching:
    """Fetches pattern after pattern, each only for what those before have left possible."""

    ask: Ask
    store: FetchedStore = field(default_factory=FetchedStore)
    #: What each variable of a pattern was bound to.
    found: dict[Join, dict[Variable, frozenset[Term]]] = field(default_factory=dict)
    known: dict[str, Rows] = field(default_factory=dict)
    total: int = 0

    def effort(self, join: Join) -> int:
        """Return about how many rows a pattern will have, to begin with the fewest."""
        possible = self._possible(join).values()
        is_known = any(not isinstance(join.wanted[place], Variable) for place in (0, 2))
        return min([*map(len, possible), _SOME if is_known else _MANY])

    def fetch(self, join: Join) -> None:
        """Take the triples of a pattern into the store."""
        possible, names = self._possible(join), _names(join)
        rows: Iterable[tuple[Term | None, ...]] = self._rows(join, possible)
        for name, terms in possible.items():
            place = names.index(name)
            rows = [row for row in rows if row[place] in terms]
        rows = tuple(rows)
        self.total += len(rows)
        if self.total > MOST_TRIPLES:
            raise RefusedQuery(
                f"this server answers such a query wrongly, and it rests on more than "
                f"{MOST_TRIPLES} triples, too many to be fetched; narrow it, or use another server"
            )
        self.store.put(join, rows)
        self.found[join] = {
            name: frozenset(row[place] for row in rows if row[place] is not None)  # type: ignore[misc]
            for place, name in enumerate(names)
        }

    def _possible(self, join: Join) -> dict[Variable, frozenset[Term]]:
        """Return what each variable can be, where patterns that it must fit have been fetched."""
        possible: dict[Variable, frozenset[Term]] = {}
        fitting = {join.wanted, *join.others}
        blocks = [one.columns() for one in join.values]
        blocks += [
            columns
            for other, columns in self.found.items()
            if other.wanted in fitting
            and fitting.issuperset(other.others)
            and set(join.values).issuperset(other.values)
            and other.graph is None
        ]
        own = frozenset(_names(join)) if join.graph is None else frozenset()
        for columns in blocks:
            for name in own & columns.keys():
                terms = columns[name]
                possible[name] = possible[name] & terms if name in possible else terms
        return possible

    def _rows(self, join: Join, possible: Mapping[Variable, frozenset[Term]]) -> Rows:
        """Return the rows of a pattern, asked for few of the values that are possible, or all."""
        narrowing = [name for name, terms in possible.items() if all(map(_is_joined, terms))]
        name = min(narrowing, key=lambda one: len(possible[one]), default=None)
        if name is None or len(possible[name]) > _MOST_NAMED:
            return self._asked(_query(join, ""), join)
        terms = sorted(possible[name], key=term_order)
        pages = [terms[start : start + _PAGE] for start in range(0, len(terms), _PAGE)]
        return tuple(
            row for page in pages for row in self._asked(_query(join, _values(name, page)), join)
        )

    def _asked(self, sparql: str, join: Join) -> Rows:
        if sparql not in self.known:
            self.known[sparql] = self.ask(sparql, join.graph is not None)
        return self.known[sparql]


def _query(join: Join, values: str) -> str:
    """Return the query for the triples of a pattern."""
    names = " ".join(name.n3() for name in _names(join)) or "(1 AS ?there)"
    pattern = " ".join(_term(term) for term in join.wanted)
    if join.graph is None:
        return f"SELECT DISTINCT {names} WHERE {{ {values} {pattern} }}"
    ours = ours_filter(join.graph.n3()) if isinstance(join.graph, Variable) else ""
    body = f"GRAPH {_term(join.graph)} {{ {pattern} }} {ours}"
    return f"SELECT DISTINCT {names} WHERE {{ {body} }}"


def _values(name: Variable, terms: Iterable[Term]) -> str:
    return f"VALUES {name.n3()} {{ {' '.join(map(_term, terms))} }}"


def _is_joined(term: Term) -> bool:
    """Say whether every server joins a term as what it is: names and plain texts."""
    return isinstance(term, URIRef) or (isinstance(term, Literal) and not is_special(term))


def _names(join: Join) -> tuple[Variable, ...]:
    terms = (*join.wanted, *([] if join.graph is None else [join.graph]))
    return tuple(dict.fromkeys(term for term in terms if isinstance(term, Variable)))


def _term(term: Slot) -> str:
    return term.n3() if isinstance(term, URIRef | Variable) else str(to_engine(term))
