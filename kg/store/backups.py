"""Copies of a store, made while it is in use and checked before they take its place.

A backup is a folder with the engine's files at one commit, the ledger up to it, the key behind the
identifiers, the reports set aside, and a manifest with the hash of each file. Whoever has it has
the reports: it is as private as the store.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph

from kg.errors import InvalidBackup, StoreDamaged, StoreError, StoreLocked
from kg.store.commit_records import recorded
from kg.store.embedded import EmbeddedStore
from kg.store.engine_errors import translated_store_errors
from kg.store.engine_files import private_creation, sync_path
from kg.store.identity import KEY_FILE
from kg.store.ledger import Ledger
from kg.store.reading_store import open_reader
from kg.store.store_folder import (
    DECISIONS_FILE,
    ENGINE_FOLDER,
    SET_ASIDE_FILE,
    STORE_ENTRIES,
    StoreFiles,
)

__all__ = ["MANIFEST", "Backup", "back_up", "restore"]

MANIFEST = "manifest.json"
_FORMAT = 1
_LEDGER = StoreFiles(Path(ENGINE_FOLDER)).ledger.name
#: What is copied beside the engine and its ledger when it is there.
_BESIDE = (DECISIONS_FILE, KEY_FILE, SET_ASIDE_FILE)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: where it is, the commit that it holds, and the hashes of its files."""

    folder: Path
    sequence: int
    digest: str
    files: Mapping[str, str]


def back_up(directory: Path, target: Path) -> Backup:
    """Copy the store in a folder as it is at its last commit; writers go on meanwhile.

    The target must not be there, and is whole when it is. Raises UnknownStore when there is no
    store, StoreError or a kind of it when it cannot be read or the copy cannot be written.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; name a folder that is not")
    files = StoreFiles(directory / ENGINE_FOLDER)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    with translated_store_errors(str(target)), private_creation():
        try:
            with open_reader(files.engine) as reader:
                sequence = reader.sequence
                shutil.copytree(reader.folder, draft / ENGINE_FOLDER)
            digest = _copy_ledger(files.ledger, draft / _LEDGER, sequence)
            for name in _BESIDE:
                if (directory / name).exists():
                    shutil.copyfile(directory / name, draft / name)
            backup = Backup(target, sequence, digest, dict(_hashes(draft)))
            _write_manifest(draft / MANIFEST, backup)
            for path in (*draft.rglob("*"), draft):
                sync_path(path)
            draft.rename(target)
            sync_path(target.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return backup


def restore(source: Path, directory: Path, *, replace: bool = False) -> Backup:
    """Put a backup in the place of the store in a folder, after checking every byte of it.

    Raises InvalidBackup when it is not what was backed up, StoreError when there is a store and it
    is not to be replaced, StoreLocked when that is in use.
    """
    backup = _checked(source)
    files = StoreFiles(directory / ENGINE_FOLDER)
    if files.engine.exists():
        if not replace:
            raise StoreError(f"there is a store in {directory}; say --replace to lose it")
        _refuse_if_in_use(files.engine)
    with translated_store_errors(str(directory)), private_creation():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = directory / f".restoring-{secrets.token_hex(8)}"
        away = directory / f".replaced-{secrets.token_hex(8)}"
        try:
            for name in (*backup.files, MANIFEST):
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, draft / name)
            _check_engine(draft, backup)
            (draft / MANIFEST).unlink()
            for path in (*draft.rglob("*"), draft):
                sync_path(path)
            away.mkdir()
            for name in STORE_ENTRIES:
                if (directory / name).exists():
                    (directory / name).rename(away / name)
            for path in draft.iterdir():
                path.rename(directory / path.name)
            sync_path(directory)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(away)
    return backup


def _copy_ledger(source: Path, target: Path, sequence: int) -> str:
    """Copy the ledger up to a commit and return that one's digest."""
    digest = ""
    with target.open("w", encoding="utf-8") as stream:
        for commit in Ledger(source).commits():
            if commit.sequence <= sequence:
                stream.write(commit.line() + "\n")
                digest = commit.digest
    return digest


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), _hash(path)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        hashed = sha256()
        while block := stream.read(1 << 20):
            hashed.update(block)
        return hashed.hexdigest()


def _write_manifest(path: Path, backup: Backup) -> None:
    record = {
        "format": _FORMAT,
        "sequence": backup.sequence,
        "digest": backup.digest,
        "files": dict(backup.files),
    }
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _checked(source: Path) -> Backup:
    """Return a backup whose files are those of its manifest, and no others."""
    try:
        record = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in record["files"].items()}
        backup = Backup(source, int(record["sequence"]), str(record["digest"]), files)
        is_known = record["format"] == _FORMAT
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidBackup(source, "it has no manifest that can be read") from error
    if not is_known:
        raise InvalidBackup(source, "it was made by another version")
    if set(_regular_files(source)) != {*files, MANIFEST}:
        raise InvalidBackup(source, "its files are not those of its manifest")
    for name, digest in files.items():
        if name.partition("/")[0] not in {ENGINE_FOLDER, _LEDGER, *_BESIDE}:
            raise InvalidBackup(source, "it holds a file that is none of a store")
        if _hash(source / name) != digest:
            raise InvalidBackup(source, f"{name!r} is not what was backed up")
    return backup


def _regular_files(source: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(source):
        for name in (*folders, *names):
            path = Path(folder) / name
            if path.is_symlink():
                raise InvalidBackup(source, "it holds a link, and a backup holds none")
            if path.is_file():
                yield path.relative_to(source).as_posix()


def _check_engine(folder: Path, backup: Backup) -> None:
    """Do nothing when engine, ledger and manifest agree on the last commit."""
    try:
        last = Ledger(folder / _LEDGER).last
        engine = pyoxigraph.Store.read_only(str(folder / ENGINE_FOLDER))
        held = None if last is None else recorded(engine, last.sequence)
    except (StoreDamaged, OSError, RuntimeError) as error:
        raise InvalidBackup(backup.folder, "its files cannot be opened") from error
    if (
        last is None
        or held != last
        or (last.sequence, last.digest)
        != (
            backup.sequence,
            backup.digest,
        )
    ):
        raise InvalidBackup(backup.folder, "its ledger is not that of its engine")


def _refuse_if_in_use(engine: Path) -> None:
    try:
        EmbeddedStore(engine, background=()).close()
    except StoreLocked:
        raise
    except StoreError:
        return  # damaged, which is what a backup is for
