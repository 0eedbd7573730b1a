"""Connections to the file of a snapshot."""

from pathlib import Path

import duckdb

__all__ = ["connected"]


def connected(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Return a connection to a snapshot, from which nothing else can be reached or loaded."""
    connection = duckdb.connect(
        str(path),
        read_only=read_only,
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
