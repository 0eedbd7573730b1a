"""The ontology as one page of HTML for people, made by pyLODE from the release.

Run as `python -m kg.vocabulary.page FILE`; needs the extra `docs`. pyLODE shows classes and
properties; here it is given our terms only, in the order of their labels, and shows the levels,
level sets, structures and rules too. The IRI of a term ends in its place on the page.
"""

import argparse
import importlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import KgError, MissingExtra, UnwritableOutput
from kg.vocabulary.namespaces import ONTOLOGY, SPINE
from kg.vocabulary.release import release_digest, released_ontology

__all__ = ["main", "page_digest", "page_html"]

_INDIVIDUALS = "individuals"
#: What the page says of an individual, before what our own properties say.
_SAID_OF_INDIVIDUALS = (DCTERMS.title, RDF.type, DCTERMS.description, SKOS.note, DCTERMS.source)
#: What pyLODE says of every individual: nothing.
_INDIVIDUAL = f'<li>\n<a href="{OWL.NamedIndividual}">NamedIndividual</a>\n</li>\n'
#: Properties that pyLODE has no words for.
_UNTITLED = {
    RDF.type: ("kind", "The class of which it is an instance", "RDF"),
    VANN.preferredNamespacePrefix: ("preferred namespace prefix", "Before the name", "VANN"),
    VANN.preferredNamespaceUri: ("preferred namespace URI", "Before the name, in full", "VANN"),
}
_PROPERTIES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
#: Where the table of contents goes on behind the properties.
_NAMESPACES = '<li>\n<h4>\n<a href="#namespaces">'
_DIGEST = re.compile(r"<!-- release sha256:([0-9a-f]{64}) -->")


def page_html() -> str:
    """Return the page; the same ontology gives the same page.

    Raises MissingExtra when pyLODE is not installed, InvalidOntology when a source is broken.
    """
    try:
        pylode, parts = (importlib.import_module(name) for name in ("pylode", "pylode.utils"))
    except ImportError as error:
        raise MissingExtra("docs") from error
    release = released_ontology()
    shown = _shown(release)
    page = pylode.OntPub(ontology=shown)
    page.fids.update({str(term): str(term).removeprefix(SPINE) for term in _own(release)})
    page.props_labeled.update(_titles(release))
    make_sections = page._make_main_sections

    def make_all_sections() -> None:
        make_sections()
        _add_individuals(page, parts)

    page._make_main_sections = make_all_sections
    note = f"<!-- release sha256:{release_digest(release)} -->"
    html = _mended(page.make_html(), page.toc[_INDIVIDUALS])
    return html.replace("<html>", f'<html lang="en">\n{note}', 1)


def page_digest(page: str) -> str | None:
    """Return the hash of the released ontology that a page was made from."""
    found = _DIGEST.search(page)
    return found[1] if found else None


def _own(ontology: Graph) -> list[URIRef]:
    """Return our terms by label; individuals by kind first, and levels from head to tail."""
    terms = {one for one in ontology.subjects() if isinstance(one, URIRef) and one in SPINE}
    return sorted(terms, key=lambda term: _order(ontology, term))


def _order(ontology: Graph, term: URIRef) -> tuple[str, int, str]:
    order = int(str(ontology.value(term, SPINE.levelOrder) or 0))
    return _kind_label(ontology, term), order, _label(ontology, term)


def _kind_label(ontology: Graph, term: URIRef) -> str:
    if (term, RDF.type, OWL.NamedIndividual) not in ontology:
        return ""
    kinds = _kinds(ontology, term) - {OWL.NamedIndividual}
    return min((_label(ontology, kind) for kind in kinds), default="")


def _label(ontology: Graph, term: Node) -> str:
    return str(ontology.value(term, SKOS.prefLabel) or term).casefold()


def _shown(release: Graph) -> Graph:
    """Return what pyLODE is given: the header and our terms, their wordings as a note."""
    shown = Graph(bind_namespaces="none")
    for prefix, namespace in release.namespaces():
        shown.bind(prefix, namespace)
    for term in (URIRef(ONTOLOGY), *_own(release)):
        for triple in sorted(release.triples((term, None, None))):
            if triple[2] != OWL.FunctionalProperty:
                shown.add(triple)
        for note in _notes(release, term):
            shown.add((term, SKOS.note, Literal(note, lang="en")))
    return shown


def _notes(release: Graph, term: URIRef) -> Iterator[str]:
    if words := sorted(map(str, release.objects(term, SKOS.altLabel)), key=str.casefold):
        yield f"Also called: {', '.join(words)}."
    if (term, RDF.type, OWL.FunctionalProperty) in release:
        yield "Has one value at most."


def _titles(release: Graph) -> dict[URIRef, dict[str, str]]:
    """Return what pyLODE calls properties that it does not know."""
    unknown = {
        term: {"title": title, "description": description, "ont_title": origin}
        for term, (title, description, origin) in _UNTITLED.items()
    }
    return unknown | {
        term: {
            "title": str(release.value(term, RDFS.label)),
            "description": str(release.value(term, RDFS.comment)),
            "ont_title": str(release.value(URIRef(ONTOLOGY), DCTERMS.title)),
        }
        for term in _own(release)
        if _kinds(release, term) & _PROPERTIES
    }


def _kinds(ontology: Graph, term: URIRef) -> set[Node]:
    return set(ontology.objects(term, RDF.type))


def _add_individuals(page: Any, parts: Any) -> None:  # noqa: ANN401 - pyLODE has no types
    properties = [term for term in page.props_labeled if term in SPINE]
    section = parts.section_html(
        "Individuals",
        page.ont,
        page.back_onts,
        page.ns,
        OWL.NamedIndividual,
        [*_SAID_OF_INDIVIDUALS, *sorted(properties)],
        page.toc,
        _INDIVIDUALS,
        page.fids,
        page.props_labeled,
    )
    page.content.appendChild(section)


def _mended(html: str, individuals: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the page with the individuals in its table of contents."""
    entries = "\n".join(f'<li><a href="{place}">{name}</a></li>' for place, (name,) in individuals)
    heading = f'<h4><a href="#{_INDIVIDUALS}">Individuals</a></h4>'
    listed = f'<li>{heading}<ul class="second">\n{entries}\n</ul></li>\n'
    flat = re.sub(r"\n\s+", "\n", html)  # indents are half of the page
    return flat.replace(_INDIVIDUAL, "").replace(_NAMESPACES, listed + _NAMESPACES, 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page from the command line; return 0, or 1 when it cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m kg.vocabulary.page", description=__doc__)
    parser.add_argument("file", type=Path, help="where the page goes")
    file: Path = parser.parse_args(arguments).file
    try:
        html = page_html()
        try:
            file.write_text(html, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UnwritableOutput(str(file), error.strerror or "it cannot be written") from error
    except KgError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
