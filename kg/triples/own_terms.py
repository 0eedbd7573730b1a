"""Shapes that list terms by name, opened for those that a user's own ontology adds."""

import re
from collections.abc import Iterable

from rdflib import SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["admit_own_terms"]

#: What means more than itself in a pattern and may stand in an IRI.
_MEANINGFUL = re.compile(r"[.?+*()$\[\]]")


def admit_own_terms(shapes: Graph, vocabulary: Vocabulary) -> None:
    """Let `shapes` accept the terms of the vocabulary that are named outside its own namespace.

    They are admitted one by one, so that any other IRI is refused as before: classes as the type
    of a finding, level sets as its place and as what a report covers, extraspinal classes among
    those that are at no level.
    """
    classes = _own(vocabulary.findings)
    level_sets = _own(vocabulary.level_sets)
    for path, names in (
        (SPINE.findingType, classes),
        (SPINE.atLevel, level_sets),
        (SPINE.covers, level_sets),
    ):
        if names:
            _widen(shapes, path, names)
    extraspinal = [name for name in classes if vocabulary.is_a(name, "ExtraspinalFinding")]
    for members in shapes.objects(None, SH["in"]):
        listed = Collection(shapes, members)
        if SPINE.ExtraspinalFinding in listed:
            for name in extraspinal:
                listed.append(SPINE[name])


def _own(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if ":" in name)


def _widen(shapes: Graph, path: URIRef, names: Iterable[str]) -> None:
    """Let the patterns for values of one property match these IRIs too, each as a whole."""
    own = "|".join(_MEANINGFUL.sub(lambda found: f"[{found[0]}]", name) for name in names)
    for shape in list(shapes.subjects(SH.path, path)):
        for pattern in list(shapes.objects(shape, SH.pattern)):
            shapes.set((shape, SH.pattern, Literal(f"({pattern})|^({own})$")))
