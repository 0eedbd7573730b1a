"""Wilson's interval against published values, and the columns that it adds to a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal

from kg.errors import InvalidQuery, InvalidValue
from kg.exports.intervals import wilson_interval, with_interval
from kg.store.interface import Table


@pytest.mark.parametrize(
    ("counted", "total", "low", "high"),
    [
        # Newcombe, Stat Med 1998;17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_as_published(counted: int, total: int, low: float, high: float) -> None:
    found = wilson_interval(counted, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors_the_rest(numbers: tuple[int, int]) -> None:
    counted, total = numbers
    found, rest = wilson_interval(counted, total), wilson_interval(total - counted, total)
    assert 0 <= found.low <= counted / total <= found.high <= 1
    assert found.low == pytest.approx(1 - rest.high, abs=1e-9)


@pytest.mark.parametrize(
    ("counted", "total", "confidence"),
    [(1, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0), (1, 5, 0.0)],
)
def test_what_is_no_share_has_none(counted: int, total: int, confidence: float) -> None:
    with pytest.raises(InvalidValue, match="out of"):
        wilson_interval(counted, total, confidence)


def test_a_table_gets_its_bounds_in_percent() -> None:
    table = Table(("level", "imaged", "counted"), ((Literal("L4-L5"), Literal(20), Literal(0)),))
    found = with_interval(table, "counted of imaged")
    assert found.columns == ("level", "imaged", "counted", "low", "high")
    assert [str(cell) for cell in found.rows[0][3:]] == ["0.0", "16.1"]


def test_a_header_that_names_no_columns_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="two columns"):
        with_interval(Table(("level",), ()), "counted of imaged")
