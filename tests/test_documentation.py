"""What the documentation says is so: commands, examples, Python, links, real output."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import COMMANDS, app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "ontology", ROOT / "queries")
    for path in folder.glob("*.md")
)
NAMES = sorted(command.__name__ for command in COMMANDS)
EXAMPLES = {command.__name__: example for command, example in COMMANDS.items()}
REPORT = "Osseous metastasis at T12 with epidural extension. Compression fracture of L1."


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with all the files that the examples speak of."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("NO_COLOR", "1"), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    for name in ("SPINEKG_STORE", "SPINEKG_KEY", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text(REPORT)
    (tmp_path / "report.txt").write_text(REPORT)
    record = {"id": "demo-001-1", "patient": "P001", "text": REPORT}
    (tmp_path / "more.jsonl").write_text(json.dumps(record))
    (tmp_path / "question.rq").write_text("SELECT * WHERE { ?s ?p ?o } LIMIT 3")
    gold = {"id": "one", "findings": [{"finding": "OsseousMetastasis", "levels": ["T12"]}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`spinekg {name}" in README


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(name: str, workplace: Path) -> None:
    assert f"Example: spinekg {name}" in run(name, "--help")


@pytest.mark.parametrize("name", NAMES)
def test_every_option_and_argument_is_explained(name: str, workplace: Path) -> None:
    command = next(one for one in app.registered_commands if one.name == name)
    assert command.callback is not None
    assert (command.callback.__doc__ or "").partition("\n")[0].endswith(".")
    for hint in command.callback.__annotations__.values():
        for detail in getattr(hint, "__metadata__", ()):
            assert detail.help, f"spinekg {name}: {detail.param_decls} has no help"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "demo"])
def test_every_example_runs(name: str, workplace: Path) -> None:
    """The demo takes a while, and runs below."""
    if name not in {"add", "extract"}:
        run("add", "more.jsonl")
    if name == "decide":
        second = {"id": "demo-001-2", "patient": "P001", "text": REPORT}
        Path("second.jsonl").write_text(json.dumps(second), encoding="utf-8")
        run("add", "second.jsonl")
    if name == "restore":
        run(*shlex.split(EXAMPLES["backup"])[1:])
    run(*shlex.split(EXAMPLES[name])[1:])


def test_the_python_of_the_readme_runs(workplace: Path) -> None:
    [block] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    values: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), values)
    assert len(block.strip().splitlines()) <= 8
    assert [row.level for row in values["answer"].rows] == ["T12"]  # type: ignore[attr-defined]
    assert list(values["levels"]["level"]) == ["T12"]  # type: ignore[index]
    assert (workplace / "findings.ttl").stat().st_size > 0


def test_the_output_in_the_readme_is_what_the_demo_prints(workplace: Path) -> None:
    [block] = re.findall(r"<!-- demo:.*?-->\n```text\n(.*?)```", README, flags=re.DOTALL)
    printed = words_of(run("demo"))
    missing = [part for part in block.split("\n…\n") if words_of(part) not in printed]
    assert missing == [], "README.md shows what the demo does not print any more"


def words_of(text: str) -> str:
    """Return the words alone: how a table folds its cells differs by version of the library."""
    return " ".join(word for word in text.split() if set(word) != {"─"})


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target} is not there"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_make_has_the_tasks_that_pages_name(page: Path) -> None:
    tasks = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))
    for task in re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", page.read_text("utf-8"), flags=re.M):
        assert set(task) - {""} <= tasks


def test_versions_agree() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [version] = re.findall(r'^version = "(.+)"$', project, flags=re.M)
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in citation
