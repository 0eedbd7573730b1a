"""A report's text with the sentences marked on which findings rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from kg.cli.consoles import harmless
from kg.findings.qualities import Status
from kg.findings.report import Reading

__all__ = ["marked_text"]

_COLOURS = {Status.PRESENT: "bold red", Status.POSSIBLE: "bold yellow", Status.ABSENT: "green"}


@dataclass(slots=True)
class _Stretch:
    """A stretch of text that one or several findings rest on."""

    start: int
    end: int
    numbers: list[int]
    statuses: set[Status]

    @property
    def colour(self) -> str:
        """Return the colour of the strongest status."""
        return next(colour for status, colour in _COLOURS.items() if status in self.statuses)


def marked_text(reading: Reading, *, in_colour: bool) -> Text:
    """Return the text, stretches of evidence followed by the numbers of their findings.

    They are coloured by status, or else stand in double brackets. Overlapping ones are joined.
    """
    text = harmless(reading.report.text)
    marked, position = Text(), 0
    for stretch in _stretches(reading):
        marked.append(text[position : stretch.start])
        words = text[stretch.start : stretch.end]
        marked.append(words if in_colour else f"[[{words}]]", stretch.colour)
        marked.append(f"({', '.join(map(str, stretch.numbers))})", "dim")
        position = stretch.end
    marked.append(text[position:])
    return marked


def _stretches(reading: Reading) -> Iterator[_Stretch]:
    pieces = sorted(
        (piece.start, piece.end, number, finding.status)
        for number, finding in enumerate(reading.findings, start=1)
        for piece in finding.evidence
    )
    current: _Stretch | None = None
    for start, end, number, status in pieces:
        if current is None or start >= current.end:
            if current is not None:
                yield current
            current = _Stretch(start, end, [number], {status})
        else:
            current.end = max(current.end, end)
            current.statuses.add(status)
            if number not in current.numbers:
                current.numbers.append(number)
    if current is not None:
        yield current
