"""A workspace whose findings are on a server; key and set-aside reports stay on this machine."""

import re
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rdflib import URIRef

from kg.errors import RemoteFailed
from kg.store.ingest import OnProgress
from kg.workspace.engines import Choice, OnChoice

if TYPE_CHECKING:
    from kg.remote.remote_store import RemoteStore

__all__ = ["RemoteEngines", "is_remote", "local_folder"]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_FOLDER = Path("spinekg-remote")


def is_remote(location: Path | str) -> bool:
    """Say whether a store is named by an address of the web."""
    return bool(_ADDRESS.match(str(location)))


def local_folder(url: str) -> Path:
    """Return the folder on this machine that belongs to a store on a server.

    The key lies there unless SPINEKG_KEY has it; it never goes to the server.
    """
    host = re.sub(r"[^\w.-]", "_", urlsplit(url).hostname or "server")
    return _FOLDER / f"{host}-{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


class RemoteEngines:
    """The one engine of a workspace on a server, asked when it is first needed."""

    is_made = True

    def __init__(self, url: str, on_choice: OnChoice | None) -> None:
        self._url, self._on_choice = url, on_choice

    @cached_property
    def store(self) -> "RemoteStore":
        """Return the store; raises InvalidValue for its address, RemoteFailed or a kind of it."""
        from kg.remote.remote_store import RemoteStore

        opened = RemoteStore(self._url)
        if self._on_choice is not None:
            self._on_choice(Choice("remote", repr(opened)))
        return opened

    @property
    def writer(self) -> "RemoteStore":
        """Return the store."""
        return self.store

    def keep(self, contents: Mapping[URIRef, bytes]) -> None:
        """Do nothing: there is no snapshot to be made."""

    def show_changes(self) -> None:
        """Do nothing: a server shows what it has."""

    def make_snapshot(self, on_progress: OnProgress | None) -> int:
        """Raise RemoteFailed."""
        raise RemoteFailed(
            "a store on a server has no columnar snapshot; make one of a store on this machine"
        )

    def close(self) -> None:
        """Let go of the connection."""
        if "store" in self.__dict__:
            self.store.close()
            del self.__dict__["store"]
