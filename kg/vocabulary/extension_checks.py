"""Whether a user's own Turtle files fit the shipped ontology: they may add to it, never change it.

What is wrong is said in words that name the term, before anything is read or asked with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from kg.errors import InvalidOntology
from kg.resources import resource_folder
from kg.vocabulary.lexicon_source import LEXICON_FILE
from kg.vocabulary.ontology import shipped_files
from kg.vocabulary.ontology_iri import ONTOLOGY, TERMS
from kg.vocabulary.relations import reach

__all__ = ["refuse_unfit"]

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = f"{_RDF}type"
#: What a file may declare beside terms: itself, and what it describes itself with.
_HEADER = frozenset((f"{_OWL}Ontology", f"{_OWL}AnnotationProperty"))
_SUBCLASS = f"{_RDFS}subClassOf"
_DISJOINT = f"{_OWL}disjointWith"
_LABEL, _DEFINITION = f"{_SKOS}prefLabel", f"{_SKOS}definition"
_WORDINGS = (f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel")
_SOURCE = "http://purl.org/dc/terms/source"
#: Answers show what comes behind the hash.
_OWN_NAME = re.compile(r"(?:https?://|urn:)[^\s#]+#[A-Za-z][A-Za-z0-9_-]*")
#: What may be said of a term that ships with spinekg: its words, examples, its like elsewhere.
_ADDABLE = frozenset(
    (
        *_WORDINGS,
        *(f"{_SKOS}{name}" for name in ("example", "note", "scopeNote", "editorialNote")),
        *(f"{_SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")),
        f"{_RDFS}seeAlso",
        f"{TERMS}wording",
    )
)
#: The individuals of the lexicon have wordings instead of a label and a definition.
_WORDED = frozenset(f"{TERMS}Lexical{kind}" for kind in ("Form", "Neutral", "Pattern", "Site"))

Values = Mapping[str, Mapping[str, list[str]]]


@dataclass(slots=True)
class _Statements:
    """What files say of named terms: values by subject and predicate, all of them IRIs in full."""

    values: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    links: set[tuple[str, str, str]] = field(default_factory=set)


def refuse_unfit(files: Iterable[Path]) -> None:
    """Raise InvalidOntology with every reason for which a user's own files do not fit.

    A file that cannot be read, or is not Turtle, is named.
    """
    shipped = _statements((*shipped_files(), resource_folder("ontology") / LEXICON_FILE))
    own = _statements(files)
    checks = (_changes, _unfinished, _unknown, _contradictions, _clashes)
    faults = sorted({fault for check in checks for fault in check(shipped, own)})
    if faults:
        raise InvalidOntology("\n  ".join(["your own ontology does not fit:", *faults]))


def _statements(files: Iterable[Path]) -> _Statements:
    read = _Statements()
    for path in files:
        try:
            for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
                _keep(read, quad)
        except (SyntaxError, OSError) as error:
            raise InvalidOntology(f"{path.name} cannot be read: {error}") from error
    return read


def _keep(read: _Statements, quad: pyoxigraph.Quad) -> None:
    if not isinstance(quad.subject, pyoxigraph.NamedNode):
        return
    name, predicate = quad.subject.value, quad.predicate.value
    if isinstance(quad.object, pyoxigraph.NamedNode):
        read.links.add((name, predicate, quad.object.value))
    if isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal):
        read.values[name][predicate].append(quad.object.value)
    else:
        read.values[name][predicate].append("")


def _changes(shipped: _Statements, own: _Statements) -> Iterator[str]:
    """Tell what would change shipped terms, or take names that are not the user's to give."""
    for name, values in own.values.items():
        if name in shipped.values:
            yield from (
                f"{_short(name)} ships with spinekg: you may add wordings and mappings to it, "
                f"not {_short(predicate)}"
                for predicate in values.keys() - _ADDABLE
                if not set(values[predicate]) <= set(shipped.values[name].get(predicate, ()))
            )
        elif name.startswith(ONTOLOGY):
            yield (
                f"{_short(name)} is no term of spinekg; "
                f"name a term of your own in a namespace of your own"
            )
        elif not (_OWN_NAME.fullmatch(name) or _HEADER.issuperset(values.get(_TYPE, [""]))):
            yield f"{name!r} is no name of a term; write https://…#Name"


def _unfinished(shipped: _Statements, own: _Statements) -> Iterator[str]:
    """Tell which of the user's own terms lack what every term has."""
    for name, values in own.values.items():
        kinds = values.get(_TYPE, [])
        if name in shipped.values or _HEADER.intersection(kinds):
            continue
        if not kinds:
            yield f"{_short(name)} is not declared: say what it is a kind of (a …)"
        elif not _WORDED.intersection(kinds):
            yield from (
                f"{_short(name)} needs exactly one {_short(predicate)}"
                for predicate in (_LABEL, _DEFINITION)
                if len(values.get(predicate, [])) != 1
            )
        if f"{TERMS}firstLevel" in values and _SOURCE not in values:
            yield f"{_short(name)} needs a dcterms:source: who says that it has these levels"


def _unknown(shipped: _Statements, own: _Statements) -> Iterator[str]:
    """Tell which names in the user's statements are declared nowhere."""
    known = shipped.values.keys() | own.values.keys()
    for name, predicate, value in own.links:
        for term in (predicate, value):
            if term.startswith(TERMS) and term not in known:
                yield f"{_short(name)} names {_short(term)}, which is no term of spinekg"
        if predicate == _SUBCLASS and value not in known and not value.startswith(TERMS):
            yield f"{_short(name)} is a kind of {_short(value)}, which is declared nowhere"


def _contradictions(shipped: _Statements, own: _Statements) -> Iterator[str]:
    """Tell which of the user's own classes can have no instance, or are kinds of themselves."""
    links = shipped.links | own.links
    parents: dict[str, set[str]] = defaultdict(set)
    for name, predicate, value in links:
        if predicate == _SUBCLASS:
            parents[name].add(value)
    steps = {name: frozenset(above) for name, above in parents.items()}
    apart = sorted((one, other) for one, predicate, other in links if predicate == _DISJOINT)
    for name in own.values:
        above = reach(name, steps)
        if name in above:
            yield f"{_short(name)} is a kind of itself"
        yield from (
            f"{_short(name)} is a kind of {_short(one)} and of {_short(other)}, "
            f"which exclude each other"
            for one, other in apart
            if {one, other} <= {name, *above}
        )


def _clashes(shipped: _Statements, own: _Statements) -> Iterator[str]:
    """Tell which of the user's labels name another term already, whatever their case."""
    owners: dict[str, set[str]] = defaultdict(set)
    for statements in (shipped, own):
        for name, label in _labels(statements.values):
            owners[label.casefold()].add(name)
    for name, label in _labels(own.values):
        for other in owners[label.casefold()] - {name}:
            yield f"{label!r} names {_short(name)} and {_short(other)}; a label means one term"


def _labels(values: Values) -> Iterator[tuple[str, str]]:
    for name, of_term in values.items():
        for predicate in (_LABEL, *_WORDINGS):
            yield from ((name, label) for label in of_term.get(predicate, ()))


def _short(iri: str) -> str:
    for prefix, namespace in (("spine", TERMS), ("skos", _SKOS), ("rdf", _RDF), ("rdfs", _RDFS)):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
