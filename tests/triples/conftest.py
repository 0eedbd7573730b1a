"""A reading with everything in it, and the key it is written with."""

import pytest

from kg.triples.identifiers import Identifiers


@pytest.fixture
def identifiers() -> Identifiers:
    return Identifiers(b"a key for tests, not for patients")
