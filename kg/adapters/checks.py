"""The checks that every finding passes, whoever read it: its place in the text, its section."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.qualities import Section
from kg.findings.report import Report
from kg.reading.sections import SectionSpan, find_sections

__all__ = ["Sections", "joined"]


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of one report."""

    spans: tuple[SectionSpan, ...]

    @classmethod
    def of(cls, report: Report) -> "Sections":
        """Return the sections of a report, as the rule reader finds them."""
        return cls(find_sections(report.text))

    def stating(self, start: int, end: int) -> Section | None:
        """Return the section of a stretch that can state findings, None where it cannot.

        A stretch over several sections takes the first that can; one in no section, such as a
        heading, is narrative. History is not a finding, whoever read it.
        """
        inside = [span.section for span in self.spans if span.start < end and start < span.end]
        if not inside:
            return Section.NARRATIVE
        return next((section for section in inside if section.states_findings), None)


def joined(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each finding once, in the order first said, with the evidence of all its mentions."""
    first: dict[FindingKey, Finding] = {}
    pieces: dict[FindingKey, dict[tuple[int, int], Evidence]] = {}
    for finding in findings:
        first.setdefault(finding.key, finding)
        places = pieces.setdefault(finding.key, {})
        for piece in finding.evidence:
            places.setdefault((piece.start, piece.end), piece)
    return tuple(
        replace(finding, evidence=tuple(pieces[key][place] for place in sorted(pieces[key])))
        for key, finding in first.items()
    )
