"""A workspace whose findings are on a real server, from the shell's side too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.demo.corpus import demo_corpus
from kg.errors import RemoteFailed
from kg.workspace import open_workspace
from tests.remote.virtuoso import PASSWORD, running_virtuoso

REPORTS = [one.report for one in demo_corpus()][:25]
QUESTION = "patients with epidural extension at thoracolumbar levels"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server.url


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPINEKG_REMOTE_USER", "dba")
    monkeypatch.setenv("SPINEKG_REMOTE_PASSWORD", PASSWORD)
    monkeypatch.setenv("SPINEKG_KEY", "5a" * 32)
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_a_server_holds_and_answers_what_a_folder_does(address: str, tmp_path: Path) -> None:
    with open_workspace(tmp_path / "store") as local, open_workspace(address) as remote:
        local.add_reports(REPORTS)
        assert remote.add_reports(REPORTS).added == len(REPORTS)
        assert remote.add_reports(REPORTS).unchanged == len(REPORTS)
        assert remote.query("findings_by_level") == local.query("findings_by_level")
        assert remote.info().findings == local.info().findings
        assert remote.stored.patient("demo-001") == local.stored.patient("demo-001")
        assert remote.check() == ()
        for refused in (remote.verify, remote.make_snapshot, lambda: remote.back_up("there")):
            with pytest.raises(RemoteFailed):
                refused()
        remote.remove_patient("demo-001")
        assert remote.info().patients == local.info().patients - 1


@pytest.mark.slow
def test_commands_take_an_address(address: str, tmp_path: Path) -> None:
    text = tmp_path / "R9.txt"
    text.write_text("FINDINGS: Metastasis at T12 with epidural extension.", encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["--store", address, "--verbose", *arguments])
        return result.exit_code, result.output

    assert run("add", str(text))[0] == 0
    code, output = run("query", "findings_by_level")
    assert (code, "T12" in output, "engine: remote" in output) == (0, True, True)
    assert PASSWORD not in output
    assert run("show", "report", "R9")[0] == 0
    assert run("verify")[0] == 1
    assert run("remove", "report", "R9")[0] == 0
    assert not list(tmp_path.glob("http*"))
