"""The same question has the same answer on every engine; what cannot be is listed with a reason.

rdflib is the reference. It is too slow for the whole corpus, so it judges one engine, on as much of
the corpus as it can, and that engine judges the others, on all of it; only an engine behind HTTP is
asked about a part. A query in `exceptions.csv` must come out as it says there: one that has become
the same fails, so that the list cannot rot.
"""

import csv
import re
from pathlib import Path

import pytest

from kg.asking.catalogue import load_catalogue
from tests.conformance.answers import answered
from tests.conformance.cases import CASES, FOLDER, Case
from tests.conformance.conftest import Judged, StoreOf
from tests.conformance.corpora import Corpus
from tests.conformance.engines import ENGINES, FAR, OTHERS, REFERENCE
from tests.conformance.exceptions import EXCEPTIONS, Outcome, outcome_of

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_case
def test_the_judge_answers_as_the_reference(case: Case, store_of: StoreOf, judged: Judged) -> None:
    store = store_of(REFERENCE, case.corpus)
    outcome, how = outcome_of(
        lambda: answered(store, case.sparql),
        judged(case, case.corpus),
        is_ordered=case.is_ordered,
    )
    assert outcome is EXCEPTIONS.get((REFERENCE, case.name), Outcome.SAME), how


@pytest.mark.parametrize("engine", OTHERS)
@every_case
def test_an_engine_answers_as_the_judge(
    engine: str, case: Case, store_of: StoreOf, judged: Judged
) -> None:
    corpus = Corpus.SEVERAL if engine in FAR else Corpus.WHOLE
    store = store_of(engine, corpus)
    outcome, how = outcome_of(
        lambda: answered(store, case.sparql),
        judged(case, corpus),
        is_ordered=case.is_ordered,
    )
    assert outcome is EXCEPTIONS.get((engine, case.name), Outcome.SAME), how


def test_the_whole_catalogue_is_asked_as_it_stands_and_with_other_values() -> None:
    asked = {case.name for case in CASES}
    for name in load_catalogue().names:
        assert f"catalogue/{name}/as it stands" in asked
        if load_catalogue().query(name).parameters:
            assert f"catalogue/{name}/with other values" in asked


def test_most_queries_have_rows(judged: Judged) -> None:
    written = [case for case in CASES if not case.name.startswith("catalogue/")]
    empty = [case.name for case in written if not judged(case, Corpus.WHOLE).rows]
    assert len(written) - len(empty) >= 60
    assert set(empty) == {
        "dates_compared_with_text",
        "graph_that_is_not_there",
        "join_that_finds_nothing",
        "aggregate_groups_of_nothing",
        "numbers_equal_by_term",
        "order_limit_none",
        "order_offset_beyond_the_end",
        "values_empty",
    }


@pytest.mark.parametrize(
    "path", sorted((FOLDER / "queries").glob("*.rq")), ids=lambda path: path.stem
)
def test_a_query_says_what_it_exercises(path: Path) -> None:
    first, *_ = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# \S.{9,}", first)


def test_an_exception_names_an_engine_a_query_and_a_reason() -> None:
    names = {case.name for case in CASES}
    with (FOLDER / "exceptions.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["engine"], line["query"]) for line in lines] == sorted(EXCEPTIONS)
    for line in lines:
        assert line["engine"] in ENGINES
        assert line["query"] in names
        assert len(line["reason"]) > 20
