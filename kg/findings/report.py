"""A report, and what reading it gave."""

from dataclasses import dataclass, field
from datetime import date

from kg.errors import InvalidValue
from kg.findings.finding import Finding
from kg.findings.numbering import NumberingScheme

__all__ = ["MAXIMUM_TEXT_LENGTH", "Reading", "Report"]

#: Characters; the store's file formats cannot reload longer literals safely.
MAXIMUM_TEXT_LENGTH = 1_000_000


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it came in; `patient` and `study_date` where the source gives them.

    `place` says where it was read ("reports.jsonl:7") and is no part of what the report is.
    """

    identifier: str
    text: str
    patient: str | None = None
    study_date: date | None = None
    title: str | None = None
    place: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.identifier.strip():
            raise InvalidValue("a report needs an identifier")
        if not self.text.strip():
            raise InvalidValue("a report needs a text")
        if len(self.text) > MAXIMUM_TEXT_LENGTH:
            raise InvalidValue(
                f"a report of {len(self.text)} characters is longer than the limit of "
                f"{MAXIMUM_TEXT_LENGTH}"
            )


@dataclass(frozen=True, slots=True)
class Reading:
    """What one extractor read in one report.

    `coverage` lists the level sets that the study imaged ("CervicalSpine"), from its technique
    or title; `warnings` what was kept as text only, such as an impossible level; `numbering` how
    its vertebrae are named, where the report says so or names a level that is not usual.
    """

    report: Report
    findings: tuple[Finding, ...]
    extractor: str
    coverage: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    numbering: tuple[NumberingScheme, ...] = ()
