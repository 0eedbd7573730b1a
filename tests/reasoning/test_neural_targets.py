"""Cord or cauda equina: from the stated conus, else from the default that is marked."""

from collections.abc import Callable, Mapping

import pytest

from kg.reasoning.course import PatientCourse
from kg.reasoning.neural_targets import neural_targets

Studies = Callable[[Mapping[str, str]], PatientCourse]
DAY = "2024-01-10"


@pytest.mark.parametrize(
    ("text", "structures", "is_default"),
    [
        ("Thecal sac compression at T8.", ("SpinalCord",), True),
        ("Thecal sac compression at L4-L5.", ("CaudaEquina",), True),
        ("Thecal sac compression at L1-L2.", ("ConusMedullaris", "CaudaEquina"), True),
        ("Conus ends at L3. Thecal sac compression at L2.", ("SpinalCord",), False),
        ("Conus ends at T12. Thecal sac compression at L1.", ("CaudaEquina",), False),
        # The word of the report does not decide: below the conus there is no cord.
        ("Conus ends at L1. Cord compression at L3.", ("CaudaEquina",), False),
        # A low conus without a level leaves it open.
        (
            "Low-lying conus. Thecal sac compression at L4-L5.",
            ("SpinalCord", "ConusMedullaris", "CaudaEquina"),
            True,
        ),
    ],
)
def test_the_conus_tells_what_is_compressed(
    studies: Studies, text: str, structures: tuple[str, ...], is_default: bool
) -> None:
    (target,) = neural_targets(studies({DAY: f"FINDINGS: {text}"}))
    assert (target.structures, target.conus.is_default) == (structures, is_default)


@pytest.mark.parametrize(
    "text",
    ["No cord compression at T8.", "Cord compression.", "Metastasis at T8. Disc bulge at L4-L5."],
)
def test_only_compressions_that_are_there_and_have_a_place(studies: Studies, text: str) -> None:
    assert neural_targets(studies({DAY: f"FINDINGS: {text}"})) == ()


def test_the_reason_names_the_conus_and_whether_it_was_stated(studies: Studies) -> None:
    (target,) = neural_targets(studies({DAY: "FINDINGS: Thecal sac compression at L4-L5."}))
    assert target.reason == "below the usual conus, L1-L2"
