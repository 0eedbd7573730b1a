"""A Virtuoso of its own on loopback, as Debian packages it, in a folder that the caller gives."""

import ctypes
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template

import pytest

__all__ = ["PASSWORD", "RunningVirtuoso", "free_port", "is_installed", "running_virtuoso"]

#: Of a server that lives as long as a test and listens on this machine only.
PASSWORD = "loopback"
#: What must be installed: `apt-get install virtuoso-opensource-7 virtuoso-opensource-7-bin`.
_PROGRAMS = ("virtuoso-t", "isql-vt")
#: Seconds until a server is there or gone.
_PATIENCE = 60

# The packaged configuration names bare ports, and so listens on all interfaces.
_CONFIGURATION = Template(
    """
[Database]
DatabaseFile       = $folder/virtuoso.db
ErrorLogFile       = $folder/virtuoso.log
LockFile           = $folder/virtuoso.lck
TransactionFile    = $folder/virtuoso.trx
xa_persistent_file = $folder/virtuoso.pxa
ErrorLogLevel      = 7
FileExtend         = 200
MaxCheckpointRemap = 2000
Striping           = 0
TempStorage        = TempDatabase
[TempDatabase]
DatabaseFile       = $folder/virtuoso-temp.db
TransactionFile    = $folder/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping           = 0
[Parameters]
ServerPort         = 127.0.0.1:$sql_port
DisableUnixSocket  = 1
LiteMode           = 0
CaseMode           = 2
MaxClientConnections = 10
CheckpointInterval = 60
AllowOSCalls       = 0
DirsAllowed        = $folder/import
NumberOfBuffers    = $buffers
MaxDirtyBuffers    = $dirty_buffers
MaxQueryMem        = 1G
ThreadsPerQuery    = 2
SchedulerInterval  = 10
[HTTPServer]
ServerPort         = 127.0.0.1:$http_port
ServerRoot         = $folder/vsp
MaxClientConnections = 10
ServerThreads      = 10
KeepAliveTimeout   = 10
MaxKeepAlives      = 10
Charset            = UTF-8
EnabledDavVSP      = 0
HTTPProxyEnabled   = 0
[Client]
SQL_QUERY_TIMEOUT  = 0
SQL_TXN_TIMEOUT    = 0
[URIQA]
DynamicLocal       = 0
DefaultHost        = 127.0.0.1:$http_port
[SPARQL]
ResultSetMaxRows   = $row_cap
MaxQueryCostEstimationTime = 100000
MaxQueryExecutionTime = 60
"""
)


@dataclass(frozen=True, slots=True)
class RunningVirtuoso:
    """Where a server answers; user `dba` with PASSWORD by Digest may write."""

    folder: Path
    http_port: int
    sql_port: int

    @property
    def url(self) -> str:
        """Return the address of queries."""
        return f"http://127.0.0.1:{self.http_port}/sparql"

    @property
    def update_url(self) -> str:
        """Return the address of updates, with Digest only."""
        return f"http://127.0.0.1:{self.http_port}/sparql-auth"

    @property
    def graph_store_url(self) -> str:
        """Return the address of the Graph Store Protocol, with Digest only."""
        return f"http://127.0.0.1:{self.http_port}/sparql-graph-crud-auth"

    @property
    def import_folder(self) -> Path:
        """Return the folder from which its bulk loader may read."""
        return self.folder / "import"

    def sql(self, statement: str) -> str:
        """Run a statement of its own language and return what it prints."""
        done = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self.sql_port}", "dba", PASSWORD, f"exec={statement}"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE * 10,
            check=False,
        )
        return done.stdout + done.stderr


def is_installed() -> bool:
    """Say whether Virtuoso can be started here."""
    return all(shutil.which(program) for program in _PROGRAMS)


@contextmanager
def running_virtuoso(
    folder: Path, *, row_cap: int = 1_000_000, buffers: int = 40_000
) -> Iterator[RunningVirtuoso]:
    """Give a server whose files are in `folder`; it is stopped in any case.

    Skips the test when the package is not installed.
    """
    if not is_installed():
        pytest.skip("needs the packages virtuoso-opensource-7 and virtuoso-opensource-7-bin")
    server = RunningVirtuoso(folder, free_port(), free_port())
    for name in ("vsp", "import"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.ini").write_text(
        _CONFIGURATION.substitute(
            folder=folder,
            sql_port=server.sql_port,
            http_port=server.http_port,
            buffers=buffers,
            dirty_buffers=buffers * 3 // 4,
            row_cap=row_cap,
        ),
        encoding="utf-8",
    )
    command = ["virtuoso-t", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
    # The first start sets the passwords (letters only: it keeps others silently) and ends with 101.
    passwords = ["+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD]
    subprocess.run([*command, *passwords], capture_output=True, timeout=_PATIENCE, check=False)
    process = subprocess.Popen(
        [*command[:-1], "+foreground"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    try:
        _wait_until_it_listens(server, process)
        yield server
    finally:
        _stop(server, process)


def _die_with_parent() -> None:
    """Ask Linux to end the server when the tests are ended so hard that they cannot."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def free_port() -> int:
    """Return a port of loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_listens(server: RunningVirtuoso, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.http_port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"Virtuoso did not start; see {server.folder / 'virtuoso.log'}")


def _stop(server: RunningVirtuoso, process: "subprocess.Popen[bytes]") -> None:
    server.sql("shutdown();")
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
