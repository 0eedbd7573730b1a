"""Where the ontology's files are, a user's own among them, and the ontology as one graph."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InvalidOntology
from kg.resources import resource_folder
from kg.vocabulary.extension import extension_files

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["SOURCE_FILES", "closure_file", "load_ontology", "ontology_files", "shipped_files"]

#: The files that are the ontology, in reading order: header, model, place, kind, derived, others.
SOURCE_FILES = (
    "spine.ttl",
    "assertion.ttl",
    "wording.ttl",
    "anatomy.ttl",
    "regions.ttl",
    "structures.ttl",
    "findings.ttl",
    "defined_classes.ttl",
    "numbering.ttl",
    "derived.ttl",
    "grades.ttl",
    "courses.ttl",
    "consistency.ttl",
    "mappings.ttl",
)


def ontology_files() -> tuple[Path, ...]:
    """Return the shipped source files in reading order, and after them those of the user.

    Raises InvalidOntology when one is missing.
    """
    return (*shipped_files(), *extension_files())


def shipped_files() -> tuple[Path, ...]:
    """Return the ontology's source files in reading order, without what is generated from them.

    Raises InvalidOntology when one is missing.
    """
    folder = resource_folder("ontology")
    files = tuple(folder / name for name in SOURCE_FILES)
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        raise InvalidOntology(f"the ontology lacks {', '.join(missing)}; restore the files")
    return files


def closure_file() -> Path:
    """Return the path of the generated closure, which may not have been written yet."""
    return resource_folder("ontology") / "generated" / "closure.ttl"


def load_ontology(files: Iterable[Path] | None = None) -> "Graph":
    """Return the shipped source files, or other files, as one graph.

    Raises InvalidOntology, naming the file and the place, when one is not Turtle.
    """
    # Imported here: reading reports needs the files' names, not rdflib, which is slow to import.
    from rdflib import Graph

    from kg.vocabulary.namespaces import PREFIXES

    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    for path in shipped_files() if files is None else files:
        try:
            graph.parse(path, format="turtle")
        except SyntaxError as error:
            raise InvalidOntology(f"{path.name} is not Turtle: {error}") from error
    return graph
