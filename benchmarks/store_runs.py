"""Running one engine in processes of its own, with patience that ends."""

import json
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from store_files import CorpusFiles

__all__ = ["measured"]

_PROCESS = Path(__file__).with_name("store_process.py")
#: Bytes that a process may ask for, so that a query that runs wild ends alone.
_MOST_MEMORY = 12 * 2**30
#: Seconds in which an engine must have taken in a thousand reports, and started.
_LOAD_PATIENCE, _START_PATIENCE = 120, 120


def measured(
    engine: str, corpus: CorpusFiles, folder: Path, *, questions: Sequence[str], patience: int
) -> dict[str, Any]:
    """Load the corpus into an engine, ask it all questions, and return what was measured.

    What was loaded into the folder before is taken as it is, with what was measured then.

    A question that has no answer after `patience` seconds, or that ends the process, has failed;
    the others are asked again in a new process.
    """
    result: dict[str, Any] = {"engine": engine, "reports": corpus.reports, "questions": {}}
    load_patience = _START_PATIENCE + _LOAD_PATIENCE * corpus.reports / 1_000
    noted = folder.with_name(f"{folder.name}-{engine.replace(' ', '-')}-load.json")
    if noted.is_file():
        result["load"] = json.loads(noted.read_text(encoding="utf-8"))
    else:
        folder.mkdir(parents=True, exist_ok=True)
        reason = _told(result, ["load", engine, corpus, folder], patience=load_patience)
        if "load" not in result:
            failed = {"failed": f"loading: {reason}"}
            result["questions"] = dict.fromkeys(questions, failed)
            return result
        noted.write_text(json.dumps(result["load"]), encoding="utf-8")
    while remaining := [name for name in questions if name not in result["questions"]]:
        # An engine in memory loads again in the process that asks.
        first = load_patience if engine == "rdflib" else _START_PATIENCE
        reason = _told(
            result, ["ask", engine, corpus, folder, *remaining], patience=patience, first=first
        )
        left = [name for name in remaining if name not in result["questions"]]
        if left:
            result["questions"][left[0]] = {"failed": reason or f"no answer in {patience} s"}
        else:
            break
    return result


def _told(
    result: dict[str, Any], arguments: list[Any], *, patience: float, first: float | None = None
) -> str:
    """Add what a process tells to the result; return why it ended before its end, if so."""
    step, engine, corpus, folder, *names = arguments
    command = [sys.executable, str(_PROCESS), step, engine, str(corpus.folder), str(folder)]
    process = subprocess.Popen(
        [*command, str(corpus.reports), *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY)),
    )
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    wait = first or patience
    try:
        while True:
            line = lines.get(timeout=wait)
            if line is None:
                break
            _keep(result, json.loads(line))
            # Each question is asked several times after its first answer.
            wait = patience + 2 * patience * (step == "ask")
    except queue.Empty:
        _end(process, folder)
        return f"> {patience:g} s"
    if process.wait() == 0:
        return ""
    error = (process.stderr.read() if process.stderr else "").strip().splitlines()
    return f"ended with {process.returncode}: {error[-1][:160] if error else ''}"


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put(None)


def _keep(result: dict[str, Any], told: dict[str, Any]) -> None:
    match told.pop("what"):
        case "load":
            result["load"] = told
        case "open":
            result["open"] = told["seconds"]
        case "question":
            result["questions"][told.pop("question")] = told
        case "memory":
            result["memory"] = told["bytes"]


def _end(process: "subprocess.Popen[str]", folder: Path) -> None:
    """End a process with all that it started: it leads a group of its own, but for a server."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    lock = folder / "virtuoso.lck"
    if lock.is_file():
        server = int(lock.read_text(encoding="ascii").split("=")[1].split()[0])
        os.kill(server, signal.SIGKILL)
        while Path(f"/proc/{server}").exists():
            time.sleep(0.1)
        lock.unlink()
