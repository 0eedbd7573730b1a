"""The eight questions of the benchmark: catalogue queries with fixed parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from store_corpus import readings
from store_quads import node

from kg.asking.bindings import bind
from kg.asking.catalogue import load_catalogue
from kg.findings.qualities import Status
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["FINDING", "PATIENT", "QUESTIONS", "Question"]

#: A patient whom the smallest corpus holds, and the IRI of the first thing present in it.
PATIENT = "P0000042"


@cache
def _finding() -> str:
    reading = next(one for one in readings(1000) if one.report.patient == PATIENT)
    finding = next(one for one in reading.findings if one.status is Status.PRESENT)
    return node("finding", reading.report.identifier, *finding.key).strip("<>")


FINDING = _finding()


@dataclass(frozen=True, slots=True)
class Question:
    """One question; a `cohort` goes over all reports, the others have few rows to find."""

    name: str
    query: str
    values: Mapping[str, str]
    is_cohort: bool = False
    is_about_one: bool = False

    @property
    def sparql(self) -> str:
        """Return the text that every engine is given."""
        return bind(load_catalogue().query(self.query), self.values, load_vocabulary())


QUESTIONS = (
    Question(
        "cohort by junction",
        "patients_with_finding_at_place",
        {"type": "EpiduralExtension", "place": "ThoracolumbarJunction"},
        is_cohort=True,
    ),
    Question(
        "co-occurrence at the same level",
        "pairs_of_findings_at_the_same_level",
        {"type": "NeoplasticFinding", "other_type": "SpinalFinding"},
        is_cohort=True,
    ),
    Question(
        "level x type histogram",
        "findings_by_type_and_level",
        {"type": "DegenerativeFinding", "place": "LumbarSpine"},
        is_cohort=True,
    ),
    Question(
        "severity by region",
        "severities_by_region",
        {"type": "StenosisFinding"},
        is_cohort=True,
    ),
    Question(
        "absent findings",
        "findings_absent_at_place",
        {"type": "EpiduralExtension", "place": "ThoracolumbarJunction"},
    ),
    Question(
        "change over time",
        "new_and_larger_findings",
        {"type": "NeoplasticFinding", "since": "2020-01-01", "until": "2020-12-31"},
    ),
    Question("one patient", "findings_of_patient", {"patient": PATIENT}, is_about_one=True),
    Question(
        "one finding's provenance",
        "provenance_of_finding",
        {"of_finding": FINDING},
        is_about_one=True,
    ),
)
