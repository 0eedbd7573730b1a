"""Which engine answers a query of a store on disk: its snapshot, or the store itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from rdflib import URIRef

from kg.errors import NotColumnar
from kg.store.interface import Quad, Store, Table
from kg.triples.terms import Triple

if TYPE_CHECKING:
    from kg.columnar.columnar_store import ColumnarStore

__all__ = ["Choice", "ChoosingStore", "Engine", "OnChoice"]


class Engine(StrEnum):
    """The engines of a store on disk."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    COLUMNAR = "columnar"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engine answered a query, by its name, and why that one."""

    engine: str
    reason: str


_Answer = TypeVar("_Answer")
#: Told of each choice.
OnChoice = Callable[[Choice], None]


class ChoosingStore(Store):
    """A store that answers from its columnar snapshot what that can answer, all else itself.

    `writer` returns the store that takes changes, `embedded` one that may be read-only, and
    `snapshot` the open snapshot, or the reason why there is none that is up to date.
    Both give the same rows; `wanted` takes the choice away, and then a query that the snapshot
    does not answer raises NotColumnar.
    """

    def __init__(
        self,
        embedded: Callable[[], Store],
        writer: Callable[[], Store],
        snapshot: "Callable[[], ColumnarStore | str]",
        *,
        wanted: Engine = Engine.AUTO,
        on_choice: OnChoice | None = None,
    ) -> None:
        self._embedded, self._writer, self._snapshot = embedded, writer, snapshot
        self._wanted, self._on_choice = wanted, on_choice

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query with the engine that fits it."""

        def from_snapshot(snapshot: "ColumnarStore") -> Table:
            plan = snapshot.plan(sparql)
            if plan.is_of_one and self._wanted is Engine.AUTO:
                raise NotColumnar("it names one node, which the store's index finds sooner")
            return snapshot.run(plan)

        found = self._from_snapshot(from_snapshot)
        return self._embedded().select(sparql) if found is None else found

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query with the engine that fits it."""
        found = self._from_snapshot(lambda snapshot: snapshot.ask(sparql))
        return self._embedded().ask(sparql) if found is None else found

    def construct(self, sparql: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        self._leave("a query for triples")
        return self._embedded().construct(sparql)

    def replace_graphs(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> frozenset[URIRef]:
        """Replace graphs in the store."""
        return self._writer().replace_graphs(graphs)

    def has_graph(self, graph: URIRef) -> bool:
        """Say whether the graph holds a triple."""
        return self._embedded().has_graph(graph)

    def graph_triples(self, graph: URIRef) -> tuple[Triple, ...]:
        """Return the triples of one graph, sorted."""
        return self._embedded().graph_triples(graph)

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""
        return self._embedded().graphs()

    def quads(self) -> Iterator[Quad]:
        """Yield every triple with its graph."""
        return self._embedded().quads()

    def quad_count(self) -> int:
        """Return how many quads there are."""
        return self._embedded().quad_count()

    def close(self) -> None:
        """Do nothing: who opened the engines closes them."""

    def _from_snapshot(self, answer: "Callable[[ColumnarStore], _Answer]") -> _Answer | None:
        """Return what the snapshot answers, None where the store itself is to."""
        if self._wanted is Engine.EMBEDDED:
            self._tell(Engine.EMBEDDED, "it was asked for")
            return None
        snapshot = self._snapshot()
        if isinstance(snapshot, str):
            self._leave(snapshot)
            return None
        try:
            found = answer(snapshot)
        except NotColumnar as error:
            self._leave(error.reason)
            return None
        self._tell(Engine.COLUMNAR, f"the snapshot shows commit {snapshot.sequence}, the last one")
        return found

    def _leave(self, reason: str) -> None:
        """Leave a query to the store itself, unless the snapshot was asked for."""
        if self._wanted is Engine.COLUMNAR:
            raise NotColumnar(reason)
        self._tell(Engine.EMBEDDED, reason)

    def _tell(self, engine: Engine, reason: str) -> None:
        if self._on_choice is not None:
            self._on_choice(Choice(engine, reason))
