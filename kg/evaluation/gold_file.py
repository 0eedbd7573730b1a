"""Gold findings from a file: JSON lines, one report each, as an annotator wrote them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.adapters.strict_json import strict_json
from kg.errors import InvalidValue, UnreadableInput
from kg.evaluation.annotations import Annotations, Units, annotated_units
from kg.store.bounded_lines import Line, bounded_lines

__all__ = ["GoldReport", "read_gold"]


@dataclass(frozen=True, slots=True)
class GoldReport:
    """What one report states, by its identifier; `line` says where in the file it stands."""

    identifier: str
    units: Units
    line: int


def read_gold(path: Path, known: Annotations) -> Iterator[GoldReport | UnreadableInput]:
    """Yield the records of a file, and what could not be read, with its place and reason.

    A record is `{"id", "findings": [{"finding", "levels", "laterality", "severity",
    "certainty"}]}`; other keys are ignored. An identifier that comes twice is refused the second
    time. Nothing of a record is repeated in a reason. Raises UnreadableInput when the file cannot
    be read at all.
    """
    lines: dict[str, int] = {}
    try:
        with path.open("rb") as stream:
            for line in bounded_lines(stream, str(path)):
                if isinstance(line, Line) and not line.text.strip():
                    continue
                yield line if isinstance(line, UnreadableInput) else _gold(line, lines, known)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or 'unknown reason'}"
        raise UnreadableInput(str(path), reason) from error


def _gold(line: Line, lines: dict[str, int], known: Annotations) -> GoldReport | UnreadableInput:
    try:
        record = strict_json(line.text)
        if not isinstance(record, dict) or "id" not in record or "findings" not in record:
            return UnreadableInput(line.place, 'expected a JSON object with "id" and "findings"')
        identifier = record["id"]
        if not isinstance(identifier, str | int) or isinstance(identifier, bool):
            return UnreadableInput(line.place, "/id is no text")
        name = str(identifier).strip()
        if lines.setdefault(name, line.number) != line.number:
            return UnreadableInput(line.place, f"the same id as in line {lines[name]}")
        return GoldReport(name, annotated_units(record["findings"], known), line.number)
    except InvalidValue as error:
        return UnreadableInput(line.place, str(error))
