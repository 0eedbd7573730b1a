"""The interval in which a share lies, by Wilson's score, for tables that count some of all."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from rdflib import XSD, Literal

from kg.errors import InvalidQuery, InvalidValue
from kg.store.interface import Table
from kg.triples.terms import Term

__all__ = ["Interval", "wilson_interval", "with_interval"]

_CONFIDENCE = 0.95
#: What the added columns are called: bounds in percent, of 95 % confidence.
COLUMNS = ("low", "high")


@dataclass(frozen=True, slots=True)
class Interval:
    """The lowest and the highest share, between 0 and 1."""

    low: float
    high: float


def wilson_interval(counted: int, total: int, confidence: float = _CONFIDENCE) -> Interval:
    """Return the score interval of `counted` out of `total`.

    Wilson, J Am Stat Assoc 1927;22:209-212; it stays within 0 and 1 and holds for small numbers
    (Brown, Cai, DasGupta, Stat Sci 2001;16:101-133). Raises InvalidValue unless
    0 <= counted <= total, total > 0 and 0 < confidence < 1.
    """
    if not (0 <= counted <= total and total > 0 and 0 < confidence < 1):
        raise InvalidValue(
            f"no interval of {counted} out of {total} at a confidence of {confidence}; it needs "
            "0 <= counted <= total, total > 0 and a confidence between 0 and 1"
        )
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = counted / total, z * z / total
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / total + weight / (4 * total)) / (1 + weight)
    # None and all are their own bounds, which rounding must not pass.
    low = 0.0 if counted == 0 else middle - half
    high = 1.0 if counted == total else middle + half
    return Interval(low, high)


def with_interval(table: Table, of: str) -> Table:
    """Return a table with the columns low and high, in percent, as a query's header asks for.

    `of` names two of its columns, as in "counted of imaged". Raises InvalidQuery when it does not.
    """
    match of.split(" of "):
        case [counted, total] if {counted, total} <= set(table.columns):
            places = table.columns.index(counted), table.columns.index(total)
        case _:
            raise InvalidQuery(
                f"interval: {of!r} does not name two columns, as 'counted of imaged'"
            )
    rows = (
        (*row, *_bounds(int(str(row[places[0]])), int(str(row[places[1]])))) for row in table.rows
    )
    return Table((*table.columns, *COLUMNS), tuple(rows))


def _bounds(counted: int, total: int) -> tuple[Term, Term]:
    found = wilson_interval(counted, total)
    return _percent(found.low), _percent(found.high)


def _percent(share: float) -> Literal:
    written = f"{100 * share:.1f}"
    return Literal(written, datatype=XSD.decimal, normalize=False)
