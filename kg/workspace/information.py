"""What a workspace holds, in numbers."""

from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.reading.reader import EXTRACTOR
from kg.store.interface import Store
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["Information", "information"]


@dataclass(frozen=True, slots=True)
class Information:
    """What a workspace holds and what reads for it now."""

    directory: Path
    reports: int
    patients: int
    findings: int
    quads: int
    set_aside: int
    extractor: str
    ontology_version: str


def information(store: Store, directory: Path, *, set_aside: int) -> Information:
    """Return the numbers of a store; quads count the ontology and its closure too."""
    return Information(
        directory=directory,
        reports=_count(store, SPINE.Report),
        patients=_count(store, SPINE.Patient),
        findings=_count(store, SPINE.Finding),
        quads=store.quad_count(),
        set_aside=set_aside,
        extractor=EXTRACTOR,
        ontology_version=load_vocabulary().version,
    )


def _count(store: Store, kind: URIRef) -> int:
    table = store.select(f"SELECT (COUNT(DISTINCT ?node) AS ?count) WHERE {{ ?node a <{kind}> }}")
    return int(str(table.rows[0][0]))
