"""Lines of a file of unknown origin: each readable text, or said to be unreadable and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kg.errors import UnreadableInput
from kg.findings.report import MAXIMUM_TEXT_LENGTH

__all__ = ["MAXIMUM_LINE_LENGTH", "Line", "bounded_lines", "decoded", "refuse_binary"]

#: Bytes; a report of the greatest length with much of it escaped.
MAXIMUM_LINE_LENGTH = 8 * MAXIMUM_TEXT_LENGTH
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end, its place ("reports.jsonl:7") and its number, from 1."""

    place: str
    number: int
    text: str


def bounded_lines(stream: BinaryIO, name: str) -> Iterator[Line | UnreadableInput]:
    """Yield the lines of a stream; one that is too long or no UTF-8 is refused, the rest go on.

    Memory stays within MAXIMUM_LINE_LENGTH, however long a line is.
    """
    offset = number = 0
    while raw := stream.readline(MAXIMUM_LINE_LENGTH + 1):
        number += 1
        place = f"{name}:{number}"
        if len(raw) > MAXIMUM_LINE_LENGTH:
            length = len(raw) + (0 if raw.endswith(b"\n") else _skip_line(stream))
            yield UnreadableInput(
                place, f"the line has {length} bytes; the limit is {MAXIMUM_LINE_LENGTH}"
            )
            offset += length
            continue
        try:
            yield Line(place, number, decoded(raw, place, offset=offset))
        except UnreadableInput as error:
            yield error
        offset += len(raw)


def decoded(content: bytes, place: str, *, offset: int = 0) -> str:
    """Return UTF-8 as text, without a byte order mark at the start of the file.

    `offset` is where `content` starts in its file. Raises UnreadableInput when it is no UTF-8.
    """
    refuse_binary(content, place)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            place, f"not UTF-8 at byte {offset + error.start}; save the file as UTF-8"
        ) from error
    return text.removeprefix("\ufeff") if offset == 0 else text


def refuse_binary(content: bytes, place: str) -> None:
    """Do nothing for what may be text; raises UnreadableInput when it holds NUL bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableInput(place, "the file is UTF-16; save it as UTF-8")
    if b"\0" in content:
        raise UnreadableInput(place, "binary data (a NUL byte); expected UTF-8 text")


def _skip_line(stream: BinaryIO) -> int:
    """Read to the end of the line and return how many bytes that were."""
    length = 0
    while chunk := stream.readline(_CHUNK):
        length += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return length
