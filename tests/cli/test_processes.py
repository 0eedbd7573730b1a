"""What a shell sees: exit codes, streams, Ctrl-C, a pipe whose reader has gone."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Process = Callable[..., "subprocess.Popen[str]"]
Command = Callable[..., Any]
STOPPED = "stopped; what was stored until now stays stored\n"
#: Counts all pairs of triples: minutes of work in one step of the engine.
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_data_goes_to_standard_output_and_the_rest_to_standard_error(
    process: Process, store: Path
) -> None:
    running = process("--store", store, "ask", "disc extrusion", "--format", "csv")
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0
    assert out.startswith("patient,report,")
    assert "note: read as" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (("info",), 0),
        (("show", "report", "R9"), 1),
        (("query", "no_such_query"), 2),
        (("no-such-command",), 2),
        (("add",), 2),
        (("export", "--format", "word"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_exit_codes_tell_what_happened(
    arguments: tuple[str, ...], code: int, process: Process, store: Path
) -> None:
    running = process("--store", store, *arguments)
    _, err = running.communicate(timeout=60)
    assert running.returncode == code, err
    assert "Traceback" not in err


def test_colour_is_used_only_when_it_may_be(process: Process, store: Path) -> None:
    arguments = ("--store", store, "show", "report", "R1")
    plain, _ = process(*arguments, FORCE_COLOR="1").communicate(timeout=60)
    assert "\x1b[31m" not in plain, "NO_COLOR is set in these tests and wins"
    coloured, _ = process(*arguments, FORCE_COLOR="1", NO_COLOR="").communicate(timeout=60)
    assert "\x1b[" in coloured


#: Reports given to a command that is then stopped, on lines of two kilobytes: ten times what a
#: pipe holds.
GIVEN = 300


@pytest.mark.slow
def test_ctrl_c_while_adding_leaves_a_store_of_whole_reports(
    process: Process, spinekg: Command, tmp_path: Path
) -> None:
    running = process("--store", tmp_path / "s", "add", "-")
    assert running.stdin is not None
    # A pipe holds 64 KB: once all is written, the command has taken in all but the last of it.
    for number in range(GIVEN):
        text = f"Disc bulge at L4-L5 number {number}. No spinal canal stenosis at L5-S1."
        running.stdin.write(json.dumps({"id": f"R{number}", "text": text}) + 2_000 * " " + "\n")
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", STOPPED)
    facts = json.loads(spinekg("--store", tmp_path / "s", "info", "--format", "json").out)
    assert 0 < facts["reports"] <= GIVEN
    assert facts["findings"] == 2 * facts["reports"]
    assert spinekg("--store", tmp_path / "s", "check").code == 0


@pytest.mark.slow
def test_ctrl_c_ends_a_query_that_does_not_listen(process: Process, store: Path) -> None:
    running = process("--store", store, "sparql", "-")
    assert running.stdin is not None
    running.stdin.write(RUNAWAY)
    running.stdin.close()
    running.stdin = None
    time.sleep(4)
    assert running.poll() is None, "the query was meant to run for longer"
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=10)
    assert (running.returncode, err) == (130, STOPPED)


def test_a_reader_that_goes_away_is_no_error(process: Process, store: Path) -> None:
    running = process("--store", store, "export", "--with-ontology")
    assert running.stdout is not None
    assert running.stdout.readline().startswith("@prefix")
    running.stdout.close()
    running.stdout = None
    _, err = running.communicate(timeout=60)
    assert running.returncode == 141
    assert "Traceback" not in err
    assert "Broken" not in err


def test_long_work_shows_a_bar_on_a_terminal_only(store: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Disc bulge at L4-L5.")
    terminal, there = pty.openpty()
    try:
        result = subprocess.run(
            [sys.executable, "-m", "kg", "--store", str(store), "add", "one.txt"],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm"},
            stdout=subprocess.PIPE,
            stderr=there,
            timeout=60,
            check=True,
        )
        drawn = os.read(terminal, 1_000_000).decode()
    finally:
        os.close(there)
        os.close(terminal)
    assert result.stdout.startswith(b"added 1,")
    assert "adding reports" in drawn
    assert "0 of 1" in drawn


def test_python_dash_m_is_the_command(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "kg", "--version"],
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert result.stdout.startswith("spinekg ")
