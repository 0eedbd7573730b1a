"""Reading reports without a store."""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from kg.errors import InvalidValue, RefusedFindings, UnreadableInput
from kg.exports.formats import RdfFormat, write_quads
from kg.findings.report import Reading, Report
from kg.reading.interface import Reader
from kg.store.identity import KEY_FILE, KEY_VARIABLE, identity_key
from kg.store.report_files import read_reports
from kg.triples.identifiers import Identifiers
from kg.triples.to_triples import reading_triples
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.preparing import reading_pool
from kg.workspace.rule_reading import rule_reader

__all__ = ["extract", "passing_key", "reports_of", "rule_reader", "write_turtle"]

_Item = TypeVar("_Item")


def reports_of(paths: Iterable[Path | str]) -> Iterator[Report | UnreadableInput]:
    """Yield the reports of files, folders or "-", and what could not be read."""
    for path in paths:
        yield from read_reports(path)


def extract(
    *paths: Path | str,
    on_refused: Callable[[UnreadableInput], None] | None = None,
    jobs: int | None = 1,
    reader: Reader | None = None,
) -> Iterator[Reading]:
    """Yield what each report of files, folders or "-" says, in their order; nothing is stored.

    Input that cannot be read goes to `on_refused` and the rest goes on; without it, the first
    such UnreadableInput is raised. `jobs` processes read, as many as there are cores for None. A
    `reader` other than the rule reader reads in this process; a report of which it has no valid
    reading counts as input that cannot be read.
    """
    reports = _accepted(reports_of(paths), on_refused)
    if reader is not None:
        yield from _accepted((_read(reader, report) for report in reports), on_refused)
        return
    with reading_pool(jobs) as pool:
        yield from pool.map(reports)


def _accepted(
    items: Iterable[_Item | UnreadableInput],
    on_refused: Callable[[UnreadableInput], None] | None,
) -> Iterator[_Item]:
    for item in items:
        if not isinstance(item, UnreadableInput):
            yield item
        elif on_refused is None:
            raise item
        else:
            on_refused(item)


def _read(reader: Reader, report: Report) -> Reading | UnreadableInput:
    try:
        return reader.read(report)
    except RefusedFindings as error:
        return UnreadableInput(error.place, error.reason)
    except InvalidValue as error:
        return UnreadableInput(report.place or "a report", str(error))


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
