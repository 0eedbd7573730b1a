"""One request to a server and its whole answer, in bounded time, with every failure typed.

Redirects are never followed: what is asked, what is written and who asks stay between this machine
and the server that was named.
"""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from kg.errors import RemoteFailed, RemoteTimeout, RemoteTruncated, RemoteUnreachable
from kg.remote.addresses import shown_address
from kg.remote.bounded_calls import BoundedCalls
from kg.remote.credentials import Credentials
from kg.remote.statuses import raise_for_status, retry_after

__all__ = ["Reply", "Request", "Transport"]

#: Tries of what may be repeated, and the seconds before the second, doubled before each further.
_TRIES, _PAUSE = 4, 0.25
#: Seconds that a busy server may make us wait for the next try.
_LONGEST_PAUSE = 10.0
#: Bytes of an answer; beyond, a question has to be narrower.
_LARGEST_ANSWER = 1 << 30
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent; nothing of it is shown by `repr`, for it holds findings."""

    method: str
    url: str
    body: bytes = field(default=b"", repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: Statuses that are an answer beside those from 200 to 299.
    expected: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Return the kind of the body in lower case, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class Transport:
    """Sends requests to one server and repeats those that failed on the way.

    All requests of a store may be repeated: a read changes nothing, and each write leaves the same
    content however often it is done. `timeout` is the seconds a whole answer may take.
    """

    def __init__(
        self,
        credentials: Credentials | None,
        *,
        timeout: float,
        certificates: Path | None = None,
        tries: int = _TRIES,
    ) -> None:
        self._timeout, self._tries = timeout, tries
        self._calls: BoundedCalls[Reply | RemoteFailed] = BoundedCalls()
        self._session = requests.Session()
        # Neither proxies nor passwords (~/.netrc) from the surroundings.
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "spinekg"
        if credentials is not None:
            self._session.auth = credentials.authentication()
        if certificates is not None:
            self._session.verify = str(certificates)

    def send(self, request: Request) -> Reply:
        """Return the answer to a request; raises RemoteFailed or a kind of it."""
        for tried in range(1, self._tries + 1):
            pause = _PAUSE * 2 ** (tried - 1) * random.uniform(1, 1.5)  # noqa: S311 (no secret)
            try:
                reply = self._bounded(request)
                pause = max(pause, retry_after(reply.status, reply.headers))
                raise_for_status(reply.status, request.url, request.expected)
            except RemoteUnreachable:
                if tried == self._tries:
                    raise
            else:
                return reply
            time.sleep(min(pause, _LONGEST_PAUSE))
        raise AssertionError("there is at least one try")

    def close(self) -> None:
        """Close the connections."""
        self._calls.close()
        self._session.close()

    def _bounded(self, request: Request) -> Reply:
        deadline = time.monotonic() + self._timeout
        try:
            outcome = self._calls.run(lambda: self._outcome(request, deadline), self._timeout + 0.5)
        except TimeoutError:
            raise self._late(request) from None
        if isinstance(outcome, RemoteFailed):
            raise outcome
        return outcome

    def _outcome(self, request: Request, deadline: float) -> "Reply | RemoteFailed":
        shown = shown_address(request.url)
        try:
            return self._sent(request, deadline)
        except RemoteFailed as error:
            return error
        except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
            return self._late(request)
        except requests.exceptions.SSLError:
            return RemoteFailed(f"{shown} has no certificate that this machine trusts")
        except (
            requests.exceptions.ConnectionError,
            requests.exceptions.ChunkedEncodingError,
            urllib3.exceptions.HTTPError,
        ):
            return self._gone(request)
        except (requests.RequestException, ValueError):
            return RemoteFailed(f"{shown} did not answer as a web server does")
        except OSError:
            return self._gone(request)

    def _sent(self, request: Request, deadline: float) -> Reply:
        with self._session.request(
            request.method,
            request.url,
            params=dict(request.parameters),
            data=request.body or None,
            headers=dict(request.headers),
            timeout=self._timeout,
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = bytearray()
            while chunk := answer.raw.read1(_CHUNK, decode_content=True):
                body += chunk
                if time.monotonic() > deadline:
                    raise self._late(request)
                if len(body) > _LARGEST_ANSWER:
                    raise RemoteTruncated(
                        f"{shown_address(request.url)} gave more than {_LARGEST_ANSWER} bytes; "
                        f"ask for less"
                    )
            return Reply(answer.status_code, CaseInsensitiveDict(answer.headers), bytes(body))

    def _late(self, request: Request) -> RemoteTimeout:
        return RemoteTimeout(
            f"{shown_address(request.url)} did not answer within {self._timeout:g} seconds; ask "
            f"for less, or allow it more time"
        )

    def _gone(self, request: Request) -> RemoteUnreachable:
        return RemoteUnreachable(
            f"{shown_address(request.url)} cannot be reached or broke off; check the address and "
            f"the server, then run the command again"
        )
