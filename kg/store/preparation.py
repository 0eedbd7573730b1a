"""All that can be done for a report without the store: read it, write triples, check the shapes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from rdflib import URIRef

from kg.errors import InvalidValue
from kg.findings.report import Report
from kg.reading.interface import Reader
from kg.store.terms import to_n_triples
from kg.triples.compiled_shapes import CompiledShapes
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.terms import Triple
from kg.triples.to_triples import reading_triples

__all__ = ["Preparation", "PrepareAll", "Prepared"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report that is ready to be stored as N-Triples, or the `reasons` why it is set aside."""

    graph: URIRef
    content: bytes
    reasons: tuple[str, ...] = ()


#: Prepares reports one after the other, in their order, as they are asked for.
PrepareAll = Callable[[Iterable[Report]], Iterator[Prepared]]


@dataclass(frozen=True, slots=True)
class Preparation:
    """Prepares reports; what becomes of one does not depend on the others."""

    reader: Reader
    identifiers: Identifiers
    shapes: Shapes
    compiled: CompiledShapes | None
    ontology_version: str

    @classmethod
    def of(
        cls, reader: Reader, *, identifiers: Identifiers, shapes: Shapes, ontology_version: str
    ) -> Self:
        """Return the preparation with a reader and shapes, which are compiled where they can be."""
        compiled = CompiledShapes.of(shapes.graph)
        return cls(reader, identifiers, shapes, compiled, ontology_version)

    def prepare(self, report: Report) -> Prepared:
        """Return the report ready to be stored, or why it is not to be stored."""
        graph = self.identifiers.report(report.identifier)
        try:
            triples = reading_triples(
                self.reader.read(report),
                identifiers=self.identifiers,
                ontology_version=self.ontology_version,
            )
            reasons = self._faults(triples)
            return Prepared(graph, b"" if reasons else to_n_triples(triples), reasons)
        except InvalidValue as error:
            return Prepared(graph, b"", (str(error),))

    def _faults(self, triples: tuple[Triple, ...]) -> tuple[str, ...]:
        if self.compiled is not None and self.compiled.surely_pass(triples):
            return ()
        found = self.shapes.violations(triples)
        return tuple(sorted({violation.message for violation in found}))
