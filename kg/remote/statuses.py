"""What the status of an HTTP answer means for us."""

from collections.abc import Mapping
from http import HTTPStatus

from kg.errors import (
    RemoteFailed,
    RemoteRefused,
    RemoteTimeout,
    RemoteUnreachable,
)
from kg.remote.addresses import shown_address

__all__ = ["raise_for_status", "retry_after"]

#: The kind of failure of a status, and what to do about it.
_MEANINGS: Mapping[int, tuple[type[RemoteFailed], str]] = {
    400: (RemoteFailed, "does not accept the query or the data"),
    401: (
        RemoteRefused,
        "does not know these credentials; check user, password or token, and whether the server "
        "wants basic or digest (SPINEKG_REMOTE_AUTH)",
    ),
    403: (RemoteRefused, "does not allow this to these credentials; ask who runs it"),
    404: (RemoteFailed, "has nothing at this address; check its path"),
    405: (RemoteFailed, "does not take this kind of request at this address; check its path"),
    406: (RemoteFailed, "does not give answers in the form that was asked for"),
    407: (RemoteRefused, "is behind a proxy that wants credentials"),
    408: (RemoteTimeout, "gave up waiting"),
    413: (RemoteFailed, "does not take that much at once"),
    414: (RemoteFailed, "does not take so long an address"),
    415: (RemoteFailed, "does not take data in this form; check the address for updates"),
    429: (RemoteUnreachable, "is asked too often; wait, then run the command again"),
    500: (RemoteFailed, "failed; look at its own log"),
    501: (RemoteFailed, "cannot do this"),
    502: (RemoteUnreachable, "is not up behind its proxy; wait, then run the command again"),
    503: (RemoteUnreachable, "is busy or being serviced; wait, then run the command again"),
    504: (RemoteTimeout, "did not answer its proxy in time; ask for less"),
    507: (RemoteFailed, "has no space left"),
}


def raise_for_status(status: int, url: str, expected: frozenset[int]) -> None:
    """Do nothing for an answer; raise RemoteFailed or a kind of it for all else."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status in expected:
        return
    kind, meaning = _MEANINGS.get(status, (RemoteFailed, "gave no answer that can be used"))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        meaning = "sends us elsewhere, which is never followed; give the final address itself"
    raise kind(f"{shown_address(url)} {meaning} (HTTP {status})")


def retry_after(status: int, headers: Mapping[str, str]) -> float:
    """Return for how many seconds a busy server wants to be left alone; 0 when it does not say."""
    text = headers.get("Retry-After", "")
    is_busy = status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    return float(text) if is_busy and text.isascii() and text.isdigit() and len(text) < 6 else 0.0
