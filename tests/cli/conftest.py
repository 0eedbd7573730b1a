"""Real commands on real stores: in this process where it is enough, else in one of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app

ROOT = Path(__file__).parents[2]
METASTASIS = """MRI THORACIC SPINE WITH AND WITHOUT CONTRAST

CLINICAL HISTORY: Renal cell carcinoma, back pain.

FINDINGS: There is an osseous metastasis in the T12 vertebral body with epidural extension and
moderate spinal cord compression. No abnormal cord signal.

IMPRESSION: T12 metastasis with epidural extension and cord compression.
"""
HERNIATION = """MRI LUMBAR SPINE

FINDINGS: L4-L5: Left paracentral disc extrusion with severe left lateral recess stenosis.
L5-S1: Mild disc bulge. No spinal canal stenosis.
"""
REPORTS = (
    {"id": "R1", "text": METASTASIS, "patient": "P1", "date": "2024-03-01", "title": "MRI T spine"},
    {"id": "R2", "text": HERNIATION, "patient": "P2", "date": "2024-04-02", "title": "MRI L spine"},
)


class Outcome:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


Command = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("SPINEKG_STORE", "SPINEKG_KEY", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Return a file with two reports."""
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in REPORTS), encoding="utf-8")
    return path


@pytest.fixture
def spinekg() -> Command:
    """Return a function that runs a command in this process."""

    def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Outcome:
        result = CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with two reports, to be copied by each test that uses it."""
    folder = tmp_path_factory.mktemp("filled")
    source = folder / "reports.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in REPORTS), encoding="utf-8")
    result = CliRunner().invoke(app, ["--store", str(folder / "store"), "add", str(source)])
    assert result.exit_code == 0, result.stderr
    return folder / "store"


@pytest.fixture
def store(filled_store: Path, tmp_path: Path) -> Path:
    """Return a store of this test's own that holds two reports."""
    return Path(shutil.copytree(filled_store, tmp_path / "store"))


@pytest.fixture
def process() -> Callable[..., "subprocess.Popen[str]"]:
    """Return a function that starts `python -m kg` as a process of its own."""

    def start(*arguments: str | Path, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )

    return start
