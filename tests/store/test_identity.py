"""The key is made once, whole and private, and never changes by accident."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kg.errors import KgError, StoreDamaged
from kg.store.identity import KEY_FILE, KEY_VARIABLE, identity_key


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def test_a_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    directory = tmp_path / "new"
    key = identity_key(directory)
    assert len(key) == 32
    assert identity_key(directory) == key
    assert (directory / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert directory.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in directory.iterdir()] == [KEY_FILE]
    assert identity_key(tmp_path / "other") != key


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    key = identity_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    assert identity_key(tmp_path) == key
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_the_environment_comes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "ab" * 32)
    assert identity_key(tmp_path) == b"\xab" * 32
    assert not (tmp_path / KEY_FILE).exists()


@pytest.mark.parametrize("text", ["", "secret", "ab" * 31, "xy" * 32, "é" * 64])
def test_a_broken_key_is_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    (tmp_path / KEY_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreDamaged, match="64 or more hexadecimal digits") as caught:
        identity_key(tmp_path)
    assert text == "" or text not in str(caught.value)


def test_a_broken_key_in_the_environment_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    with pytest.raises(StoreDamaged, match=KEY_VARIABLE) as caught:
        identity_key(tmp_path)
    assert "secret" not in str(caught.value)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KgError, match="neither read nor made"):
        identity_key(tmp_path / "file")


def test_processes_that_start_together_get_one_key(tmp_path: Path) -> None:
    program = f"""
        from pathlib import Path
        from kg.store.identity import identity_key
        print(identity_key(Path({str(tmp_path)!r})).hex())
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(4)
    ]
    assert len({starter.communicate()[0] for starter in starters}) == 1
