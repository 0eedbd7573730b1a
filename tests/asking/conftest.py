"""A store without reports, of each engine, shared by the tests of a module."""

from collections.abc import Iterator

import pytest

from kg.store.embedded import EmbeddedStore
from kg.store.interface import Store
from kg.store.memory import MemoryStore


@pytest.fixture(scope="module", params=["in memory", "on disk"])
def empty_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    opened: MemoryStore | EmbeddedStore = (
        MemoryStore()
        if request.param == "in memory"
        else EmbeddedStore(tmp_path_factory.mktemp("store") / "oxigraph")
    )
    with opened:
        yield opened
