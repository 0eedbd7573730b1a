"""Which Turtle files of a user's own are loaded after the shipped ontology, to extend it."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from kg.errors import InvalidOntology

__all__ = ["EXTENSION_VARIABLE", "content_mark", "extension_files"]

#: Names folders of Turtle files, or single files, separated as the paths of PATH are.
EXTENSION_VARIABLE = "SPINEKG_ONTOLOGY"


def extension_files() -> tuple[Path, ...]:
    """Return the user's own files: folder after folder as the variable names them, each by name.

    Raises InvalidOntology when a folder is missing or holds no Turtle file.
    """
    places = os.environ.get(EXTENSION_VARIABLE, "").split(os.pathsep)
    return tuple(
        dict.fromkeys(file for place in places if place.strip() for file in _files(Path(place)))
    )


def content_mark(files: Iterable[Path]) -> str:
    """Return what tells apart by their content the versions that files extend, "" without files.

    It is written behind the version of the shipped ontology, as build metadata of semantic
    versioning: "+1f3a9c2b".
    """
    contents = [path.read_bytes() for path in files]
    if not contents:
        return ""
    hashed = sha256(b"".join(len(one).to_bytes(8, "big") + one for one in contents))
    return f"+{hashed.hexdigest()[:8]}"


def _files(place: Path) -> tuple[Path, ...]:
    if place.is_file():
        return (place,)
    if not place.is_dir():
        raise InvalidOntology(
            f"{EXTENSION_VARIABLE} names {str(place)!r}, which is not there; "
            f"name a folder of Turtle files, or unset it"
        )
    files = tuple(sorted(place.glob("*.ttl")))
    if not files:
        raise InvalidOntology(
            f"{EXTENSION_VARIABLE} names {str(place)!r}, which holds no file *.ttl; "
            f"name a folder of Turtle files, or unset it"
        )
    return files
