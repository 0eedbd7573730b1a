"""What may leave the store: a list of what is allowed, with everything else left behind.

By default an export holds coded findings and the year of each study. Report text, quotes, the
words that were read as degree, side or number, identifiers of the source and exact dates stay
behind. IRIs are keyed hashes: the result is pseudonymous, and no certificate of anonymity.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from rdflib import DCTERMS, PROV, RDF, XSD, Literal, URIRef

from kg.store.interface import Quad, Store
from kg.triples.terms import Term
from kg.vocabulary.namespaces import DATA, DATASET_GRAPH, OA, SPINE
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["DEIDENTIFIED", "ExportPolicy", "data_quads", "permitted"]


class _Value(Enum):
    """What the values of a property must be to be let out."""

    TERM = auto()
    NODE = auto()
    NUMBER = auto()
    CODE = auto()
    TEXT = auto()
    DATE = auto()


#: Always let out, when the value is of this kind.
_CODED: Mapping[URIRef, _Value] = MappingProxyType(
    {
        RDF.type: _Value.TERM,
        PROV.wasGeneratedBy: _Value.NODE,
        OA.end: _Value.NUMBER,
        OA.start: _Value.NUMBER,
        SPINE.atLevel: _Value.TERM,
        SPINE.causes: _Value.NODE,
        SPINE.change: _Value.TERM,
        SPINE.covers: _Value.TERM,
        SPINE.dimension: _Value.CODE,
        SPINE.evidence: _Value.NODE,
        SPINE.extractor: _Value.CODE,
        SPINE.extractorVersion: _Value.CODE,
        SPINE.findingType: _Value.TERM,
        SPINE.grade: _Value.CODE,
        SPINE.inReport: _Value.NODE,
        SPINE.inSection: _Value.TERM,
        SPINE.inStructure: _Value.TERM,
        SPINE.laterality: _Value.TERM,
        SPINE.measurement: _Value.NODE,
        SPINE.numbering: _Value.TERM,
        SPINE.ofLesion: _Value.NODE,
        SPINE.ofPatient: _Value.NODE,
        SPINE.ontologyVersion: _Value.CODE,
        SPINE.severity: _Value.TERM,
        SPINE.status: _Value.TERM,
        SPINE.temporality: _Value.TERM,
        SPINE.unit: _Value.CODE,
        SPINE.value: _Value.NUMBER,
    }
)
#: Let out with the text: what the report says in its own words, and why it was read so.
_TEXTS: Mapping[URIRef, _Value] = MappingProxyType(
    {
        OA.exact: _Value.TEXT,
        SPINE.cue: _Value.TEXT,
        SPINE.degreeText: _Value.TEXT,
        SPINE.levelText: _Value.TEXT,
        SPINE.statusRule: _Value.TEXT,
        SPINE.levelRule: _Value.TEXT,
        SPINE.sideRule: _Value.TEXT,
        SPINE.severityRule: _Value.TEXT,
        SPINE.readingWarning: _Value.TEXT,
        SPINE.reportText: _Value.TEXT,
        SPINE.rule: _Value.TEXT,
        SPINE.sideText: _Value.TEXT,
        SPINE.writtenAs: _Value.TEXT,
    }
)
#: Let out with the identifiers; without them, a study date is cut to its year.
_IDENTIFIERS: Mapping[URIRef, _Value] = MappingProxyType(
    {
        DCTERMS.identifier: _Value.TEXT,
        DCTERMS.title: _Value.TEXT,
        SPINE.studyDate: _Value.DATE,
        SPINE.textDigest: _Value.TEXT,
    }
)
_NUMBERS = frozenset({XSD.decimal, XSD.integer})
#: A code or a version: short, and on one line.
_CODE = re.compile(r"[\w%./:+() -]{1,40}")
_DATE = re.compile(r"(\d{4})-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ExportPolicy:
    """What an export holds beside coded findings: the reports' words, the source's identifiers."""

    with_text: bool = False
    with_identifiers: bool = False

    @property
    def properties(self) -> Mapping[URIRef, _Value]:
        """Return the properties that are let out, with what their values must be."""
        return {
            **_CODED,
            **(_TEXTS if self.with_text else {}),
            **(_IDENTIFIERS if self.with_identifiers else {}),
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


def _is_of_kind(value: Term, kind: _Value) -> bool:
    if kind is _Value.TERM:
        return _is_in(value, SPINE) or _is_in(value, str(PROV)) or _is_own_term(value)
    if kind is _Value.NODE:
        return _is_in(value, DATA)
    if not isinstance(value, Literal):
        return False
    if kind is _Value.NUMBER:
        return value.datatype in _NUMBERS
    return kind in (_Value.TEXT, _Value.DATE) or _CODE.fullmatch(str(value)) is not None
