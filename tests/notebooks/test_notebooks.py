"""Notebooks run from top to bottom, say something, and are committed without their outputs."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
EVERY_NOTEBOOK = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
#: How many pictures each draws.
PICTURES = {
    "01_from_report_to_answer": 2,
    "02_cohorts_and_levels": 3,
    "03_lesions_over_time": 2,
    "04_ontology_reasoning": 1,
}
#: Modules of the extra `notebooks`, without which none can run.
NEEDED = ("altair", "ipykernel", "nbclient", "pandas", "vl_convert")


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def code_cells(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


def test_every_notebook_is_known() -> None:
    assert {path.stem for path in NOTEBOOKS} == PICTURES.keys()


@EVERY_NOTEBOOK
def test_outputs_are_stripped(path: Path) -> None:
    for cell in code_cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@EVERY_NOTEBOOK
def test_every_step_is_explained(path: Path) -> None:
    kinds = [cell["cell_type"] for cell in cells(path)]
    assert kinds[0] == "markdown"
    assert kinds.count("markdown") >= kinds.count("code") // 2


@EVERY_NOTEBOOK
def test_nothing_is_fetched(path: Path) -> None:
    sources = "".join(line for cell in code_cells(path) for line in cell["source"])
    assert not {"requests", "urllib", "!pip", "%pip"} & set(sources.replace("(", " ").split())


@pytest.mark.slow
@EVERY_NOTEBOOK
def test_notebook_runs_and_draws_its_pictures(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in NEEDED:
        pytest.importorskip(module, reason="the extra 'notebooks' is not installed")
    outputs = run(path, tmp_path, monkeypatch)
    printed = "".join(output.get("text", "") for output in outputs)
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert "0 set aside" in printed
    assert "epidural extension" in printed
    assert len(pictures) == PICTURES[path.stem]
    assert list(tmp_path.rglob("*.ttl")) == []


def run(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Run a notebook in an empty folder and return the outputs of its cells."""
    import nbclient
    import nbformat

    for variable in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "TMPDIR"):
        monkeypatch.setenv(variable, str(folder))
    searched = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", searched)
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]
