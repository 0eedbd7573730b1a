"""IRIs are the same for the same thing, different for different things, and tell nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidValue
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import DATA

IDENTIFIERS = Identifiers(b"a key for tests, not for patients")
OTHERS = Identifiers(b"another key, also only for tests")


def test_an_iri_is_a_kind_and_a_hash() -> None:
    iri = IDENTIFIERS.report("R-1")
    assert re.fullmatch(re.escape(str(DATA)) + r"report/[a-z2-7]{26}", iri)


@given(st.text(), st.text())
def test_only_the_same_identifier_gives_the_same_iri(first: str, second: str) -> None:
    assert (IDENTIFIERS.patient(first) == IDENTIFIERS.patient(second)) is (first == second)


@given(st.text())
def test_another_key_gives_another_iri(identifier: str) -> None:
    assert IDENTIFIERS.patient(identifier) != OTHERS.patient(identifier)


@given(st.text())
def test_patient_and_report_of_one_name_have_unlike_hashes(identifier: str) -> None:
    iris = (
        IDENTIFIERS.patient(identifier),
        IDENTIFIERS.patient_of_report(identifier),
        IDENTIFIERS.report(identifier),
    )
    assert len({iri.rpartition("/")[2] for iri in iris}) == 3


@given(st.text(), st.text(), st.text(), st.text())
def test_parts_are_not_run_together(first: str, second: str, third: str, fourth: str) -> None:
    same = (first, second) == (third, fourth)
    assert (IDENTIFIERS.run(first, second) == IDENTIFIERS.run(third, fourth)) is same


def test_the_iri_of_a_known_key_and_identifier_never_changes() -> None:
    # A change of this value would make every store forget what it holds.
    assert IDENTIFIERS.report("R-1").rpartition("/")[2] == "woeqlgifd62oybnrmacdsehsn7"


def test_a_short_key_is_refused_and_no_key_is_shown() -> None:
    with pytest.raises(InvalidValue, match="4 bytes"):
        Identifiers(b"abcd")
    assert "tests" not in repr(IDENTIFIERS)
