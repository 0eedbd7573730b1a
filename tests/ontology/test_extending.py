"""`docs/extending.md` is so: its example is the file, its session prints what the page shows."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InvalidOntology
from kg.vocabulary.extension import EXTENSION_VARIABLE, content_mark
from kg.vocabulary.extension_checks import refuse_unfit
from kg.vocabulary.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
KINDS = ROOT / "tests" / "cases" / "own_ontology"
EXAMPLE = ROOT / "docs" / "examples" / "hospital"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """Return each command of the session with what it prints."""
    (session,) = blocks("console")
    parts = re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """Return a copy of the example; processes run there, for the ontology is read once in each."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "hospital"))


def run(folder: Path, command: str, ontology: str = "ontology") -> str:
    spinekg, *arguments = shlex.split(command)
    assert spinekg == "spinekg"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPINEKG")},
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
        "COLUMNS": "120",
        EXTENSION_VARIABLE: ontology,
    }
    result = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def words(text: str) -> list[str]:
    return [word for word in text.split() if set(word) != {"─"}]


def test_the_page_shows_the_file_and_the_version_it_makes() -> None:
    assert blocks("turtle") == [(EXAMPLE / "ontology" / "hospital.ttl").read_text(encoding="utf-8")]
    version = load_vocabulary().version + content_mark((EXAMPLE / "ontology").glob("*.ttl"))
    assert f"`{version}`" in PAGE
    assert f"export {EXTENSION_VARIABLE}=ontology\n" in blocks("sh")


@pytest.mark.slow
def test_the_session_prints_what_the_page_shows(workplace: Path) -> None:
    assert len(steps()) > 5
    for command, printed in steps():
        assert words(run(workplace, command)) == words(printed), command


@pytest.mark.slow
def test_stored_and_exported_findings_are_of_the_own_class(workplace: Path) -> None:
    run(workplace, "spinekg add reports.jsonl")
    run(workplace, "spinekg check")
    exported = run(workplace, "spinekg export --format nquads")
    assert exported.count("spine#findingType> <https://hospital.example/spine#Baast") == 2
    present = "22-rdf-syntax-ns#type> <https://hospital.example/spine#BaastrupDisease>"
    assert exported.count(present) == 1
    assert "<https://hospital.example/spine#KyphosisApex>" in exported


@pytest.mark.slow
def test_the_snapshot_answers_as_the_store_does(workplace: Path) -> None:
    run(workplace, "spinekg add reports.jsonl")
    command = "spinekg query findings_by_type_and_level --place 'kyphosis apex' --format csv"
    stored = run(workplace, command)
    run(workplace, "spinekg snapshot")
    assert run(workplace, command) == stored
    assert "T7" in stored


@pytest.mark.slow
def test_changed_files_are_a_new_version_by_which_reports_are_read_anew(workplace: Path) -> None:
    run(workplace, "spinekg add reports.jsonl")
    assert "unchanged 2" in run(workplace, "spinekg add reports.jsonl")
    with (workplace / "ontology" / "hospital.ttl").open("a", encoding="utf-8") as more:
        more.write('spine:SchmorlNode skos:altLabel "endplate node"@en .\n')
    assert "replaced 2" in run(workplace, "spinekg add reports.jsonl")


@pytest.mark.slow
def test_what_does_not_fit_stores_nothing_and_says_why(workplace: Path) -> None:
    (workplace / "bad.ttl").write_text(
        "@prefix spine: <https://w3id.org/spinekg/spine#> . spine:DiscBulge a spine:Nothing .\n",
        encoding="utf-8",
    )
    with pytest.raises(AssertionError, match="your own ontology does not fit"):
        run(workplace, "spinekg add reports.jsonl", ontology="bad.ttl")
    assert "reports 0" in " ".join(words(run(workplace, "spinekg info")))


@pytest.mark.slow
def test_structures_parts_of_wordings_and_extraspinal_classes_are_read(tmp_path: Path) -> None:
    reports = shlex.quote(str(KINDS / "reports.jsonl"))
    (line,) = run(tmp_path, f"spinekg extract {reports}", str(KINDS)).splitlines()
    findings = [
        (
            finding["type"].removeprefix("https://hospital.example/spine#"),
            finding["level"],
            (finding["structure"] or "").rpartition("#")[2],
            finding["extraspinal"],
        )
        for finding in json.loads(line)["findings"]
    ]
    assert findings == [
        ("BursalFluid", "L4-L5", "InterspinousBursa", False),
        ("AdrenalNodule", None, "", True),
        ("CompressionFracture", "T10", "", False),
        ("CompressionFracture", "T11", "", False),
        ("BursalFluid", "L3-L4", "", False),
    ]


@pytest.mark.slow
def test_a_set_with_a_gap_and_an_extent_of_a_junction_are_places(tmp_path: Path) -> None:
    run(tmp_path, f"spinekg add {shlex.quote(str(KINDS / 'reports.jsonl'))}", str(KINDS))
    asked = "spinekg ask 'compression fractures at the thoracolumbar hinge' --format csv"
    answer = run(tmp_path, asked, str(KINDS))
    assert "T10" in answer
    assert "T11" not in answer
    run(tmp_path, "spinekg check", str(KINDS))


def test_the_refusal_on_the_page_is_what_is_said(tmp_path: Path) -> None:
    (shown,) = blocks("text")
    file = tmp_path / "ours.ttl"
    file.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix spine: <https://w3id.org/spinekg/spine#> .\n"
        'spine:DiscBulge skos:altLabel "Disc Extrusion"@en ; '
        "rdfs:subClassOf spine:InflammatoryFinding .\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidOntology) as caught:
        refuse_unfit([file])
    assert f"{caught.value}\n" == shown
