"""What Oxigraph reports, as the errors of this package.

Its messages hold paths and data, so none of them is passed on.
"""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import (
    InvalidQuery,
    KgError,
    QueryError,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
)

__all__ = ["invalid_query", "translated_query_errors", "translated_store_errors"]

#: Words in the messages of Oxigraph and RocksDB (measured, 0.5.13), and what they mean.
_FULL = ("No space left", "File too large", "Disk quota", "Space limit")
_LOCKED = ("/LOCK", "lock hold")
_DAMAGED = ("Corruption", "checksum", "Invalid argument", "does not exist", "No such file")
_FORBIDDEN = ("Permission denied", "Operation not permitted", "Read-only file system")
_NO_FOLDER = ("is not a directory", "Not a directory")
_POSITION = re.compile(r"error at (\d+):(\d+)")
#: Explanations that the parser hides among the tokens it expected; they hold no data.
_EXPLANATIONS = (
    "Prefix not found",
    "The SELECT contains a variable that is unbound",
    "The SELECT contains twice the same variable",
)


@contextmanager
def translated_store_errors(name: str) -> Iterator[None]:
    """Raise StoreError or a kind of it in place of the engine's errors; `name` is the store's."""
    try:
        yield
    except (OSError, RuntimeError, SyntaxError, ValueError, MemoryError) as error:
        raise _store_error(error, name) from error


@contextmanager
def translated_query_errors(name: str) -> Iterator[None]:
    """Raise InvalidQuery, QueryError or StoreError in place of the engine's errors."""
    try:
        yield
    except SyntaxError as error:
        raise invalid_query(error) from error
    except (ValueError, MemoryError) as error:
        raise QueryError("the query cannot be answered: it asks for too much") from error
    except (OSError, RuntimeError) as error:
        raise _store_error(error, name) from error


def invalid_query(error: SyntaxError) -> InvalidQuery:
    """Return the error for a text that is not SPARQL, with its place and without its words."""
    message = str(error)
    reasons = [reason for reason in _EXPLANATIONS if reason in message]
    position = _POSITION.search(message)
    place = f" at line {position[1]}, column {position[2]}" if position else ""
    return InvalidQuery(f"not a SPARQL query{place}" + "".join(f": {text}" for text in reasons))


def _store_error(error: BaseException, name: str) -> KgError:
    message = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT} or _has(message, _FULL):
        return StoreFull(
            f"no space is left for the store {name}; free some and run the command again"
        )
    if _has(message, _LOCKED):
        return StoreLocked(
            f"the store {name} is open in another process; wait for it to end, then try again"
        )
    if number in {errno.EEXIST, errno.ENOTDIR} or _has(message, _NO_FOLDER):
        return StoreError(f"the store {name} is not a folder; name another place for it")
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} or _has(message, _FORBIDDEN):
        return StoreError(f"no permission to use the store {name}; check who owns its files")
    if isinstance(error, FileNotFoundError) or _has(message, _DAMAGED):
        return StoreDamaged(
            f"the files of the store {name} are damaged; restore a copy, or add the reports "
            f"to a new store"
        )
    return StoreError(f"the store {name} failed; open it again and repeat what you did")


def _has(message: str, words: tuple[str, ...]) -> bool:
    return any(word in message for word in words)
