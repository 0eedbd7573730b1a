"""The words of the report that a finding rests on."""

from dataclasses import dataclass

from kg.errors import InvalidFinding
from kg.findings.qualities import Section

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that supports a finding, and why it was read so.

    `quote` equals `text[start:end]` of the report, offsets counted in Unicode code points.
    `rule` names the rule by which the finding was recognised ("finding.parts"), or the extractor
    that handed the finding in; `status_rule`, `level_rule`, `side_rule` and `severity_rule` name
    those that gave it its status, level, side and degree. The report's own words stand beside
    them: `cue` for the status ("no", "possible"), `place` for the level ("L4/5"), `side` and
    `degree` ("near-complete"). None where nothing was said or nothing decided.
    """

    quote: str
    start: int
    end: int
    section: Section
    rule: str
    cue: str | None = None
    degree: str | None = None
    side: str | None = None
    place: str | None = None
    status_rule: str | None = None
    level_rule: str | None = None
    side_rule: str | None = None
    severity_rule: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise InvalidFinding(
                f"evidence from {self.start} to {self.end} does not fit a quote of "
                f"{len(self.quote)} characters"
            )
