"""An export takes the place of a file, and of nothing else."""

import os
import threading
from pathlib import Path

import pytest

from kg.errors import UnwritableOutput
from kg.exports.whole_files import whole_file
from kg.store.embedded import EmbeddedStore


def write(destination: Path, content: bytes = b"new") -> None:
    with whole_file(destination) as output:
        output.write(content)


def test_a_file_is_replaced_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    write(path)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), whole_file(path):
        raise ZeroDivisionError
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ttl"]
    assert path.read_bytes() == b"old"


def test_a_link_is_followed(tmp_path: Path) -> None:
    link, target = tmp_path / "link.ttl", tmp_path / "target.ttl"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join(timeout=10)
    assert read == [b"new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["oxigraph/CURRENT", "oxigraph/new.ttl", "identity.key"])
def test_nothing_of_a_store_is_overwritten(tmp_path: Path, name: str) -> None:
    with EmbeddedStore(tmp_path / "oxigraph", background=()) as store:
        assert store.quad_count() == 0
    (tmp_path / "identity.key").write_text("key", encoding="utf-8")
    with pytest.raises(UnwritableOutput, match="inside a store"):
        write(tmp_path / name)
    assert (tmp_path / "identity.key").read_text(encoding="utf-8") == "key"
