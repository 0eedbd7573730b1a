"""Each engine with each corpus in it, made when a test first asks for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from kg.store.interface import Store
from tests.conformance.answers import Answer, answered
from tests.conformance.cases import Case
from tests.conformance.corpora import Corpus, contents
from tests.conformance.engines import JUDGE, opened

StoreOf = Callable[[str, Corpus], Store]
Judged = Callable[[Case, Corpus], Answer]


@pytest.fixture(scope="session")
def store_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreOf]:
    """Give the store of an engine that holds a corpus."""
    stores: dict[tuple[str, Corpus], Store] = {}
    with ExitStack() as stack:

        def store(engine: str, corpus: Corpus) -> Store:
            if (engine, corpus) not in stores:
                made = opened(engine, tmp_path_factory.mktemp("engine"), contents(corpus))
                stores[engine, corpus] = stack.enter_context(made)
            return stores[engine, corpus]

        yield store


@pytest.fixture(scope="session")
def judged(store_of: StoreOf) -> Judged:
    """Give what the judge says to a case, asked once."""
    known: dict[tuple[str, Corpus], Answer] = {}

    def answer(case: Case, corpus: Corpus) -> Answer:
        if (case.name, corpus) not in known:
            known[case.name, corpus] = answered(store_of(JUDGE, corpus), case.sparql)
        return known[case.name, corpus]

    return answer
