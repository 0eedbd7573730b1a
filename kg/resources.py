"""Where the files that ship with the package are: the ontology, the queries, the demo corpus."""

from pathlib import Path

from kg.errors import MissingResources

__all__ = ["resource_folder"]

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """Return the folder of shipped files called `name` ("ontology" or "queries").

    Raises MissingResources when the package was installed without them.
    """
    if (_PACKAGE / "_resources").is_dir():
        folder = _PACKAGE / "_resources" / name
    elif (_PACKAGE.parent / "pyproject.toml").is_file():
        folder = _PACKAGE.parent / name
    else:
        folder = _PACKAGE / "_resources" / name
    if not folder.is_dir():
        raise MissingResources(
            f"kg is installed without its {name!r} files; reinstall spinekg from a wheel"
        )
    return folder
