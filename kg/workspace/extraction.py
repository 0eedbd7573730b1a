"""Reading reports without a store."""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from kg.errors import UnreadableInput
from kg.exports.formats import RdfFormat, write_quads
from kg.findings.report import Reading, Report
from kg.reading.reader import RuleReader
from kg.store.identity import KEY_FILE, KEY_VARIABLE, identity_key
from kg.store.report_files import read_reports
from kg.triples.identifiers import Identifiers
from kg.triples.to_triples import reading_triples
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["extract", "passing_key", "reports_of", "rule_reader", "write_turtle"]


@cache
def rule_reader() -> RuleReader:
    """Return the reader of this package with the words of its ontology."""
    return RuleReader(load_lexicon(), load_vocabulary())


def reports_of(paths: Iterable[Path | str]) -> Iterator[Report | UnreadableInput]:
    """Yield the reports of files, folders or "-", and what could not be read."""
    for path in paths:
        yield from read_reports(path)


def extract(
    *paths: Path | str, on_refused: Callable[[UnreadableInput], None] | None = None
) -> Iterator[Reading]:
    """Yield what each report of files, folders or "-" says; nothing is stored.

    Input that cannot be read goes to `on_refused` and the rest goes on; without it, the first
    such UnreadableInput is raised.
    """
    reader = rule_reader()
    for report in reports_of(paths):
        if not isinstance(report, UnreadableInput):
            yield reader.read(report)
        elif on_refused is None:
            raise report
        else:
            on_refused(report)


def passing_key(directory: Path) -> bytes:
    """Return the key of the workspace in `directory`, or one for this time when it has none."""
    if os.environ.get(KEY_VARIABLE) or (directory / KEY_FILE).exists():
        return identity_key(directory)
    return secrets.token_bytes(32)


def write_turtle(readings: Iterable[Reading], output: BinaryIO, *, key: bytes) -> None:
    """Write readings as Turtle, text and identifiers included, while they come."""
    identifiers = Identifiers(key)
    version = load_vocabulary().version
    quads = (
        (*triple, identifiers.report(reading.report.identifier))
        for reading in readings
        for triple in reading_triples(reading, identifiers=identifiers, ontology_version=version)
    )
    write_quads(quads, output, rdf_format=RdfFormat.TURTLE)
