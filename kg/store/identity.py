"""The key behind all identifiers: made once, kept beside the store, never in it."""

import os
import re
import secrets
from pathlib import Path

from rdflib import Literal, URIRef

from kg.errors import StoreDamaged, StoreError
from kg.store.engine_files import private_creation, sync_path
from kg.store.interface import Store
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import SPINE, STORE_GRAPH

__all__ = ["KEY_FILE", "KEY_VARIABLE", "bind_to_key", "identity_key"]

KEY_FILE = "identity.key"
#: Environment variable that holds the key in place of the file.
KEY_VARIABLE = "SPINEKG_KEY"
KEY_LENGTH = 32
_HEXADECIMAL = re.compile(r"(?:[0-9a-fA-F]{2}){32,}")


def identity_key(directory: Path) -> bytes:
    """Return the key of the workspace in `directory`, making one when there is none.

    The environment variable SPINEKG_KEY comes before the file. The file is made at once and
    whole, readable by its owner only; of two processes that make one, both return the same.

    Raises StoreDamaged when the key is not 64 or more hexadecimal digits, StoreError when the
    file can be neither read nor made.
    """
    given = os.environ.get(KEY_VARIABLE)
    if given:
        return _parsed(given, f"the environment variable {KEY_VARIABLE}")
    path = directory / KEY_FILE
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        content = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise StoreError(
            f"{path} can be neither read nor made; check who owns the folder"
        ) from error
    return _parsed(content, str(path))


def bind_to_key(store: Store, identifiers: Identifiers) -> None:
    """Note in the store with which key its identifiers are made, if it has no such note yet.

    Raises StoreError when they were made with another: every report would be stored once more.
    """
    graph = URIRef(STORE_GRAPH)
    notes = store.graph_triples(graph)
    note = (graph, SPINE.keyDigest, Literal(identifiers.key_digest()))
    if note in notes:
        return
    if any(name == SPINE.keyDigest for _, name, _ in notes):
        raise StoreError(
            f"the reports of this store were added with another key; restore the file {KEY_FILE}, "
            f"or the value of {KEY_VARIABLE}, with which it was made"
        )
    store.replace_graph(graph, (*notes, note))


def _make(path: Path) -> None:
    """Write a random key under another name and link it, so that no half key is ever seen."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with private_creation():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(KEY_LENGTH) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(draft)
    except FileExistsError:  # another process was faster: its key is the key
        return
    finally:
        draft.unlink(missing_ok=True)
    sync_path(path.parent)


def _parsed(text: str, origin: str) -> bytes:
    if not _HEXADECIMAL.fullmatch(text.strip()):
        raise StoreDamaged(
            f"the key in {origin} is not 64 or more hexadecimal digits; restore the one with "
            f"which the reports were added, for another would not find them again"
        )
    return bytes.fromhex(text.strip())
