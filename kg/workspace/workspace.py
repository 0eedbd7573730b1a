"""A workspace: one folder with a store of findings, and all that can be done with it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rdflib import URIRef

from kg.errors import InvalidValue, UnknownStore, UnreadableInput
from kg.findings.reference import FindingReference
from kg.findings.report import Report
from kg.reading.interface import Reader
from kg.reasoning.lesion_decisions import Decision, LesionDecision
from kg.store.backups import Backup
from kg.store.grading_files import read_grading_file
from kg.store.ingest import AddSummary, OnProgress, add_reports
from kg.store.removal import remove_patient, remove_report
from kg.store.report_files import STANDARD_INPUT
from kg.store.verification import Damage
from kg.workspace.answering import AnsweringWorkspace
from kg.workspace.care import Erasure
from kg.workspace.deriving import Deriving, DerivingSummary
from kg.workspace.engines import Engine, OnChoice
from kg.workspace.extraction import reports_of
from kg.workspace.open_engines import OpenEngines
from kg.workspace.preparing import preparing_pool, shipped_shapes
from kg.workspace.rule_reading import rule_reader

__all__ = ["Workspace", "open_workspace"]


@contextmanager
def open_workspace(
    location: Path | str,
    *,
    create: bool = True,
    engine: Engine = Engine.AUTO,
    on_choice: OnChoice | None = None,
) -> Iterator["Workspace"]:
    """Give the workspace in a folder, made when it is not there unless `create` is False.

    An address (`https://…`) is that of a SPARQL 1.1 server that holds the findings. `engine`
    answers queries of a store in a folder; left to itself, the one that fits each, and `on_choice`
    is told which and why. Raises UnknownStore when there is none and none is to be made.
    """
    workspace = Workspace(location, engine=engine, on_choice=on_choice)
    if not create and not workspace.is_made:
        raise UnknownStore(f"no store in {str(location)!r}; add reports to make one")
    try:
        yield workspace
    finally:
        workspace.close()


class Workspace(AnsweringWorkspace):
    """The findings of one folder; parts are loaded when they are first needed.

    Reports, patients and findings go by the identifiers of their source or by their IRIs.
    """

    def add(
        self,
        *paths: Path | str,
        on_progress: OnProgress | None = None,
        on_deriving: OnProgress | None = None,
        jobs: int | None = 1,
        reader: Reader | None = None,
    ) -> AddSummary:
        """Add the reports of files, folders or "-"; what cannot be added is in the summary."""
        summary = self.add_reports(
            reports_of(paths),
            on_progress=on_progress,
            on_deriving=on_deriving,
            jobs=jobs,
            reader=reader,
        )
        if isinstance(self._engines, OpenEngines):
            self.care.note_sources(path for path in paths if str(path) != STANDARD_INPUT)
        return summary

    def add_table(
        self,
        path: Path | str,
        kind: str,
        *,
        on_progress: OnProgress | None = None,
        on_deriving: OnProgress | None = None,
    ) -> AddSummary:
        """Add the studies of a table of gradings, such as that of "rsna2024", each as a report.

        Raises InvalidValue for an unknown kind of table, with those there are, UnreadableInput
        when the file is not one of this kind.
        """
        table = read_grading_file(Path(path), kind)
        return self.add_reports(
            table.reports(),
            on_progress=on_progress,
            on_deriving=on_deriving,
            reader=table.reader,
        )

    def add_reports(
        self,
        reports: Iterable[Report | UnreadableInput],
        *,
        on_progress: OnProgress | None = None,
        on_deriving: OnProgress | None = None,
        jobs: int | None = 1,
        reader: Reader | None = None,
    ) -> AddSummary:
        """Add reports that are at hand; each is stored wholly or not at all.

        What follows from them is derived afterwards, patient by patient, as `on_deriving` is told.

        Many reports are read by `jobs` processes, as many as there are cores for None, with the
        same result; a script that asks for more than one must be safe to import. A `reader` other
        than the rule reader, such as one of findings handed in, reads in this process.
        """
        stored: set[URIRef] = set()

        def on_stored(contents: Mapping[URIRef, bytes]) -> None:
            stored.update(contents)
            self._engines.keep(contents)

        with preparing_pool(self.identifiers, jobs) as pool:
            summary = add_reports(
                self._engines.writer,
                reports,
                reader=reader or rule_reader(),
                identifiers=self.identifiers,
                shapes=shipped_shapes(),
                record=self._set_aside,
                on_progress=on_progress,
                prepare_all=None if reader else pool.map,
                on_stored=on_stored,
            )
        self._deriving.derive_changed(stored, on_deriving)
        self._engines.show_changes()
        return summary

    def derive(self, *, on_progress: OnProgress | None = None) -> DerivingSummary:
        """Derive everything that follows from the reports anew: grades, courses, contradictions.

        Adding and removing keep derived facts up to date by themselves.
        """
        summary = self._deriving.derive_all(on_progress)
        self._engines.show_changes()
        return summary

    def decide(
        self, decision: Decision, first: str, second: str, *, reason: str, by: str | None = None
    ) -> None:
        """Note a person's decision about two findings and derive what follows from it.

        Findings go by their IRI or as "REPORT#NUMBER"; the decision takes the place of an earlier
        one about the same two. Raises UnknownIdentifier, and InvalidValue when the findings are of
        one report or of two patients.
        """
        one, other = self._two_findings(first, second)
        self._decisions.decide(LesionDecision(decision, one, other, reason, by))
        self._derive_lesions(one)

    def undo(self, first: str, second: str) -> None:
        """Take back what was decided about two findings; raises UnknownIdentifier for nothing."""
        one, other = self._two_findings(first, second)
        self._decisions.undo(one, other)
        self._derive_lesions(one)

    def _two_findings(self, first: str, second: str) -> tuple[FindingReference, FindingReference]:
        found = [self.stored.finding(identifier) for identifier in (first, second)]
        if len({reading.report.patient or reading.report.identifier for reading, _ in found}) > 1:
            raise InvalidValue("the two findings are of two patients; name two of one patient")
        one, other = (FindingReference(reading.report.identifier, f.key) for reading, f in found)
        return one, other

    def _derive_lesions(self, finding: FindingReference) -> None:
        self._deriving.derive_changed([self.identifiers.report(finding.report)])
        self._engines.show_changes()

    def remove_report(self, identifier: str) -> None:
        """Remove a report and its findings; raises UnknownIdentifier."""
        gone = remove_report(self._engines.writer, identifier, identifiers=self.identifiers)
        self._deriving.derive_changed([gone])
        self._engines.show_changes()

    def remove_patient(self, identifier: str) -> int:
        """Remove all reports of a patient, return how many; raises UnknownIdentifier."""
        removed = remove_patient(self._engines.writer, identifier, identifiers=self.identifiers)
        self._deriving.derive_changed(removed)
        self._engines.show_changes()
        return len(removed)

    def erase_patient(self, identifier: str, *, on_progress: OnProgress | None = None) -> Erasure:
        """Erase all reports of a patient so that no byte of them stays in the workspace's files.

        Raises UnknownIdentifier, and StoreLocked while another process reads or writes the store.
        """
        return self.care.erase_patient(identifier, self.identifiers, on_progress)

    def verify(self, *, on_progress: OnProgress | None = None) -> tuple[Damage, ...]:
        """Read all of the store and return what differs from its ledger."""
        return self.care.verify(on_progress)

    def back_up(self, target: Path | str) -> Backup:
        """Copy the workspace to a folder that is not there yet, while it is in use."""
        return self.care.back_up(Path(target))

    def make_snapshot(self, *, on_progress: OnProgress | None = None) -> int:
        """Make the columnar snapshot, or bring it up to date; return which commit it shows.

        From then on it is kept up to date by itself. Raises MissingExtra when the extra "columnar"
        is not installed.
        """
        return self._engines.make_snapshot(on_progress)

    @property
    def _deriving(self) -> Deriving:
        return Deriving(
            self._engines.writer, self.identifiers, self._decisions.decisions(), self._engines.keep
        )
