"""Looking after a workspace: verifying, backing up, erasing, and what its way back would be."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreLocked, UnknownIdentifier
from kg.store.backups import Backup, back_up
from kg.store.embedded import EmbeddedStore
from kg.store.erasure import erase
from kg.store.ingest import OnProgress
from kg.store.ledger import Ledger
from kg.store.places import PlaceKind, PlaceRecord
from kg.store.reading_store import ReadingStore, open_reader
from kg.store.removal import reports_of_patient
from kg.store.set_aside import SetAsideRecord
from kg.store.store_folder import (
    BACKUPS_FILE,
    DECISIONS_FILE,
    ENGINE_FOLDER,
    SET_ASIDE_FILE,
    SOURCES_FILE,
    StoreFiles,
)
from kg.store.verification import Damage, verify
from kg.triples.identifiers import Identifiers
from kg.workspace.decisions import DecisionsFile
from kg.workspace.open_engines import OpenEngines

__all__ = ["Care", "Erasure"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """How many reports were erased, and the backups that may still hold them."""

    reports: int
    backups: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """Looks after the workspace in a folder."""

    directory: Path
    engines: OpenEngines

    def note_sources(self, paths: Iterable[Path | str]) -> None:
        """Note where reports came from, so that they can be added again."""
        self._sources.add(PlaceKind.REPORTS, map(Path, paths))

    def sources(self) -> tuple[Path, ...]:
        """Return where reports came from."""
        return self._sources.places(PlaceKind.REPORTS)

    def backups(self) -> tuple[Path, ...]:
        """Return where backups went."""
        return self._backups.places(PlaceKind.BACKUP)

    def verify(self, on_progress: OnProgress | None) -> tuple[Damage, ...]:
        """Read all of the store and return what differs from its ledger.

        Raises StoreDamaged, with what was lost, when it cannot even be opened.
        """
        self.engines.close()
        with self._opened() as store:
            contents = Ledger(self._files.ledger).contents(until=store.sequence)
            return verify(store, contents, on_progress)

    def back_up(self, target: Path) -> Backup:
        """Copy the workspace to a folder, and note where."""
        made = back_up(self.directory, target)
        self._backups.add(PlaceKind.BACKUP, [target])
        return made

    def erase_patient(
        self, identifier: str, identifiers: Identifiers, on_progress: OnProgress | None
    ) -> Erasure:
        """Erase all reports of a patient, their being set aside, and decisions about them."""
        reports = reports_of_patient(self.engines.store, identifier, identifiers=identifiers)
        if not reports:
            raise UnknownIdentifier(
                "no such patient in the store; the identifier is the source's own"
            )
        self.engines.close()
        derived = (
            identifiers.derived_graph(patient)
            for patient in (
                identifiers.patient(identifier),
                identifiers.patient_of_report(identifier),
            )
        )
        erase(self._files.engine, (*reports, *derived), on_progress=on_progress)
        SetAsideRecord(self.directory / SET_ASIDE_FILE).update((), passed=frozenset(reports))
        decisions = DecisionsFile(self.directory / DECISIONS_FILE)
        decisions.forget(lambda report: identifiers.report(report) in reports)
        return Erasure(len(reports), tuple(path for path in self.backups() if path.exists()))

    def _opened(self) -> EmbeddedStore | ReadingStore:
        """Return the store's own files, or their last checkpoint while another process writes."""
        if self.engines.is_made:
            with suppress(StoreLocked):
                return EmbeddedStore(self._files.engine, background=())
        return open_reader(self._files.engine)

    @property
    def _files(self) -> StoreFiles:
        return StoreFiles(self.directory / ENGINE_FOLDER)

    @property
    def _sources(self) -> PlaceRecord:
        return PlaceRecord(self.directory / SOURCES_FILE)

    @property
    def _backups(self) -> PlaceRecord:
        return PlaceRecord(self.directory / BACKUPS_FILE)
