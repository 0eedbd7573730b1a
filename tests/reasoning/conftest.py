"""A patient's course from the words of its reports, read as any report is."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

import pytest

from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.reasoning.course import PatientCourse
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

Studies = Callable[[Mapping[str, str]], PatientCourse]


@cache
def _reader() -> RuleReader:
    return RuleReader(load_lexicon(), load_vocabulary())


@pytest.fixture
def studies() -> Studies:
    """Return what makes the course of one patient of reports by their study dates."""

    def read(texts: Mapping[str, str]) -> PatientCourse:
        return PatientCourse.of(
            _reader().read(Report(day, text, "P1", date.fromisoformat(day)))
            for day, text in texts.items()
        )

    return read
