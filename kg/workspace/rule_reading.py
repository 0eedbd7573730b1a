"""The reader of this package, made once."""

from functools import cache

from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["rule_reader"]


@cache
def rule_reader() -> RuleReader:
    """Return the reader of this package with the words of its ontology."""
    return RuleReader(load_lexicon(), load_vocabulary())
