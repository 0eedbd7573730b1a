"""A workspace with two reports of one patient, in a folder of the test's own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg import Report, Workspace, open_workspace

FIRST = (
    "FINDINGS: Osseous metastasis in the T12 vertebral body with epidural extension. "
    "No cord compression.\nIMPRESSION: T12 metastasis with epidural extension."
)
SECOND = (
    "FINDINGS: The T12 metastasis is larger, with severe spinal cord compression at T12. "
    "Mild disc bulge at L4-L5."
)


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPINEKG_KEY", raising=False)


@pytest.fixture
def reports() -> tuple[Report, ...]:
    """Return two reports of one patient, the later first."""
    return (
        Report("R2", SECOND, patient="P1", study_date=date(2024, 5, 1)),
        Report("R1", FIRST, patient="P1", study_date=date(2024, 3, 1)),
    )


@pytest.fixture
def workspace(tmp_path: Path, reports: tuple[Report, ...]) -> Iterator[Workspace]:
    """Return an open workspace that holds them."""
    with open_workspace(tmp_path / "store") as opened:
        opened.add_reports(reports)
        yield opened
