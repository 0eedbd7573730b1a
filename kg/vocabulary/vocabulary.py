"""The ontology's terms as plain values: findings, structures and level sets with their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TypeVar

import pyoxigraph

from kg.anatomy.levels import LEVELS
from kg.errors import InvalidOntology
from kg.vocabulary.extension import content_mark, extension_files
from kg.vocabulary.extension_checks import refuse_unfit
from kg.vocabulary.ontology import ontology_files
from kg.vocabulary.ontology_iri import ONTOLOGY, TERMS
from kg.vocabulary.relations import members_between, reach

__all__ = ["LevelSet", "Term", "Vocabulary", "load_vocabulary"]

#: Classes whose subclasses are the kinds of finding that a report can state.
FINDING_ROOTS = frozenset({"SpinalFinding", "ExtraspinalFinding"})
STRUCTURE_ROOT = "AnatomicalStructure"
LEVEL_SET_ROOT = "LevelSet"

#: The values of one term by the local name of the predicate ("altLabel"), in the files' order.
Description = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """One finding class or structure: its words, its meaning, and what it is a kind of.

    `synonyms` are alternative labels, `hidden` wordings that are understood but not shown;
    `notation` is the key under which annotators know the class, `usual_structure` the structure
    that a finding of this class sits in unless the report says otherwise.
    """

    name: str
    label: str
    synonyms: tuple[str, ...]
    hidden: tuple[str, ...]
    definition: str
    parents: tuple[str, ...]
    notation: str | None = None
    usual_structure: str | None = None


@dataclass(frozen=True, slots=True)
class LevelSet:
    """A region or junction: the levels that it comprises, cranial to caudal, and who says so.

    `junction` names the junction of which this is one published extent.
    """

    name: str
    label: str
    synonyms: tuple[str, ...]
    hidden: tuple[str, ...]
    notation: str | None
    levels: tuple[str, ...]
    source: str | None
    junction: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every term by its local name ("EpiduralExtension"), what it is a kind of, near and far."""

    findings: Mapping[str, Term]
    structures: Mapping[str, Term]
    level_sets: Mapping[str, LevelSet]
    version: str
    parents: Mapping[str, frozenset[str]] = field(repr=False)
    ancestors: Mapping[str, frozenset[str]] = field(repr=False)

    def is_a(self, name: str, ancestor: str) -> bool:
        """Say whether a term is `ancestor` or a kind of it; an unknown term is only itself."""
        return name == ancestor or ancestor in self.ancestors.get(name, ())

    def annotation_key(self, name: str) -> str | None:
        """Return the notation of a finding class or of its nearest ancestor that has one."""
        generation = [name]
        while generation:
            keys = sorted(
                term.notation
                for term in (self.findings.get(name) for name in generation)
                if term is not None and term.notation is not None
            )
            if keys:
                return keys[0]
            generation = sorted({up for name in generation for up in self.parents.get(name, ())})
        return None


@cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary of the shipped ontology and the user's own, read once.

    The version tells the user's own files apart by their content: "0.1.0+1f3a9c2b".

    Raises InvalidOntology when a file is missing or broken, a term lacks label or definition, or
    the user's own terms do not fit.
    """
    if own := extension_files():
        refuse_unfit(own)
    terms = _descriptions()
    parents = {
        name: frozenset((*values.get("subClassOf", ()), *values.get("type", ()))) & terms.keys()
        for name, values in terms.items()
    }
    ancestors = {name: reach(name, parents) for name in terms}
    return Vocabulary(
        findings=_named(
            _term(name, terms[name], parents[name])
            for name in terms
            if (ancestors[name] | {name}) & FINDING_ROOTS
        ),
        structures=_named(
            _term(name, terms[name], parents[name])
            for name in terms
            if STRUCTURE_ROOT in ancestors[name] and "subClassOf" not in terms[name]
        ),
        level_sets=_named(
            _level_set(name, terms)
            for name in terms
            if LEVEL_SET_ROOT in ancestors[name] and "subClassOf" not in terms[name]
        ),
        version=_single(ONTOLOGY, terms[ONTOLOGY], "versionInfo") + content_mark(own),
        parents=MappingProxyType(parents),
        ancestors=MappingProxyType(ancestors),
    )


def _descriptions() -> dict[str, dict[str, list[str]]]:
    """Return every named subject of the source files with its values."""
    terms: dict[str, dict[str, list[str]]] = {}
    for path in ontology_files():
        try:
            for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
                if isinstance(quad.subject, pyoxigraph.NamedNode):
                    values = terms.setdefault(_name(quad.subject.value), {})
                    values.setdefault(_predicate(quad.predicate.value), []).append(
                        _name(quad.object.value)
                        if isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal)
                        else ""
                    )
        except (SyntaxError, OSError) as error:
            raise InvalidOntology(f"{path.name} cannot be read: {error}") from error
    return terms


def _name(value: str) -> str:
    return value.removeprefix(TERMS)


def _predicate(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


NamedTerm = TypeVar("NamedTerm", Term, LevelSet)


def _named(terms: Iterable[NamedTerm]) -> Mapping[str, NamedTerm]:
    return MappingProxyType({term.name: term for term in terms})


def _single(name: str, values: Description, predicate: str) -> str:
    match values.get(predicate, []):
        case [value]:
            return value
        case several:
            raise InvalidOntology(f"{name} has {len(several)} values of {predicate}; it needs one")


def _optional(name: str, values: Description, predicate: str) -> str | None:
    return _single(name, values, predicate) if predicate in values else None


def _term(name: str, values: Description, parents: frozenset[str]) -> Term:
    return Term(
        name=name,
        label=_single(name, values, "prefLabel"),
        synonyms=tuple(values.get("altLabel", ())),
        hidden=tuple(values.get("hiddenLabel", ())),
        definition=_single(name, values, "definition"),
        parents=tuple(sorted(parents)),
        notation=_optional(name, values, "notation"),
        usual_structure=_optional(name, values, "usualStructure"),
    )


def _level_set(name: str, terms: Mapping[str, Description]) -> LevelSet:
    values = terms[name]
    extent = _optional(name, values, "defaultExtent")
    stretch = terms[extent] if extent else values
    return LevelSet(
        name=name,
        label=_single(name, values, "prefLabel"),
        synonyms=tuple(values.get("altLabel", ())),
        hidden=tuple(values.get("hiddenLabel", ())),
        notation=_optional(name, values, "notation"),
        levels=members_between(
            {level.name: level.order for level in LEVELS.values()},
            _single(name, stretch, "firstLevel"),
            _single(name, stretch, "lastLevel"),
            frozenset(stretch.get("alsoContains", ())),
        ),
        source=_optional(name, stretch, "source"),
        junction=_optional(name, values, "extentOf"),
    )
