"""What the environment says of a server, where a caller says nothing."""

import math
import os
from pathlib import Path

from kg.errors import InvalidValue

__all__ = ["certificates", "graph_store_url", "is_http_allowed", "timeout", "update_url"]

#: Seconds that one request may take.
_TIMEOUT = 60.0


def update_url() -> str | None:
    """Return the address of updates, None for that of the server's usual layout."""
    return os.environ.get("SPINEKG_REMOTE_UPDATE_URL") or None


def graph_store_url() -> str | None:
    """Return the address of the Graph Store Protocol, None for the usual one."""
    return os.environ.get("SPINEKG_REMOTE_GRAPH_STORE_URL") or None


def certificates() -> Path | None:
    """Return the file of certificates that are trusted beside none of the usual ones."""
    given = os.environ.get("SPINEKG_REMOTE_CERTIFICATES")
    return Path(given) if given else None


def is_http_allowed() -> bool:
    """Say whether findings may go over the network as they are."""
    return os.environ.get("SPINEKG_REMOTE_ALLOW_HTTP") == "1"


def timeout() -> float:
    """Return the seconds that one request may take.

    Raises InvalidValue when the environment says no number above 0.
    """
    given = os.environ.get("SPINEKG_REMOTE_TIMEOUT")
    try:
        seconds = float(given) if given else _TIMEOUT
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise InvalidValue("SPINEKG_REMOTE_TIMEOUT must be a number of seconds above 0")
    return seconds
