"""A patient's reports in the order of their studies: what all reasoning starts from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.errors import InvalidValue
from kg.findings.finding import Finding
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.lesion_decisions import LesionDecision

__all__ = ["PatientCourse"]


@dataclass(frozen=True, slots=True)
class PatientCourse:
    """All readings of one patient by study date, those without a date first.

    `patient` is the source's identifier of the patient, or that of the only report when no source
    names one; `decisions` are a person's, about which findings are one lesion. Raises InvalidValue
    without a reading.
    """

    patient: str
    readings: tuple[Reading, ...]
    decisions: tuple[LesionDecision, ...] = ()

    def __post_init__(self) -> None:
        if not self.readings:
            raise InvalidValue("a patient's course needs a report")
        if list(self.readings) != sorted(self.readings, key=_by_date):
            raise InvalidValue("the reports of a course must be sorted by date and identifier")

    @classmethod
    def of(
        cls, readings: Iterable[Reading], decisions: Iterable[LesionDecision] = ()
    ) -> "PatientCourse":
        """Return the course that the readings of one patient make, in whatever order they come.

        Of the decisions, those about other patients are left out.
        """
        ordered = tuple(sorted(readings, key=_by_date))
        patients = {one.report.patient or one.report.identifier for one in ordered}
        if len(patients) > 1:
            raise InvalidValue("the reports of a course must be of one patient")
        reports = {one.report.identifier for one in ordered}
        own = (one for one in decisions if {one.first.report, one.second.report} <= reports)
        return cls(next(iter(patients), ""), ordered, tuple(own))

    def findings(self) -> Iterator[tuple[Reading, Finding, FindingReference]]:
        """Yield every finding with its reading and its reference, study by study."""
        for reading in self.readings:
            for finding in reading.findings:
                yield reading, finding, FindingReference(reading.report.identifier, finding.key)


def _by_date(reading: Reading) -> tuple[str, str]:
    day = reading.report.study_date
    return (day.isoformat() if day else "", reading.report.identifier)
