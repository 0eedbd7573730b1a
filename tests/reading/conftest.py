"""The rule reader over the shipped ontology, built once."""

import pytest

from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary


@pytest.fixture(scope="session")
def reader() -> RuleReader:
    return RuleReader(load_lexicon(), load_vocabulary())
