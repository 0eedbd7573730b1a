"""The compiled reader reads what the interpreted one reads; `make compiled` builds it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.demo.corpus import demo_corpus

REPOSITORY = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("read_in_environment.py")
COMPILED = REPOSITORY / ".venv" / "compiled" / "bin" / "python"
CASES = REPOSITORY / "tests" / "cases" / "sentences"
DEV_TEXTS = REPOSITORY.parent / "shared" / "data" / "reports-dev.jsonl"


def readings(python: Path, texts: list[str]) -> dict[str, Any]:
    """Return what the reader of an environment makes of each text."""
    finished = subprocess.run(
        [python, SCRIPT],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=300,
    )
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


@pytest.fixture(scope="module")
def texts() -> list[str]:
    made_up = [one.report.text for one in demo_corpus()]
    sentences = [
        line.partition(" -> ")[0]
        for path in sorted(CASES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    odd = [
        "\u0130 fracture at L4-L5.",
        "Frac\u00adture, \ud800 at T12.",
        "x" * 5_000,
        "no " * 2_000,
    ]
    if DEV_TEXTS.is_file():
        lines = DEV_TEXTS.read_text(encoding="utf-8").splitlines()
        made_up.extend(json.loads(line)["text"] for line in lines)
    return [*made_up, *sentences, *odd]


def is_built() -> bool:
    """Say whether .venv/compiled was built from the sources as they are now."""
    installed = next((COMPILED.parents[1] / "lib").glob("python*/site-packages/kg"), None)
    if not COMPILED.is_file() or installed is None:
        return False
    sources = [
        (path, installed / path.relative_to(REPOSITORY / "kg"))
        for folder in ("reading", "vocabulary", "findings", "anatomy")
        for path in (REPOSITORY / "kg" / folder).glob("*.py")
    ]
    sources.extend(
        (path, installed / "_resources" / "ontology" / path.name)
        for path in (REPOSITORY / "ontology").glob("*.ttl")
    )
    return all(copy.is_file() and copy.read_bytes() == path.read_bytes() for path, copy in sources)


@pytest.mark.skipif(not is_built(), reason="no compiled reader of these sources: `make compiled`")
def test_the_compiled_reader_reads_the_same(texts: list[str]) -> None:
    compiled, interpreted = readings(COMPILED, texts), readings(Path(sys.executable), texts)
    assert compiled["compiled"], "spinekg in .venv/compiled is not compiled: run `make compiled`"
    assert compiled["readings"] == interpreted["readings"]
