"""The difference between two contents of a graph, as one update that is done wholly or not at all.

A triple is written twice: into its graph, and into the default graph, which holds the set of the
triples of all graphs and is what queries see. Oxigraph could compute that union itself, but then
counts a triple once for every graph it stands in (measured, 0.5.13): a patient with three
reports would be found three times.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph

from kg.store.terms import EngineTriple

__all__ = ["GraphUpdate", "named_quads_of", "quads_of", "reload_update"]


@dataclass(frozen=True, slots=True)
class GraphUpdate:
    """What to take out of a graph and what to put in; `orphaned` are in no other graph."""

    graph: pyoxigraph.NamedNode
    removed: frozenset[EngineTriple]
    orphaned: frozenset[EngineTriple]
    added: frozenset[EngineTriple]
    empties_graph: bool

    def quads(self) -> list[pyoxigraph.Quad]:
        """Return the quads to add."""
        named = [pyoxigraph.Quad(*triple, self.graph) for triple in self.added]
        return named + [pyoxigraph.Quad(*triple) for triple in self.added]

    def sparql(self) -> str:
        """Return the SPARQL update that does all of it: Oxigraph runs it in one transaction.

        Terms are serialised by the engine itself, so no text can break out of its literal.
        """
        steps = []
        if self.removed:
            steps.append(_data("DELETE", self.graph, named=self.removed, default=self.orphaned))
        if self.added:
            steps.append(_data("INSERT", self.graph, named=self.added, default=self.added))
        if self.empties_graph:
            steps.append(f"DROP SILENT GRAPH {self.graph}")
        return " ;\n".join(steps)


def quads_of(graph: pyoxigraph.NamedNode, lines: bytes) -> bytes:
    """Return N-Triples as the N-Quads of a new graph and of the default graph.

    A line ends with " .", and N-Triples write a line feed inside a literal as two characters.
    """
    return lines + named_quads_of(graph, lines)


def named_quads_of(graph: pyoxigraph.NamedNode, lines: bytes) -> bytes:
    """Return N-Triples as the N-Quads of a graph."""
    return lines.replace(b" .\n", f" {graph} .\n".encode())


def reload_update(graph: pyoxigraph.NamedNode, triples: Iterable[pyoxigraph.Triple]) -> str:
    """Return the SPARQL update that gives a graph new content, blank nodes included."""
    added = frozenset((triple.subject, triple.predicate, triple.object) for triple in triples)
    return " ;\n".join(
        (
            "DELETE { ?s ?p ?o } WHERE { "
            f"GRAPH {graph} {{ ?s ?p ?o }} "
            "FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } "
            f"FILTER (?other != {graph}) }} }}",
            f"DROP SILENT GRAPH {graph}",
            _data("INSERT", graph, named=added, default=added),
        )
    )


def _data(
    verb: str,
    graph: pyoxigraph.NamedNode,
    *,
    named: Iterable[EngineTriple],
    default: Iterable[EngineTriple],
) -> str:
    return f"{verb} DATA {{ GRAPH {graph} {{\n{_lines(named)} }}\n{_lines(default)} }}"


def _lines(triples: Iterable[EngineTriple]) -> str:
    return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in triples)
