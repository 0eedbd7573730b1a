"""The words of the report that a finding rests on."""

from dataclasses import dataclass

from kg.errors import InvalidFinding
from kg.findings.qualities import Section

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that supports a finding, and why it was read so.

    `quote` equals `text[start:end]` of the report, offsets counted in Unicode code points.
    `cue` is the word that set the status ("no", "possible"), or None when nothing did;
    `degree` the report's own word of degree ("near-complete"), `side` its own word of side.
    `rule` names the reading rule, or the extractor that handed the finding in.
    """

    quote: str
    start: int
    end: int
    section: Section
    rule: str
    cue: str | None = None
    degree: str | None = None
    side: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise InvalidFinding(
                f"evidence from {self.start} to {self.end} does not fit a quote of "
                f"{len(self.quote)} characters"
            )
