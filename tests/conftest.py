"""Tests that want a server of their own are marked, for they take as long as all others."""

import pytest

#: Python's collector may let results of Oxigraph go in a thread of the test's server, and Oxigraph
#: then complains that another thread made them; nothing else comes of it.
_IN_ANOTHER_THREAD = "ignore::pytest.PytestUnraisableExceptionWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them by where they are, or by the engine that they ask."""
    for item in items:
        is_remote = item.path.parent.name == "remote" or "remote" in item.path.name
        if is_remote or "Virtuoso" in item.name:
            item.add_marker("server")
            item.add_marker(pytest.mark.filterwarnings(_IN_ANOTHER_THREAD))
