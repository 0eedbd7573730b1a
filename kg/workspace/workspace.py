"""A workspace: one folder with a store of findings, and all that can be done with it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Unpack

from rdflib import DCTERMS, URIRef

from kg.asking.answers import Answer, answer_question
from kg.asking.bindings import bind
from kg.asking.catalogue import load_catalogue
from kg.asking.read_question import read_question
from kg.errors import RemoteFailed, StoreDamaged, UnknownStore, UnreadableInput
from kg.exports.rdf_files import ExportChoices, ExportSummary, export_rdf
from kg.exports.tables import export_findings_table
from kg.findings.report import Reading, Report
from kg.reading.interface import Reader
from kg.store.backups import Backup
from kg.store.grading_files import read_grading_file
from kg.store.identity import KEY_FILE, KEY_VARIABLE, identity_key
from kg.store.ingest import AddSummary, OnProgress, add_reports
from kg.store.interface import Store, Table
from kg.store.removal import remove_patient, remove_report
from kg.store.report_files import STANDARD_INPUT
from kg.store.set_aside import SetAside, SetAsideRecord
from kg.store.store_folder import SET_ASIDE_FILE
from kg.store.verification import Damage
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Violation
from kg.triples.terms import Triple
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.care import Care, Erasure
from kg.workspace.deriving import Deriving, DerivingSummary
from kg.workspace.engines import Engine, OnChoice
from kg.workspace.extraction import extract, reports_of
from kg.workspace.information import Information, information
from kg.workspace.open_engines import OpenEngines
from kg.workspace.plain_values import data_frame
from kg.workspace.preparing import preparing_pool, shipped_shapes
from kg.workspace.query_form import query_form
from kg.workspace.remote_engines import RemoteEngines, is_remote, local_folder
from kg.workspace.rule_reading import rule_reader
from kg.workspace.stored_reports import StoredReports

__all__ = ["Workspace", "open_workspace"]

#: Reports that are checked in one go: pySHACL takes its time per call, memory grows with each.
_CHECKED_TOGETHER = 100


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


class Workspace:
    """The findings of one folder; parts are loaded when they are first needed.

    Reports, patients and findings go by the identifiers of their source or by their IRIs.
    """

    def __init__(
        self,
        location: Path | str,
        *,
        engine: Engine = Engine.AUTO,
        on_choice: OnChoice | None = None,
    ) -> None:
        self._engines: OpenEngines | RemoteEngines
        if is_remote(location):
            self.directory = local_folder(str(location))
            self._engines = RemoteEngines(str(location), on_choice)
        else:
            self.directory = Path(location)
            self._engines = OpenEngines(self.directory, engine, on_choice)

    @property
    def is_made(self) -> bool:
        """Say whether there is a store in the folder."""
        return self._engines.is_made

    @property
    def store(self) -> Store:
        """Return the store, whose parts are opened at first use; raises StoreError or a kind."""
        return self._engines.store

    @cached_property
    def identifiers(self) -> Identifiers:
        """Return what mints the IRIs of this workspace.

        Raises StoreDamaged when the reports in the store were added with another key.
        """
        known = self.store.select(
            f"SELECT ?report ?identifier WHERE {{ ?report a <{SPINE.Report}> ; "
            f"<{DCTERMS.identifier}> ?identifier }} LIMIT 1"
        ).rows
        has_key = KEY_VARIABLE in os.environ or (self.directory / KEY_FILE).exists()
        if not known or has_key:
            identifiers = Identifiers(identity_key(self.directory))
            if all(report == identifiers.report(str(name)) for report, name in known):
                return identifiers
        raise StoreDamaged(
            f"the key of {self.directory} is not the one with which its reports were added; "
            f"restore {KEY_FILE} or set {KEY_VARIABLE}"
        )

    def close(self) -> None:
        """Let go of the store's files."""
        self._engines.close()

    def add(
        self,
        *paths: Path | str,
        on_progress: OnProgress | None = None,
        jobs: int | None = 1,
        reader: Reader | None = None,
    ) -> AddSummary:
        """Add the reports of files, folders or "-"; what cannot be added is in the summary."""
        summary = self.add_reports(
            reports_of(paths), on_progress=on_progress, jobs=jobs, reader=reader
        )
        if isinstance(self._engines, OpenEngines):
            self.care.note_sources(path for path in paths if str(path) != STANDARD_INPUT)
        return summary

    def add_table(
        self, path: Path | str, kind: str, *, on_progress: OnProgress | None = None
    ) -> AddSummary:
        """Add the studies of a table of gradings, such as that of "rsna2024", each as a report.

        Raises InvalidValue for an unknown kind of table, with those there are, UnreadableInput
        when the file is not one of this kind.
        """
        table = read_grading_file(Path(path), kind)
        return self.add_reports(table.reports(), on_progress=on_progress, reader=table.reader)

    def add_reports(
        self,
        reports: Iterable[Report | UnreadableInput],
        *,
        on_progress: OnProgress | None = None,
        jobs: int | None = 1,
        reader: Reader | None = None,
    ) -> AddSummary:
        """Add reports that are at hand; each is stored wholly or not at all.

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
        self._deriving.derive_changed(stored)
        self._engines.show_changes()
        return summary

    def derive(self, *, on_progress: OnProgress | None = None) -> DerivingSummary:
        """Derive everything that follows from the reports anew: grades, courses, contradictions.

        Adding and removing keep derived facts up to date by themselves.
        """
        summary = self._deriving.derive_all(on_progress)
        self._engines.show_changes()
        return summary

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

        Raises UnknownQuery or InvalidParameter, each with what there is instead.
        """
        query = load_catalogue().query(name)
        return self.store.select(bind(query, parameters, load_vocabulary()))

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

    @cached_property
    def stored(self) -> StoredReports:
        """Return access to what is stored: a report, a patient, a finding."""
        return StoredReports(self.store, self.identifiers)

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

    @property
    def care(self) -> Care:
        """Return what looks after the workspace; raises RemoteFailed for one on a server."""
        if isinstance(self._engines, RemoteEngines):
            raise RemoteFailed(
                "a store on a server is verified, backed up and erased with the server's own tools"
            )
        return Care(self.directory, self._engines)

    def make_snapshot(self, *, on_progress: OnProgress | None = None) -> int:
        """Make the columnar snapshot, or bring it up to date; return which commit it shows.

        From then on it is kept up to date by itself. Raises MissingExtra when the extra "columnar"
        is not installed.
        """
        return self._engines.make_snapshot(on_progress)

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

    def set_aside(self) -> tuple[SetAside, ...]:
        """Return the reports that did not pass the shapes when they came, with the reasons."""
        return self._set_aside.entries()

    def info(self) -> Information:
        """Return what the workspace holds and what it was made with."""
        return information(self.store, self.directory, set_aside=len(self.set_aside()))

    @property
    def _deriving(self) -> Deriving:
        return Deriving(self._engines.writer, self.identifiers)

    @property
    def _set_aside(self) -> SetAsideRecord:
        return SetAsideRecord(self.directory / SET_ASIDE_FILE)
