"""What can be asked of a workspace: questions, queries, exports, checks; nothing is changed."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Unpack

from kg.asking.answers import Answer, answer_question
from kg.asking.bindings import bind
from kg.asking.catalogue import load_catalogue
from kg.asking.read_question import read_question
from kg.errors import UnreadableInput
from kg.exports.intervals import with_interval
from kg.exports.rdf_files import ExportChoices, ExportSummary, export_rdf
from kg.exports.tables import export_findings_table
from kg.findings.report import Reading
from kg.reading.interface import Reader
from kg.reasoning.course import PatientCourse
from kg.reasoning.lesion_courses import LesionHistory, lesion_history
from kg.reasoning.lesion_decisions import LesionDecision
from kg.store.ingest import OnProgress
from kg.store.interface import Table
from kg.store.set_aside import SetAside
from kg.triples.shapes import Violation
from kg.triples.terms import Triple
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.extraction import extract
from kg.workspace.information import Information, information
from kg.workspace.parts import WorkspaceParts
from kg.workspace.plain_values import data_frame
from kg.workspace.preparing import shipped_shapes
from kg.workspace.query_form import query_form

__all__ = ["AnsweringWorkspace"]

#: Reports that are checked in one go: pySHACL takes its time per call, memory grows with each.
_CHECKED_TOGETHER = 100


class AnsweringWorkspace(WorkspaceParts):
    """The reading half of a workspace."""

    def extract(
        self,
        *paths: Path | str,
        on_refused: Callable[[UnreadableInput], None] | None = None,
        jobs: int | None = 1,
        reader: Reader | None = None,
    ) -> Iterator[Reading]:
        """Yield what reports say without storing it; see `kg.workspace.extract`."""
        return extract(*paths, on_refused=on_refused, jobs=jobs, reader=reader)

    def ask(self, question: str) -> Answer:
        """Answer a question in plain words, each row with the sentences it rests on.

        Raises NotUnderstood when nothing in it names a finding, a level or a patient.
        """
        return answer_question(
            read_question(question, load_lexicon()), self.store, load_vocabulary()
        )

    def query(self, name: str, **parameters: str | Iterable[str]) -> Table:
        """Answer a query of the catalogue; of several values of a parameter, any counts.

        Where its header asks for an interval, the columns `low` and `high` are added. Raises
        UnknownQuery or InvalidParameter, each with what there is instead.
        """
        query = load_catalogue().query(name)
        table = self.store.select(bind(query, parameters, load_vocabulary()))
        return table if query.interval is None else with_interval(table, query.interval)

    def sparql(self, text: str) -> Table | bool | tuple[Triple, ...]:
        """Answer a SPARQL query: rows for SELECT, a truth value for ASK, else triples.

        Raises InvalidQuery, with the place, when it is none, RefusedQuery when it would change
        the store or leave it.
        """
        form = query_form(text)
        if form == "select":
            return self.store.select(text)
        if form == "ask":
            return self.store.ask(text)
        return self.store.construct(text)

    def frame(self, answer: Answer | Table, library: str = "pandas") -> Any:  # noqa: ANN401
        """Return an answer as a data frame of pandas or polars; see `data_frame`."""
        return data_frame(answer, library)

    def export(
        self, destination: Path | str | BinaryIO, *, format: str, **choices: Unpack[ExportChoices]
    ) -> ExportSummary:
        """Write the findings as linked data, de-identified unless `choices` say otherwise."""
        target = Path(destination) if isinstance(destination, str) else destination
        return export_rdf(self.store, target, format=format, **choices)

    def export_table(
        self,
        destination: Path | str | BinaryIO,
        *,
        with_text: bool = False,
        with_identifiers: bool = False,
    ) -> int:
        """Write one CSV row a finding and return how many; de-identified in the same way."""
        return export_findings_table(
            self.store,
            Path(destination) if isinstance(destination, str) else destination,
            with_text=with_text,
            with_identifiers=with_identifiers,
        )

    def check(self, *, on_progress: OnProgress | None = None) -> tuple[Violation, ...]:
        """Return all that the shapes find wrong with the stored reports."""
        shapes, found = shipped_shapes(), list[Violation]()
        reports = self.stored.all_reports()
        for first in range(0, len(reports), _CHECKED_TOGETHER):
            group = reports[first : first + _CHECKED_TOGETHER]
            found += shapes.violations(
                triple for report in group for triple in self.store.graph_triples(report)
            )
            if on_progress is not None:
                on_progress(first + len(group), len(reports))
        return tuple(found)

    def decisions(self) -> tuple[LesionDecision, ...]:
        """Return what persons decided about which findings are one lesion."""
        return self._decisions.decisions()

    def lesions(self, patient: str) -> LesionHistory:
        """Return the lesions of a patient over all studies; raises UnknownIdentifier.

        They are followed anew from the stored reports and a person's decisions.
        """
        return lesion_history(PatientCourse.of(self.stored.patient(patient), self.decisions()))

    def set_aside(self) -> tuple[SetAside, ...]:
        """Return the reports that did not pass the shapes when they came, with the reasons."""
        return self._set_aside.entries()

    def info(self) -> Information:
        """Return what the workspace holds and what it was made with."""
        return information(self.store, self.directory, set_aside=len(self.set_aside()))
