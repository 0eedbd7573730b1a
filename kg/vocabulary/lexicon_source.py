"""`ontology/lexicon.ttl` as read, and what the user's own files add: wordings and patterns."""

from collections import defaultdict
from dataclasses import dataclass, field

import pyoxigraph

from kg.errors import InvalidOntology
from kg.resources import resource_folder
from kg.vocabulary.extension import extension_files
from kg.vocabulary.ontology_iri import TERMS

__all__ = ["LEXICON_FILE", "LexiconSource", "Pattern", "read_patterns", "read_source"]

LEXICON_FILE = "lexicon.ttl"


@dataclass(frozen=True, slots=True)
class Pattern:
    """The findings that a site and a form name together, and on what condition."""

    findings: tuple[str, ...]
    implies_absent: bool = False
    requires_level: bool = False


@dataclass(slots=True)
class LexiconSource:
    """`lexicon.ttl` as read: wordings, structures and patterns by local name."""

    wordings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def read_source() -> LexiconSource:
    """Return the shipped `lexicon.ttl` with the user's own files.

    Raises InvalidOntology, naming the file, when one cannot be read.
    """
    source = LexiconSource()
    for path in (resource_folder("ontology") / LEXICON_FILE, *extension_files()):
        try:
            for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
                _keep(source, quad)
        except (SyntaxError, OSError) as error:
            raise InvalidOntology(f"{path.name} cannot be read: {error}") from error
    return source


def _keep(source: LexiconSource, quad: pyoxigraph.Quad) -> None:
    if not isinstance(quad.subject, pyoxigraph.NamedNode):
        return
    if isinstance(quad.object, pyoxigraph.BlankNode):
        return
    name, predicate = _local(quad.subject.value), _local(quad.predicate.value)
    if predicate.endswith("#type"):
        source.kinds[name] = _local(quad.object.value)  # type: ignore[union-attr]
    elif predicate == "wording":
        source.wordings[name].append(quad.object.value)  # type: ignore[union-attr]
    else:
        source.links[name][predicate].append(_local(quad.object.value))  # type: ignore[union-attr]


def _local(iri: str) -> str:
    return iri.removeprefix(TERMS)


def read_patterns(source: LexiconSource) -> dict[tuple[str, str], Pattern]:
    """Return the pattern of each pair of site and form, the site "" for a form alone.

    Raises InvalidOntology when a pair means two findings or names a site or form without words.
    """
    patterns: dict[tuple[str, str], Pattern] = {}
    for name, kind in source.kinds.items():
        if kind != "LexicalPattern":
            continue
        links = source.links[name]
        pattern = Pattern(
            findings=tuple(links["denotes"]),
            implies_absent=links["impliesStatus"] == ["Absent"],
            requires_level=links["requiresLevel"] == ["true"],
        )
        for site in links["hasSite"] or [""]:
            for form in links["hasForm"]:
                if not all(source.wordings[part] for part in (site, form) if part):
                    raise InvalidOntology(f"{LEXICON_FILE}: {name} uses a part without words")
                if patterns.setdefault((site, form), pattern).findings != pattern.findings:
                    raise InvalidOntology(f"{LEXICON_FILE}: {site} with {form} means two findings")
    return patterns
