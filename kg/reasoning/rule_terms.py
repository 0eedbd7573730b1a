"""The terms of the ontology in which rules of reasoning are written, as plain values.

Which classes a rule is about, which levels and whose word it rests on: all of it is Turtle in
`ontology/`, read here once, and an ontology that extends the shipped one adds to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pyoxigraph

from kg.errors import InvalidOntology
from kg.findings.qualities import Severity
from kg.vocabulary.ontology import ontology_files
from kg.vocabulary.ontology_iri import TERMS

__all__ = ["RuleTerm", "linked_terms", "rule_terms", "severity_named"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_SOURCE = "http://purl.org/dc/terms/source"


@dataclass(frozen=True, slots=True)
class RuleTerm:
    """One rule as the ontology gives it: its name, words, source and values by property."""

    name: str
    label: str
    source: str
    values: Mapping[str, tuple[str, ...]]

    def names(self, property_name: str) -> tuple[str, ...]:
        """Return the values of a property of this ontology, none when it has none."""
        return self.values.get(TERMS + property_name, ())

    def one(self, property_name: str) -> str:
        """Return the single value of a property.

        Raises InvalidOntology when it has none or several.
        """
        match self.names(property_name):
            case (value,):
                return value
            case several:
                raise InvalidOntology(
                    f"{self.name} has {len(several)} values of spine:{property_name}; it needs one"
                )


@cache
def rule_terms(kind: str) -> tuple[RuleTerm, ...]:
    """Return the instances of a class of rules, such as "ConusAssumption", by name.

    Raises InvalidOntology when a file is missing or broken or a rule lacks its label or source.
    """
    found = (
        _rule(name, values) for name, values in _terms().items() if kind in values.get(_TYPE, ())
    )
    return tuple(sorted(found, key=lambda one: one.name))


def linked_terms(property_name: str) -> Mapping[str, frozenset[str]]:
    """Return the values of a property of this ontology by the name of the term that has them.

    Raises InvalidOntology when a file is missing or broken.
    """
    return MappingProxyType(
        {
            name: frozenset(values[TERMS + property_name])
            for name, values in _terms().items()
            if TERMS + property_name in values
        }
    )


def severity_named(name: str) -> Severity:
    """Return the degree of an individual's name: spine:MildModerate is "mild-moderate"."""
    return Severity("".join(f"-{one.lower()}" if one.isupper() else one for one in name)[1:])


def _rule(name: str, values: Mapping[str, tuple[str, ...]]) -> RuleTerm:
    if not (values.get(_LABEL) and values.get(_SOURCE)):
        raise InvalidOntology(f"{name} needs a skos:prefLabel and a dcterms:source")
    return RuleTerm(name, values[_LABEL][0], values[_SOURCE][0], MappingProxyType(dict(values)))


@cache
def _terms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return every named subject of the ontology's files with its values, in their order."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in ontology_files():
        try:
            for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
                if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(
                    quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal
                ):
                    values = found.setdefault(quad.subject.value.removeprefix(TERMS), {})
                    before = values.get(quad.predicate.value, ())
                    value = quad.object.value.removeprefix(TERMS)
                    values[quad.predicate.value] = (*before, value)
        except (SyntaxError, OSError) as error:
            raise InvalidOntology(f"{path.name} cannot be read: {error}") from error
    return MappingProxyType(found)
