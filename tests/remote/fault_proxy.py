"""A server between a store and the real one that spoils one answer, each in a known way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from tests.remote.sparql_server import SparqlServer

__all__ = ["Fault", "FaultProxy", "running_proxy"]


class Fault(StrEnum):
    """What becomes of a request or of its answer."""

    REFUSED = "the connection is closed before the request is read"
    RESET = "the connection is reset after the request was carried out"
    SILENCE = "the request is carried out and no answer comes"
    TRICKLE = "the answer comes byte after byte"
    CUT_STATUS = "cut within the first line"
    CUT_HEADERS = "cut within the headers"
    CUT_BODY = "cut within the body"
    CUT_LENGTHLESS = "cut within a body whose length is not known"
    GARBAGE = "bytes that are no answer"
    PAGE = "200 with a page"
    HALF_JSON = "200 with half of a JSON text"
    REDIRECT = "sent to another host"
    S401 = "401"
    S403 = "403"
    S404 = "404"
    S413 = "413"
    S414 = "414"
    S429 = "429"
    S500 = "500"
    S502 = "502"
    S503 = "503"


_FORGED = {
    Fault.GARBAGE: b"\x00\xff\x16\x03 no answer at all \r\n\r\n",
    Fault.PAGE: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 18\r\n\r\n"
    b"<p>Jane Roe log in",
    Fault.HALF_JSON: b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
    b'Content-Length: 28\r\n\r\n{"head":{"vars":["x"]},"resu',
}
_TEXT = b"Jane Roe, T12 metastasis"


class FaultProxy:
    """Passes requests on; the next one whose number is `at` meets the fault."""

    def __init__(self, server: SparqlServer) -> None:
        self._target = ("127.0.0.1", server.server_address[1])
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.elsewhere = socket.create_server(("127.0.0.1", 0))
        self.fault: Fault | None = None
        self.at, self.times, self.count = 0, 1, 0
        self._is_over = threading.Event()

    @property
    def url(self) -> str:
        """Return the address of queries."""
        return f"http://127.0.0.1:{self.port}/query"

    def spoil(self, fault: Fault, *, at: int, times: int) -> None:
        """Let the requests from number `at` on, counted from 0 and now, meet a fault."""
        self.fault, self.at, self.times, self.count = fault, at, times, 0

    def serve(self) -> None:
        """Take connections until the end."""
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """End all connections."""
        self._is_over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.elsewhere.close()

    def _handle(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = _whole_request(connection)
            number, self.count = self.count, self.count + 1
            is_spoiled = self.fault is not None and self.at <= number < self.at + self.times
            if not is_spoiled:
                connection.sendall(self._passed_on(request))
                return
            assert self.fault is not None
            self._spoil(connection, request, self.fault)

    def _spoil(self, connection: socket.socket, request: bytes, fault: Fault) -> None:
        if fault is Fault.REFUSED:
            return
        if fault.name.startswith("S4") or fault in {Fault.S500, Fault.S502, Fault.S503}:
            connection.sendall(
                b"HTTP/1.1 %s No\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                % (fault.value.encode(), len(_TEXT), _TEXT)
            )
            return
        if fault is Fault.REDIRECT:
            port = self.elsewhere.getsockname()[1]
            connection.sendall(
                b"HTTP/1.1 307 Go\r\nLocation: http://localhost:%d/query\r\n"
                b"Content-Length: 0\r\nConnection: close\r\n\r\n" % port
            )
            return
        if fault in _FORGED:
            connection.sendall(_FORGED[fault])
            return
        self._spoil_answer(connection, self._passed_on(request), fault)

    def _spoil_answer(self, connection: socket.socket, answer: bytes, fault: Fault) -> None:
        if fault is Fault.RESET:
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        elif fault is Fault.SILENCE:
            self._is_over.wait(10)
        elif fault is Fault.TRICKLE:
            for place in range(len(answer)):
                connection.sendall(answer[place : place + 1])
                if self._is_over.wait(0.05):
                    return
        else:
            connection.sendall(_cut(answer, fault))

    def _passed_on(self, request: bytes) -> bytes:
        with socket.create_connection(self._target) as server:
            server.sendall(request)
            answer = b""
            while piece := server.recv(1 << 16):
                answer += piece
        return answer


@contextmanager
def running_proxy(server: SparqlServer) -> Iterator[FaultProxy]:
    """Give a proxy that passes everything on until it is told to spoil something."""
    proxy = FaultProxy(server)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(5)


def _cut(answer: bytes, fault: Fault) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    match fault:
        case Fault.CUT_STATUS:
            return answer[:7]
        case Fault.CUT_HEADERS:
            return head[: len(head) // 2]
        case Fault.CUT_LENGTHLESS:
            head = b"\r\n".join(one for one in head.split(b"\r\n") if b"ength" not in one)
    return head + b"\r\n\r\n" + body[: len(body) // 2]


def _whole_request(connection: socket.socket) -> bytes:
    """Return a request, with its connection to be closed after the answer."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(1 << 16)
        if not piece:
            raise OSError
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next(
        (int(one.split(b":")[1]) for one in lines if one.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += connection.recv(1 << 16)
    kept = [one for one in lines if not one.lower().startswith(b"connection:")]
    return b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n" + body
