"""The parts of a workspace: its store, the key of its identifiers, what is set aside."""

import os
from functools import cached_property
from pathlib import Path

from rdflib import DCTERMS

from kg.errors import RemoteFailed, StoreDamaged
from kg.store.identity import KEY_FILE, KEY_VARIABLE, identity_key
from kg.store.interface import Store
from kg.store.set_aside import SetAsideRecord
from kg.store.store_folder import DECISIONS_FILE, SET_ASIDE_FILE
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import SPINE
from kg.workspace.care import Care
from kg.workspace.decisions import DecisionsFile
from kg.workspace.engines import Engine, OnChoice
from kg.workspace.open_engines import OpenEngines
from kg.workspace.remote_engines import RemoteEngines, is_remote, local_folder
from kg.workspace.stored_reports import StoredReports

__all__ = ["WorkspaceParts"]


class WorkspaceParts:
    """What a workspace is made of; each part is opened when it is first needed."""

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

    @cached_property
    def stored(self) -> StoredReports:
        """Return access to what is stored: a report, a patient, a finding."""
        return StoredReports(self.store, self.identifiers)

    @property
    def care(self) -> Care:
        """Return what looks after the workspace; raises RemoteFailed for one on a server."""
        if isinstance(self._engines, RemoteEngines):
            raise RemoteFailed(
                "a store on a server is verified, backed up and erased with the server's own tools"
            )
        return Care(self.directory, self._engines)

    @property
    def _decisions(self) -> DecisionsFile:
        return DecisionsFile(self.directory / DECISIONS_FILE)

    @property
    def _set_aside(self) -> SetAsideRecord:
        return SetAsideRecord(self.directory / SET_ASIDE_FILE)
