"""Files of findings that another extractor handed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.adapters.handed_in import HandedInReader
from kg.adapters.handed_in_records import FindingsFormat, HandedInRecord, records_of
from kg.adapters.strict_json import JsonValue, strict_json
from kg.errors import InvalidValue, RefusedFindings, UnreadableInput
from kg.store.bounded_lines import bounded_lines, decoded
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["HandedInFindings", "read_findings"]

#: Bytes of a file that is one JSON document.
_LARGEST_DOCUMENT = 256_000_000
_DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class HandedInFindings:
    """A reader with the findings of a file, and the records of it that cannot be read."""

    reader: HandedInReader
    refused: tuple[UnreadableInput, ...]


def read_findings(
    path: Path, findings_format: FindingsFormat, *, lexicon: Lexicon, vocabulary: Vocabulary
) -> HandedInFindings:
    """Return the findings of a file: `.jsonl` with a record a line, or `.json`, one document.

    A record that cannot be read is refused with its place and reason, and so is a second one for
    the same report; nothing of either is repeated. Raises UnreadableInput when the file as a
    whole cannot be read.
    """
    records: dict[str, HandedInRecord] = {}
    refused: list[UnreadableInput] = []
    for item in _items(path, findings_format):
        if isinstance(item, UnreadableInput):
            refused.append(item)
        elif records.setdefault(item.identifier, item) is not item:
            other = records[item.identifier].place
            refused.append(UnreadableInput(item.place, f"is for the same report as {other}"))
    reader = HandedInReader(
        records.values(),
        findings_format,
        lexicon=lexicon,
        vocabulary=vocabulary,
        digest=_digest(path),
    )
    return HandedInFindings(reader, tuple(refused))


def _items(
    path: Path, findings_format: FindingsFormat
) -> Iterator[HandedInRecord | UnreadableInput]:
    for place, value in _values(path):
        if isinstance(value, UnreadableInput):
            yield value
            continue
        for record in records_of(value, findings_format, place):
            if isinstance(record, RefusedFindings):
                yield UnreadableInput(record.place, record.reason)
            else:
                yield record


def _values(path: Path) -> Iterator[tuple[str, JsonValue | UnreadableInput]]:
    """Yield each JSON value of a file with its place, or why there is none."""
    if path.suffix.lower() not in (".json", ".jsonl"):
        raise UnreadableInput(str(path), "unknown kind of file; expected .jsonl or .json")
    for place, text in _texts(path):
        if isinstance(text, UnreadableInput):
            yield place, text
            continue
        try:
            yield place, strict_json(text)
        except InvalidValue as error:
            yield place, UnreadableInput(place, str(error))


def _texts(path: Path) -> Iterator[tuple[str, str | UnreadableInput]]:
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() == ".json":
                content = stream.read(_LARGEST_DOCUMENT + 1)
                if len(content) > _LARGEST_DOCUMENT:
                    raise UnreadableInput(
                        str(path), f"longer than {_LARGEST_DOCUMENT} bytes; write JSON lines"
                    )
                yield str(path), decoded(content, str(path))
                return
            for line in bounded_lines(stream, str(path)):
                if isinstance(line, UnreadableInput):
                    yield line.place, line
                elif line.text.strip():
                    yield line.place, line.text
    except OSError as error:
        reason = f"cannot be read: {error.strerror or 'unknown reason'}"
        raise UnreadableInput(str(path), reason) from error


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()[:_DIGEST_LENGTH]
