"""Reading reports without a store."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from kg.errors import UnreadableInput
from kg.findings.report import Reading, Report
from kg.reading.reader import RuleReader
from kg.store.report_files import read_reports
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["extract", "reports_of", "rule_reader"]


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
