"""Quads as JSON-LD in the words of the published context, readable without RDF tools.

The context is `ontology/context.jsonld`, published as CONTEXT. Every file carries it inline, so
that reading one needs no network.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, BinaryIO

from rdflib import RDF, XSD, Literal, URIRef

from kg.errors import MissingResources
from kg.resources import resource_folder
from kg.store.interface import Quad
from kg.triples.terms import Term
from kg.vocabulary.namespaces import PREFIXES, SPINE, VERSION_BASE

__all__ = ["CONTEXT", "load_context", "write_json_ld"]

#: The IRI under which the context is published.
CONTEXT = f"{VERSION_BASE}context.jsonld"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the context: how it is written, and what its values are without saying so."""

    name: str
    kind: str | None


def load_context() -> Json:
    """Return the published context, the value of its `@context`.

    Raises MissingResources when the package was installed without it.
    """
    path = resource_folder("ontology") / "context.jsonld"
    if not path.is_file():
        raise MissingResources(f"the ontology lacks {path.name!r}; reinstall spinekg from a wheel")
    context: Json = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return context


def write_json_ld(quads: Iterable[Quad], output: BinaryIO) -> None:
    """Write quads sorted by graph and subject: one object for each graph, one for each node."""
    output.write(b'{"@context": ' + _json(load_context()) + b',\n"@graph": [')
    separator = b"\n"
    for graph, members in groupby(quads, key=lambda quad: quad[3]):
        nodes = b",\n  ".join(map(_json, _nodes(members)))
        name = json.dumps(_compact(graph)).encode("ascii")
        output.write(separator + b'{"id": ' + name + b', "@graph": [\n  ' + nodes + b"\n]}")
        separator = b",\n"
    output.write(b"\n]}\n")


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def _nodes(quads: Iterable[Quad]) -> Iterator[Json]:
    for subject, members in groupby(quads, key=lambda quad: quad[0]):
        node: Json = {"id": _compact(subject)}
        for predicate, triples in groupby(members, key=lambda quad: quad[1]):
            name, values = _property(predicate, [quad[2] for quad in triples])
            node[name] = values[0] if len(values) == 1 else values
        yield node


def _property(predicate: URIRef, values: list[Term]) -> tuple[str, list[Any]]:
    if predicate == RDF.type:
        return "type", [_vocabulary_name(value) for value in values]
    word = _words().get(predicate, _Word(_compact(predicate), None))
    return word.name, [_value(value, word.kind) for value in values]


def _value(value: Term, kind: str | None) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, Literal):
        return _literal(value, kind)
    if kind == "@vocab":
        return _vocabulary_name(value)
    return _compact(value) if kind == "@id" else {"id": _compact(value)}


def _literal(value: Literal, kind: str | None) -> Any:  # noqa: ANN401 - any JSON value
    datatype = None if value.datatype is None else _compact(value.datatype)
    if value.language is not None:
        return {"@value": str(value), "@language": value.language}
    if datatype is None or value.datatype == XSD.string:
        return str(value) if kind is None else {"@value": str(value)}
    return str(value) if datatype == kind else {"@value": str(value), "@type": datatype}


def _vocabulary_name(term: Term) -> str:
    return term.removeprefix(SPINE) if term.startswith(SPINE) else _compact(term)


def _compact(term: Term) -> str:
    if not isinstance(term, URIRef):
        return f"_:{term}"
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace):
            return f"{prefix}:{term.removeprefix(namespace)}"
    return str(term)


@cache
def _words() -> Mapping[URIRef, _Word]:
    context = load_context()
    words: dict[URIRef, _Word] = {}
    for name, meaning in context.items():
        if isinstance(meaning, dict):
            prefix, _, local = meaning["@id"].partition(":")
            words[URIRef(context[prefix] + local)] = _Word(name, meaning.get("@type"))
    return words
