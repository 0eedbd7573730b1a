"""Reports from files and folders: .txt, .jsonl and .csv, or standard input."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from kg.errors import UnreadableInput
from kg.findings.report import MAXIMUM_TEXT_LENGTH, Report
from kg.store.bounded_lines import decoded, refuse_binary
from kg.store.report_records import REQUIRED_COLUMNS, csv_reports, json_reports, made_report
from kg.store.store_folder import STORE_ENTRIES, holds_store

__all__ = ["EXTENSIONS", "STANDARD_INPUT", "read_reports"]

STANDARD_INPUT = "-"
#: Bytes of a text: UTF-8 has up to four to a character.
_MAXIMUM_TEXT_BYTES = 4 * MAXIMUM_TEXT_LENGTH
#: Bytes from the start of a file that show what it is.
_SAMPLE = 8_192

_Item = Report | UnreadableInput
_FileReader = Callable[[io.BufferedReader, str, str], Iterator[_Item]]


def read_reports(path: Path | str) -> Iterator[Report | UnreadableInput]:
    """Yield the reports of a file, of all files of a folder, or of "-", standard input.

    What cannot be read comes as an UnreadableInput with its place (`name:line`, the name as it
    was given) and the reason, and the rest goes on; nothing is raised and nothing of the content
    is repeated. A text's identifier is its file's name without the extension, within a folder
    with the path to it. Standard input is JSON lines when it starts with "{", CSV when its first
    line names the columns, and else one text, called "stdin-" with a digest of what it says, so
    that two different texts are two reports.
    """
    name = str(path)
    if name == STANDARD_INPUT:
        yield from _guarded(name, lambda: _standard_input(sys.stdin.buffer))
    elif Path(path).is_dir():
        yield from _folder(Path(path))
    else:
        yield from _file(Path(path), Path(path).stem)


def _standard_input(stream: BinaryIO) -> Iterator[_Item]:
    if isinstance(stream, io.BufferedReader):
        buffered = stream
    else:
        buffered = io.BufferedReader(io.BytesIO(stream.read()))
    start = buffered.peek(_SAMPLE).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        yield from _records(json_reports)(buffered, STANDARD_INPUT, "stdin")
    elif _names_columns(start):
        yield from _records(csv_reports)(buffered, STANDARD_INPUT, "stdin")
    else:
        yield from (_called_by_content(item) for item in _text(buffered, STANDARD_INPUT, "stdin"))


def _names_columns(start: bytes) -> bool:
    first = start.partition(b"\n")[0].decode("utf-8", "replace").lower()
    return {name.strip(' "\r') for name in first.split(",")} >= set(REQUIRED_COLUMNS)


def _called_by_content(item: _Item) -> _Item:
    if isinstance(item, UnreadableInput):
        return item
    digest = sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return replace(item, identifier=f"{item.identifier}-{digest}")


def _folder(folder: Path) -> Iterator[_Item]:
    found = False
    closed: list[OSError] = []
    for path in _files_below(folder, closed.append):
        found = True
        yield from _file(path, path.relative_to(folder).with_suffix("").as_posix())
    for error in closed:
        yield _unreadable(str(error.filename), error)
    if not found and not closed:
        yield UnreadableInput(str(folder), f"no files in this folder; expected {_expected()}")


def _files_below(folder: Path, on_error: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield all files, sorted, but hidden ones and those of a store that lies in the folder."""
    for parent, folders, files in os.walk(folder, onerror=on_error):
        own = STORE_ENTRIES if holds_store(Path(parent)) else frozenset()
        folders[:] = sorted(name for name in folders if name not in own and name[0] != ".")
        for name in sorted(files):
            if name not in own and name[0] != ".":
                yield Path(parent) / name


def _file(path: Path, identifier: str) -> Iterator[_Item]:
    yield from _guarded(str(path), lambda: _opened(path, identifier))


def _opened(path: Path, identifier: str) -> Iterator[_Item]:
    reader = EXTENSIONS.get(path.suffix.lower())
    if not path.exists():
        raise UnreadableInput(str(path), "no such file or folder")
    if not path.is_file():
        raise UnreadableInput(str(path), "neither a file nor a folder")
    if reader is None:
        raise UnreadableInput(str(path), f"unknown kind of file; expected {_expected()}")
    with path.open("rb") as stream:
        sample = stream.peek(_SAMPLE)
        if not sample:
            raise UnreadableInput(str(path), "the file is empty")
        refuse_binary(sample, str(path))
        yield from reader(stream, str(path), identifier)


def _guarded(name: str, read: Callable[[], Iterator[_Item]]) -> Iterator[_Item]:
    """Yield what `read` yields, and its failure as the last item."""
    try:
        yield from read()
    except UnreadableInput as error:
        yield error
    except OSError as error:
        yield _unreadable(name, error)


def _unreadable(name: str, error: OSError) -> UnreadableInput:
    return UnreadableInput(name, f"cannot be read: {error.strerror or 'unknown reason'}")


def _text(stream: io.BufferedReader, name: str, identifier: str) -> Iterator[_Item]:
    content = stream.read(_MAXIMUM_TEXT_BYTES + 1)
    if len(content) > _MAXIMUM_TEXT_BYTES:
        raise UnreadableInput(
            name, f"longer than {MAXIMUM_TEXT_LENGTH} characters; a file holds one report"
        )
    text = decoded(content, name)
    if not text.strip():
        raise UnreadableInput(name, "the file is empty")
    yield made_report({"id": identifier, "text": text}, name)


def _records(read: Callable[[BinaryIO, str], Iterator[_Item]]) -> _FileReader:
    def read_records(stream: io.BufferedReader, name: str, _: str) -> Iterator[_Item]:
        found = False
        for item in read(stream, name):
            found = True
            yield item
        if not found:
            raise UnreadableInput(name, "there is no report in the file")

    return read_records


def _expected() -> str:
    return ", ".join(EXTENSIONS)


#: How each kind of file is read, by the end of its name.
EXTENSIONS = MappingProxyType(
    {".txt": _text, ".jsonl": _records(json_reports), ".csv": _records(csv_reports)}
)
