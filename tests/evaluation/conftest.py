"""Gold and readings written as tuples: (finding, levels, certainty, side, severity)."""

from collections.abc import Callable

import pytest

from kg.adapters.strict_json import JsonValue
from kg.evaluation.annotations import Annotations, Units, annotated_units
from kg.evaluation.scores import ScoredReport
from kg.vocabulary.vocabulary import load_vocabulary


@pytest.fixture(scope="session")
def known() -> Annotations:
    return Annotations.of(load_vocabulary())


@pytest.fixture
def units(known: Annotations) -> Callable[..., Units]:
    def make(*findings: dict[str, JsonValue]) -> Units:
        return annotated_units(list(findings), known)

    return make


@pytest.fixture
def scored(units: Callable[..., Units]) -> Callable[..., ScoredReport]:
    """Return a function that makes a report with its gold and what was read in it."""

    def make(
        gold: list[dict[str, JsonValue]], read: list[dict[str, JsonValue]], name: str = "src-1"
    ) -> ScoredReport:
        return ScoredReport(name, units(*gold), units(*read))

    return make
