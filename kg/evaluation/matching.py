"""Gold records and the reports that they are about, brought together by identifier."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InvalidValue, UnreadableInput
from kg.evaluation.annotations import Annotations, Units, units_read
from kg.evaluation.gold_file import GoldReport, read_gold
from kg.evaluation.scores import ScoredReport
from kg.findings.report import Report
from kg.reading.interface import Reader
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["Matching", "match_reports"]

#: Lines of the gold file that a message names.
_NAMED_LINES = 10


@dataclass(slots=True)
class Matching:
    """Reports with their gold; how many have none, and what could not be read."""

    pairs: list[tuple[GoldReport, Report]] = field(default_factory=list)
    without_gold: int = 0
    refused: list[UnreadableInput] = field(default_factory=list)

    def scored(self, reader: Reader, vocabulary: Vocabulary) -> Iterator[ScoredReport]:
        """Yield each report as `reader` reads it, beside its gold.

        A report of which the reader has no valid reading is refused, and scored as one in which
        nothing was found.
        """
        known = Annotations.of(vocabulary)
        for gold, report in self.pairs:
            units: Units = {}
            try:
                units = units_read(reader.read(report), vocabulary, known)
            except InvalidValue as error:
                self.refused.append(UnreadableInput("scored as empty", str(error)))
            yield ScoredReport(gold.identifier, gold.units, units)


def match_reports(
    gold: Path, reports: Iterable[Report | UnreadableInput], known: Annotations
) -> Matching:
    """Return the gold records of a file with their reports, in the order of the records.

    Reports without gold are counted and left out; a second report of one identifier is refused
    when it says something else.

    Raises UnreadableInput when the file cannot be read, and when a record has no report: it says
    how many have none, and in which lines they stand.
    """
    found = Matching()
    records: dict[str, GoldReport] = {}
    for item in read_gold(gold, known):
        if isinstance(item, UnreadableInput):
            found.refused.append(item)
        else:
            records[item.identifier] = item
    texts: dict[str, Report] = {}
    for report in reports:
        if isinstance(report, UnreadableInput):
            found.refused.append(report)
        elif report.identifier not in records:
            found.without_gold += 1
        elif texts.setdefault(report.identifier, report).text != report.text:
            found.refused.append(_second(report))
    _refuse_without_report(gold, [one for name, one in records.items() if name not in texts])
    found.pairs = [(record, texts[name]) for name, record in records.items()]
    return found


def _second(report: Report) -> UnreadableInput:
    return UnreadableInput(
        report.place or "a report", "another report with the same id but another text came before"
    )


def _refuse_without_report(gold: Path, missing: list[GoldReport]) -> None:
    if not missing:
        return
    lines = ", ".join(str(record.line) for record in missing[:_NAMED_LINES])
    more = ", …" if len(missing) > _NAMED_LINES else ""
    raise UnreadableInput(
        str(gold),
        f"{len(missing)} gold ids are those of no report (lines {lines}{more}); "
        f"a text file goes by its name, a record by its id",
    )
