"""A reader that reads nothing: it gives the findings that another extractor handed in."""

from collections.abc import Iterable
from functools import partial

from kg.adapters.answers import Answer
from kg.adapters.handed_in_records import FindingsFormat, HandedInRecord
from kg.adapters.language_model import findings_of_answer
from kg.adapters.prose import json_in_prose
from kg.adapters.published_form import reading_from_json
from kg.adapters.radgraph import findings_of_graph
from kg.adapters.strict_json import JsonValue
from kg.adapters.token_places import compact
from kg.adapters.wording import Wording
from kg.errors import InvalidValue, RefusedFindings
from kg.findings.report import Reading, Report
from kg.reading.coverage import find_coverage, level_sets_in
from kg.reading.sections import find_sections
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["ADAPTER_VERSION", "HandedInReader"]

#: Written into the provenance of every finding that an adapter made; raise it when they change.
ADAPTER_VERSION = "0.1.0"


class HandedInReader:
    """Gives each report the findings that were handed in for it, after all checks.

    `refused` and `left_out` grow while reports are read: single findings that did not pass, and
    qualities that were not known; `unknown` counts observations whose words the lexicon does not
    know. All of them are warnings of their readings as well. A record of RadGraph is known by the
    text that it spells, else by its identifier; any other by its identifier.
    """

    def __init__(
        self,
        records: Iterable[HandedInRecord],
        findings_format: FindingsFormat,
        *,
        lexicon: Lexicon,
        vocabulary: Vocabulary,
        digest: str,
    ) -> None:
        self.refused: list[RefusedFindings] = []
        self.left_out: list[RefusedFindings] = []
        self.unknown = 0
        self._format = findings_format
        self._vocabulary = vocabulary
        self._wording = Wording.of(lexicon, vocabulary)
        self._digest = digest
        self._records = {record.identifier: record for record in records}
        self._spelled = {
            record.spelled: record for record in self._records.values() if record.spelled
        }

    @property
    def extractor(self) -> str:
        """Return the name of these findings: that of the adapter, and a digest of their file.

        No reading has it, so that a report is taken again whenever findings are handed in.
        """
        return f"spinekg-{self._format.value} {ADAPTER_VERSION}+{self._digest}"

    def read(self, report: Report) -> Reading:
        """Return the findings that were handed in for a report.

        Raises RefusedFindings when there are none, or when they fail as a whole.
        """
        record = self._spelled.get(compact(report.text)) or self._records.get(report.identifier)
        if record is None:
            raise RefusedFindings(
                report.place or "a report", "no findings were handed in for this report"
            )
        try:
            return self._reading(record, report)
        except InvalidValue as error:
            place = error.place if isinstance(error, RefusedFindings) else ""
            reason = error.reason if isinstance(error, RefusedFindings) else str(error)
            raise RefusedFindings(f"{record.place} {place}".strip(), reason) from error

    def _reading(self, record: HandedInRecord, report: Report) -> Reading:
        if self._format is FindingsFormat.SPINEKG:
            return reading_from_json(record.value, report, self._vocabulary)
        model = f"/{record.model}" if record.model else ""
        extractor = f"spinekg-{self._format.value}{model} {ADAPTER_VERSION}"
        answer = self._answer(record, report, extractor)
        self._count(answer, record.place)
        return Reading(
            report,
            answer.findings,
            extractor,
            find_coverage(
                report.text,
                report.title,
                find_sections(report.text),
                partial(level_sets_in, lexicon=self._wording.lexicon),
            ),
            tuple(dict.fromkeys(_warnings(answer))),
        )

    def _answer(self, record: HandedInRecord, report: Report, extractor: str) -> Answer:
        if self._format is FindingsFormat.RADGRAPH:
            return findings_of_graph(record.value, report, self._wording, extractor=extractor)
        value: JsonValue = record.value
        if isinstance(value, str):
            value = json_in_prose(value)
        return findings_of_answer(value, report, self._wording, extractor=extractor)

    def _count(self, answer: Answer, place: str) -> None:
        for kept, new in ((self.refused, answer.refused), (self.left_out, answer.left_out)):
            kept.extend(RefusedFindings(f"{place} {one.place}", one.reason) for one in new)
        self.unknown += len(answer.notes)


def _warnings(answer: Answer) -> Iterable[str]:
    yield from (f"finding refused: {one}" for one in answer.refused)
    yield from (f"left out: {one}" for one in answer.left_out)
    yield from (f"no known finding: {words}" for words in answer.notes)
