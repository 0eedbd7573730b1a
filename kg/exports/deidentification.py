"""What may leave the store: a list of what is allowed, with everything else left behind.

By default an export holds coded findings and the year of each study. Report text, quotes, the
words that were read as degree, side or number, identifiers of the source and exact dates stay
behind. IRIs are keyed hashes: the result is pseudonymous, and no certificate of anonymity.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import PROV, XSD, Literal, URIRef

from kg.exports.exported_properties import CODED, DERIVED, IDENTIFIERS, TEXTS, ExportedValue
from kg.store.interface import Quad, Store
from kg.triples.terms import Term
from kg.vocabulary.namespaces import DATA, DATASET_GRAPH, SPINE
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["DEIDENTIFIED", "ExportPolicy", "data_quads", "permitted"]


_NUMBERS = frozenset({XSD.decimal, XSD.integer})
#: A code or a version: short, and on one line.
_CODE = re.compile(r"[\w%./:+() -]{1,40}")
#: A reason in our own words: one line, not long.
_WORDS = re.compile(r"[\w%.,;:+()<> /-]{1,250}")
#: Derived graphs and the nodes in them.
_DERIVED = f"{DATA}derived/"
_DATE = re.compile(r"(\d{4})-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ExportPolicy:
    """What an export holds beside coded findings: the reports' words, the source's identifiers."""

    with_text: bool = False
    with_identifiers: bool = False

    @property
    def properties(self) -> Mapping[URIRef, ExportedValue]:
        """Return the properties that are let out, with what their values must be."""
        return {
            **CODED,
            **(TEXTS if self.with_text else {}),
            **(IDENTIFIERS if self.with_identifiers else {}),
        }

    @property
    def summary(self) -> str:
        """Return in words what was left out, for the description of the data set."""
        left_out = [
            *(() if self.with_text else ("report text and quotes",)),
            *(() if self.with_identifiers else ("identifiers of the source and exact dates",)),
        ]
        return f"Left out: {', '.join(left_out)}." if left_out else "Nothing was left out."


#: The default: neither words nor identifiers.
DEIDENTIFIED = ExportPolicy()


def permitted(quad: Quad, policy: ExportPolicy) -> Quad | None:
    """Return the quad as it may leave the store, or None when it may not.

    Anything that the policy does not list stays, as does a listed property with an unlisted kind
    of value: a name in the place of a code.
    """
    subject, predicate, value, graph = quad
    if not _is_in(subject, DATA):
        return None
    if predicate == SPINE.studyDate and not policy.with_identifiers:
        year = _DATE.fullmatch(str(value))
        studied = Literal(year[1], datatype=XSD.gYear) if year else None
        return (subject, SPINE.studyYear, studied, graph) if studied else None
    kind = policy.properties.get(predicate)
    if kind is None and _is_in(subject, _DERIVED) and _is_in(graph, _DERIVED):
        kind = DERIVED.get(predicate)
    return quad if kind is not None and _is_of_kind(value, kind) else None


def data_quads(store: Store) -> Iterator[Quad]:
    """Yield every quad about patients, reports and findings, sorted, without the ontology."""
    for graph in store.graphs():
        if _is_in(graph, DATA) and str(graph) != DATASET_GRAPH:
            for triple in store.graph_triples(graph):
                yield (*triple, graph)


def _is_in(term: Term, namespace: str) -> bool:
    return isinstance(term, URIRef) and term.startswith(namespace)


def _is_own_term(value: Term) -> bool:
    """Say whether a value is a term by which the user extends the ontology."""
    return isinstance(value, URIRef) and str(value) in load_vocabulary().parents


def _is_of_kind(value: Term, kind: ExportedValue) -> bool:
    if kind is ExportedValue.TERM:
        return _is_in(value, SPINE) or _is_in(value, str(PROV)) or _is_own_term(value)
    if kind is ExportedValue.NODE:
        return _is_in(value, DATA)
    if not isinstance(value, Literal):
        return False
    if kind is ExportedValue.NUMBER:
        return value.datatype in _NUMBERS
    if kind in (ExportedValue.TEXT, ExportedValue.DATE):
        return True
    shape = _WORDS if kind is ExportedValue.WORDS else _CODE
    return shape.fullmatch(str(value)) is not None
