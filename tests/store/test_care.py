"""Backups are what they were, damage is found and named, and the erased are gone."""

import json
import os
import random
import secrets
import shutil
import signal
import string
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import InvalidBackup, StoreDamaged, StoreError, StoreFull, StoreLocked
from kg.store.background import BackgroundGraph
from kg.store.backups import MANIFEST, back_up, restore
from kg.store.embedded import EmbeddedStore
from kg.store.erasure import erase
from kg.store.ledger import Ledger
from kg.store.reading_store import open_reader
from kg.store.store_folder import StoreFiles
from kg.store.verification import verify
from kg.triples.terms import Triple

Background = tuple[BackgroundGraph, ...]
ROOT = "https://example.org"


def graph(number: int) -> URIRef:
    return URIRef(f"{ROOT}/report/{number}")


def triples(number: int, text: str = "") -> set[Triple]:
    return {
        (URIRef(f"{ROOT}/{number}/{n}"), URIRef(f"{ROOT}/p"), Literal(f"{text} {number} {n} " * 9))
        for n in range(40)
    } | {(URIRef(f"{ROOT}/shared"), URIRef(f"{ROOT}/p"), Literal("shared"))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a store with 40 graphs, most of them in tables, the last in the log."""
    folder = tmp_path / "store"
    for part in range(4):
        with EmbeddedStore(folder / "oxigraph", background=()) as store:
            store.replace_graphs({graph(n): triples(n) for n in range(part * 10, part * 10 + 10)})
    return folder


def damages(folder: Path) -> list[str]:
    """Return what opening or verifying says is wrong."""
    files = StoreFiles(folder / "oxigraph")
    shutil.rmtree(files.checkpoints, ignore_errors=True)
    try:
        with open_reader(files.engine, background=()) as store:
            contents = Ledger(files.ledger).contents(until=store.sequence)
            return [f"{one.graph} {one.what}" for one in verify(store, contents)]
    except StoreError as error:
        return [str(error)]


def test_a_whole_store_is_found_whole(folder: Path) -> None:
    assert damages(folder) == []


@pytest.mark.slow
def test_every_damage_is_reported(folder: Path, tmp_path: Path) -> None:
    chance = random.Random(20240111)
    whole = tmp_path / "whole"
    shutil.copytree(folder, whole)
    silent: list[str] = []
    done = 0
    names = sorted(
        path.relative_to(whole)
        for path in (whole / "oxigraph").iterdir()
        if path.stat().st_size and path.name.startswith(("0", "MANIFEST"))
    )
    assert len(names) >= 4
    for round in range(52):
        name = names[round % len(names)]
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        shutil.rmtree(folder / "oxigraph.checkpoints")
        path = folder / name
        content = bytearray(path.read_bytes())
        kind = ("flip", "cut", "delete")[(round // len(names)) % 3]
        if kind == "delete":
            path.unlink()
        elif kind == "cut":
            path.write_bytes(bytes(content[: chance.randrange(len(content))]))
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(content))
        done += 1
        if not damages(folder) and not _harmless(folder):
            silent.append(f"{kind} {name}")
    assert done >= 50
    assert silent == []


def _harmless(folder: Path) -> bool:
    """Say whether all graphs are what they were: a byte that nothing means may change."""
    with EmbeddedStore(folder / "oxigraph", background=()) as store:
        return all(set(store.graph_triples(graph(n))) == triples(n) for n in range(40))


def test_damage_names_the_reports(folder: Path) -> None:
    files = StoreFiles(folder / "oxigraph")
    lines = files.ledger.read_text().splitlines()
    with EmbeddedStore(files.engine, background=()) as store:
        # Behind the ledger's back: as an engine would that forgets.
        quads = list(store.engine_quads(graph(7)))
        for quad in quads[:3]:
            store._open.remove(quad)
    assert files.ledger.read_text().splitlines() == lines
    found = damages(folder)
    assert [one for one in found if str(graph(7)) in one and "38 of 41" in one]
    assert not [one for one in found if str(graph(8)) in one]


def test_a_backup_made_while_the_store_is_written_is_one_commit_of_it(
    folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    with EmbeddedStore(folder / "oxigraph", background=()) as store:
        store.replace_graph(graph(3), triples(3, "new"))
        store.checkpoint()
        made = back_up(folder, target)
        store.replace_graph(graph(3), triples(3, "newer"))
    assert {path.stat().st_mode & 0o077 for path in target.rglob("*")} == {0}
    other = tmp_path / "other"
    restore(target, other)
    assert damages(other) == []
    with EmbeddedStore(other / "oxigraph", background=()) as store:
        assert set(store.graph_triples(graph(3))) == triples(3, "new")
        assert store.sequence == made.sequence
        store.replace_graph(graph(3), triples(3, "after"))
    with pytest.raises(StoreError, match="--replace"):
        restore(target, folder)
    restore(target, folder, replace=True)
    with open_reader(folder / "oxigraph", background=()) as reader:
        assert set(reader.graph_triples(graph(3))) == triples(3, "new")
    assert not list(folder.glob(".re*"))


def test_a_store_in_use_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "backup")
    with EmbeddedStore(folder / "oxigraph", background=()), pytest.raises(StoreLocked):
        restore(tmp_path / "backup", folder, replace=True)


def test_a_damaged_store_is_replaced_by_its_backup(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "backup")
    (folder / "oxigraph" / "CURRENT").write_text("nothing")
    assert damages(folder)
    restore(tmp_path / "backup", folder, replace=True)
    assert damages(folder) == []


def test_a_backup_that_was_touched_is_refused(folder: Path, tmp_path: Path) -> None:
    clean, bad = tmp_path / "clean", tmp_path / "bad"
    back_up(folder, clean)
    table = next((clean / "oxigraph").glob("*.sst")).relative_to(clean)
    ledger = "oxigraph.ledger.jsonl"

    def flip() -> None:
        content = bytearray((bad / table).read_bytes())
        content[len(content) // 2] ^= 1
        (bad / table).write_bytes(bytes(content))

    def outside() -> None:
        manifest = json.loads((bad / MANIFEST).read_text())
        manifest["files"]["../outside"] = "0" * 64
        (bad / MANIFEST).write_text(json.dumps(manifest))

    def other_ledger() -> None:
        from hashlib import sha256

        lines = (bad / ledger).read_text().splitlines()[:-1]
        (bad / ledger).write_text("\n".join(lines) + "\n")
        manifest = json.loads((bad / MANIFEST).read_text())
        manifest["files"][ledger] = sha256((bad / ledger).read_bytes()).hexdigest()
        (bad / MANIFEST).write_text(json.dumps(manifest))

    changes: tuple[Callable[[], object], ...] = (
        flip,
        outside,
        other_ledger,
        lambda: (bad / table).unlink(),
        lambda: (bad / "more").write_text("more"),
        lambda: (bad / "link").symlink_to("/etc/hostname"),
        lambda: (bad / MANIFEST).write_text("{}"),
        lambda: (bad / MANIFEST).unlink(),
    )
    for number, change in enumerate(changes):
        shutil.rmtree(bad, ignore_errors=True)
        shutil.copytree(clean, bad, symlinks=True)
        change()
        with pytest.raises(InvalidBackup):
            restore(bad, tmp_path / f"restored-{number}")
        assert not (tmp_path / f"restored-{number}" / "oxigraph").exists()
        with pytest.raises(InvalidBackup):
            restore(bad, folder, replace=True)
        assert damages(folder) == []


def test_no_byte_of_the_erased_stays(tmp_path: Path, background: Background) -> None:
    folder, name, other = tmp_path / "store", _random_name(), _random_name()
    for _ in range(3):
        with EmbeddedStore(folder / "oxigraph", background=background) as store:
            store.replace_graph(graph(1), {(graph(1), graph(1), Literal(name))})
            store.replace_graph(graph(2), {(graph(2), graph(2), Literal(other))})
            store.remove_graph(graph(1))
            store.replace_graph(graph(1), {(graph(1), graph(1), Literal(name + "!"))})
    (folder / "columnar").mkdir()
    (folder / "columnar" / "1.duckdb").write_text(name)
    (folder / "sources.jsonl").write_text(json.dumps({"kind": "reports", "path": name}))
    assert _files_with(folder, name)
    erase(folder / "oxigraph", [graph(1)])
    assert _files_with(folder, name) == []
    assert _files_with(folder, other)
    assert damages(folder) == []
    with EmbeddedStore(folder / "oxigraph", background=background) as store:
        assert not store.has_graph(graph(1))
        assert store.has_graph(graph(2))
        assert store.changed_graphs(store.sequence - 1) == {graph(1)}


def _random_name() -> str:
    """Return characters that stand in compressed files as they are.

    No four of them in a row are likely to stand in the words and hashes beside them, of which a
    compressed file would write a copy.
    """
    return "".join(secrets.choice(f"{string.ascii_uppercase}!#$%&*+=?@^|~") for _ in range(48))


def _files_with(folder: Path, text: str) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()
    ]


def test_nothing_is_erased_while_somebody_reads(folder: Path) -> None:
    with open_reader(folder / "oxigraph", background=()), pytest.raises(StoreLocked, match="reads"):
        erase(folder / "oxigraph", [graph(1)])
    assert damages(folder) == []
    erase(folder / "oxigraph", [graph(1)])
    assert damages(folder) == []


WAITING = f"""
import sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store.embedded import EmbeddedStore

print("go", flush=True)
for n in range(int(sys.argv[2])):
    node = URIRef("{ROOT}/waiting/%d" % n)
    with EmbeddedStore(Path(sys.argv[1]), background=(), wait_seconds=60) as store:
        store.replace_graph(node, [(node, node, Literal(n))])
"""


@pytest.mark.slow
def test_erasing_loses_nothing_of_a_writer_who_waits_for_it(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(folder / "oxigraph"), "40"],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        gone, deadline = 0, time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                erase(folder / "oxigraph", [graph(gone)])
                gone = min(gone + 1, 39)
            except StoreLocked:
                time.sleep(0.002)
    assert process.returncode == 0
    assert damages(folder) == []
    with EmbeddedStore(folder / "oxigraph", background=()) as store:
        assert all(store.has_graph(URIRef(f"{ROOT}/waiting/{n}")) for n in range(40))
        assert not any(store.has_graph(graph(n)) for n in range(gone))


def test_a_backup_that_fails_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(source: Path, target: Path) -> None:
        target.mkdir(parents=True)
        (target / "half").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", fill)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreFull):
        back_up(folder, tmp_path / "backup")
    assert sorted(tmp_path.iterdir()) == before


ERASER = f"""
import sys
from pathlib import Path
from rdflib import URIRef
from kg.store.erasure import erase

print("go", flush=True)
erase(Path(sys.argv[1]), [URIRef("{ROOT}/report/%s" % sys.argv[2])])
print("done", flush=True)
"""


@pytest.mark.slow
def test_a_killed_erasure_leaves_the_store_before_or_after(folder: Path) -> None:
    chance = random.Random(20240112)
    for number in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", ERASER, str(folder / "oxigraph"), str(number)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.25))
            process.send_signal(signal.SIGKILL)
            is_done = b"done" in process.stdout.read()
        assert damages(folder) == []
        with EmbeddedStore(folder / "oxigraph", background=()) as store:
            assert not (is_done and store.has_graph(graph(number)))
            assert all(store.has_graph(graph(n)) for n in range(number + 1, 40))


def test_an_engine_that_cannot_be_opened_says_what_to_do(folder: Path) -> None:
    for path in (folder / "oxigraph").glob("MANIFEST-*"):
        path.unlink()
    shutil.rmtree(folder / "oxigraph.checkpoints")
    with pytest.raises(StoreDamaged, match="restore"):
        open_reader(folder / "oxigraph", background=())
