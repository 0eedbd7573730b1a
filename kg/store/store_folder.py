"""What lies in the folder of a store, and how to tell such a folder from others."""

from pathlib import Path

from kg.store.identity import KEY_FILE

__all__ = ["ENGINE_FOLDER", "SET_ASIDE_FILE", "STORE_ENTRIES", "holds_store"]

ENGINE_FOLDER = "oxigraph"
SET_ASIDE_FILE = "set_aside.jsonl"
#: Names in the folder that are the store's own; reports may lie beside them.
STORE_ENTRIES = frozenset({ENGINE_FOLDER, KEY_FILE, SET_ASIDE_FILE})


def holds_store(folder: Path) -> bool:
    """Say whether the engine's files lie in a folder."""
    return (folder / ENGINE_FOLDER / "CURRENT").exists()
