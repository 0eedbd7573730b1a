"""What the ontology can be asked: one query a file, with its question and its rows.

Both engines answer from the source and its closure alone, without inference or property paths.
"""

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph

from kg.vocabulary.ontology import closure_file, load_ontology, ontology_files

CASES = sorted((Path(__file__).parents[1] / "cases" / "competency").glob("*.rq"))


@cache
def oxigraph() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for path in (*ontology_files(), closure_file()):
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store


@cache
def rdflib_graph() -> Graph:
    return load_ontology().parse(closure_file(), format="turtle")


def header(case: Path, key: str) -> list[str]:
    start = f"# {key}: "
    lines = case.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


def shortened(value: object) -> str:
    return "-" if value is None else str(value).replace("#", "/").rpartition("/")[2]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_oxigraph_answers(case: Path) -> None:
    solutions = oxigraph().query(case.read_text(encoding="utf-8"))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    rows = [
        " | ".join(shortened(getattr(value, "value", None)) for value in solution)
        for solution in solutions
    ]
    assert rows == header(case, "row")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_rdflib_answers_the_same(case: Path) -> None:
    rows = [
        " | ".join(shortened(value) for value in row)
        for row in rdflib_graph().query(case.read_text(encoding="utf-8"))
        if isinstance(row, tuple)
    ]
    assert rows == header(case, "row")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_query_asks_one_question_without_property_paths(case: Path) -> None:
    assert len(header(case, "question")) == 1
    body = "\n".join(
        line for line in case.read_text(encoding="utf-8").splitlines() if "<" not in line
    )
    assert not any(path in body for path in ("spine:within/", "subClassOf*", "subClassOf+"))
