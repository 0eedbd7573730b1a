"""Whether triples are what the model says: the shapes of `ontology/shapes`, run by pySHACL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from rdflib import PROV, RDF, SH, Graph, URIRef
from rdflib.term import Node

from kg.errors import InvalidOntology
from kg.resources import resource_folder
from kg.triples.own_terms import admit_own_terms
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["SHAPE_FILES", "Shapes", "Violation"]

#: The shapes of data; others in the folder are about the ontology itself.
SHAPE_FILES = ("report.ttl", "finding.ttl")
#: Properties that lead from a node to a part that it may share with others.
_PART = (SPINE.evidence, SPINE.measurement, SPINE.ofPatient, PROV.wasGeneratedBy)
_NO_REPORT: frozenset[URIRef | None] = frozenset({None})


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with one node; `report` is None when the node belongs to no report.

    `message` comes from the shape and holds no value of the data.
    """

    report: URIRef | None
    focus: URIRef
    message: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes that the triples of reports must pass."""

    graph: Graph

    @classmethod
    def load(cls) -> Self:
        """Return the shapes that ship with the package, opened for the user's own terms.

        Raises InvalidOntology when a file is missing or is not Turtle.
        """
        graph = Graph()
        for name in SHAPE_FILES:
            path = resource_folder("ontology") / "shapes" / name
            try:
                graph.parse(path, format="turtle")
            except FileNotFoundError as error:
                raise InvalidOntology(f"the shapes lack {name}; reinstall the package") from error
            except SyntaxError as error:
                raise InvalidOntology(f"{name} is not Turtle") from error
        admit_own_terms(graph, load_vocabulary())
        return cls(graph)

    def violations(self, triples: Iterable[Triple]) -> tuple[Violation, ...]:
        """Return all that is wrong with the triples of any number of reports, sorted.

        Many reports in one call cost little more than one. What is wrong with a node that
        several reports share, such as their patient, is said once for each of them.

        Raises InvalidOntology when the shapes themselves cannot be run.
        """
        data = Graph()
        for triple in triples:
            data.add(triple)
        owners = _owners(data)
        found = {
            Violation(report, focus, message)
            for focus, message in self._results(data)
            for report in owners.get(focus) or _NO_REPORT
        }
        return tuple(sorted(found, key=lambda one: (str(one.report), one.focus, one.message)))

    def _results(self, data: Graph) -> Iterable[tuple[URIRef, str]]:
        # Core SHACL only: no inference, no rules, no scripts, no imports, so no network.
        import pyshacl  # takes longer to import than most commands take

        try:
            _, results, _ = pyshacl.validate(data, shacl_graph=self.graph, inplace=True)
        except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError) as error:
            raise InvalidOntology("the shapes cannot be run: they are not valid SHACL") from error
        messages = frozenset(self.graph.objects(None, SH.message))
        for report in results.subjects(RDF.type, SH.ValidationReport):
            for result in results.objects(report, SH.result):
                if results.value(result, SH.resultSeverity) == SH.Violation:
                    focus = URIRef(str(results.value(result, SH.focusNode)))
                    yield focus, _message(results, result, messages)


def _message(results: Graph, result: Node, messages: frozenset[Node]) -> str:
    """Return the shape's own message, or else which constraint on which property failed.

    Never the words that pySHACL makes up, which repeat the values.
    """
    for message in results.objects(result, SH.resultMessage):
        if message in messages:
            return str(message)
    path = _local_name(results.value(result, SH.resultPath)) or "the node"
    component = _local_name(results.value(result, SH.sourceConstraintComponent))
    return f"{path} breaks {component.removesuffix('ConstraintComponent')}"


def _owners(data: Graph) -> Mapping[Node, set[URIRef]]:
    """Return the reports to which each node belongs."""
    owners: dict[Node, set[URIRef]] = defaultdict(set)
    for report in data.subjects(RDF.type, SPINE.Report):
        owners[report].add(URIRef(str(report)))
    for node, report in data.subject_objects(SPINE.inReport):
        owners[node].add(URIRef(str(report)))
    for property_of_part in _PART:
        for whole, part in data.subject_objects(property_of_part):
            owners[part] |= owners[whole]
    return owners


def _local_name(term: Node | None) -> str:
    return str(term or "").replace("#", "/").rpartition("/")[2]
