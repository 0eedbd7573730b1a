"""What RDF says of findings that are of defined classes, and because of which findings."""

from collections.abc import Iterator, Sequence

from rdflib import PROV, RDF, Literal, URIRef

from kg.triples.identifiers import Identifiers
from kg.triples.terms import Triple
from kg.vocabulary.namespaces import SPINE

__all__ = ["membership_triples"]

#: The rule by whose name these facts are known.
RULE = "class-definition"


def membership_triples(
    name: str, patient: URIRef, evidence: Sequence[URIRef], identifiers: Identifiers
) -> Iterator[Triple]:
    """Yield that a finding, the first of `evidence`, is of a defined class, and what it rests on.

    Several findings may each be the reason why it is; they then give several nodes, and one type.
    """
    finding, kind = evidence[0], SPINE[name]
    node = identifiers.derived("inferred-membership", name, *evidence)
    yield finding, RDF.type, kind
    yield node, RDF.type, SPINE.InferredMembership
    yield node, SPINE.aboutPatient, patient
    yield node, SPINE.derivationRule, Literal(RULE)
    yield node, SPINE.firstStatement, finding
    yield node, SPINE.inferredClass, kind
    for one in evidence:
        yield node, PROV.used, one
