"""Virtuoso in the benchmark: a server of its own on loopback, its bulk loader, SPARQL over HTTP."""

import socket
import subprocess
import time
from pathlib import Path
from typing import ClassVar

import requests
from store_engine import Engine, Row, bytes_of
from store_files import CorpusFiles
from store_questions import Question

__all__ = ["Virtuoso"]

_PASSWORD = "benchmark"
#: Pages of 8 KB: 2.7 GB, as its own sheet advises for 4 GB of memory.
_BUFFERS, _DIRTY = 340_000, 250_000
_SETTINGS = """
[Database]
DatabaseFile       = {folder}/virtuoso.db
ErrorLogFile       = {folder}/virtuoso.log
LockFile           = {folder}/virtuoso.lck
TransactionFile    = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel      = 7
FileExtend         = 200
MaxCheckpointRemap = 2000
Striping           = 0
TempStorage        = TempDatabase
[TempDatabase]
DatabaseFile       = {folder}/virtuoso-temp.db
TransactionFile    = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping           = 0
[Parameters]
ServerPort         = 127.0.0.1:{sql_port}
DisableUnixSocket  = 1
LiteMode           = 0
CaseMode           = 2
MaxClientConnections = 10
CheckpointInterval = 0
AllowOSCalls       = 0
DirsAllowed        = {corpus}
NumberOfBuffers    = {buffers}
MaxDirtyBuffers    = {dirty}
MaxQueryMem        = 2G
ThreadsPerQuery    = 2
SchedulerInterval  = 10
[HTTPServer]
ServerPort         = 127.0.0.1:{port}
ServerRoot         = {folder}
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
DefaultHost        = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows   = 10000000
MaxQueryCostEstimationTime = 100000
MaxQueryExecutionTime = 600
"""


class Virtuoso(Engine):
    """Virtuoso 7 as Debian packages it."""

    is_kept: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: int | None = None

    def load(self, corpus: CorpusFiles) -> dict[str, float]:
        """Load the N-Quads with its bulk loader, then write a checkpoint."""
        self._configure(corpus.folder)
        passwords = ("+pwdold", "dba", "+pwddba", _PASSWORD, "+pwddav", _PASSWORD)
        # The first start sets the passwords and ends with 101.
        subprocess.run(self._command(*passwords), check=False, capture_output=True)
        self.open()
        started = time.perf_counter()
        self._sql(f"ld_dir('{corpus.folder}', '*.nq', '');")
        # Two loaders at a time end in deadlocks: every file names the same reading run.
        self._sql("rdf_loader_run();")
        self._sql("checkpoint;")
        taken = time.perf_counter() - started
        failed = self._sql("SELECT COUNT(*) FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
        if "\n0\n" not in failed.replace(" ", ""):
            raise RuntimeError("Virtuoso could not load every file")
        self._shut_down()
        return {"bulk loader": taken}

    def open(self) -> None:
        """Start the server."""
        subprocess.run(self._command(), check=True, capture_output=True, timeout=600)
        self._server = int((self._folder / "virtuoso.lck").read_text().split("=")[1].split()[0])
        settings = (self._folder / "virtuoso.ini").read_text()
        port = settings.partition("[HTTPServer]")[2].split("127.0.0.1:")[1].split()[0]
        self._address, self._session = f"http://127.0.0.1:{port}/sparql", requests.Session()

    def ask(self, question: Question) -> list[Row]:
        """Ask over HTTP; Virtuoso's own JSON, each cell as text."""
        answer = self._session.post(
            self._address,
            data={"query": question.sparql, "format": "application/sparql-results+json"},
            timeout=600,
        )
        if answer.status_code != requests.codes.ok or "X-SQL-State" in answer.headers:
            raise RuntimeError(answer.text.strip() or answer.headers["X-SQL-State"])
        found = answer.json()
        columns = found["head"]["vars"]
        return [
            tuple(row[name]["value"] if name in row else None for name in columns)
            for row in found["results"]["bindings"]
        ]

    def close(self) -> None:
        """Stop the server."""
        self._session.close()
        self._shut_down()

    def process(self) -> int | None:
        """Return the server's number."""
        return self._server

    def disk(self) -> dict[str, int]:
        """Return the bytes of the database."""
        return {"database": bytes_of(self._folder)}

    def _configure(self, corpus: Path) -> None:
        sql_port, port = _free_ports()
        self._folder.mkdir(parents=True, exist_ok=True)
        text = _SETTINGS.format(
            folder=self._folder,
            corpus=corpus,
            sql_port=sql_port,
            port=port,
            buffers=_BUFFERS,
            dirty=_DIRTY,
        )
        (self._folder / "virtuoso.ini").write_text(text, encoding="utf-8")

    def _command(self, *more: str) -> list[str]:
        return ["virtuoso-t", "+configfile", str(self._folder / "virtuoso.ini"), "+wait", *more]

    def _isql(self, statement: str) -> subprocess.Popen[str]:
        settings = (self._folder / "virtuoso.ini").read_text()
        port = settings.partition("[Parameters]")[2].split("127.0.0.1:")[1].split()[0]
        return subprocess.Popen(
            ["isql-vt", f"127.0.0.1:{port}", "dba", _PASSWORD, f"exec={statement}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _sql(self, statement: str) -> str:
        return self._isql(statement).communicate()[0]

    def _shut_down(self) -> None:
        self._sql("shutdown();")
        deadline = time.monotonic() + 120
        while (self._folder / "virtuoso.lck").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self._server = None


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]
