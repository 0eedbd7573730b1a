"""That the corpus of the benchmark of stores is what the stores are made for."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kg.findings.report import Reading
from kg.store.terms import from_engine_triple, from_n_triples
from kg.triples.compiled_shapes import CompiledShapes
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.to_triples import reading_triples

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def corpus() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield import_module("store_corpus")


@pytest.fixture(scope="module")
def quads(corpus: Any) -> Any:  # noqa: ANN401 - a script of the benchmark
    return import_module("store_quads")


@pytest.fixture(scope="module")
def readings(corpus: Any) -> list[Reading]:  # noqa: ANN401
    return list(corpus.readings(200))


def test_the_lines_are_the_triples_of_the_same_findings(
    readings: list[Reading],
    quads: Any,  # noqa: ANN401
) -> None:
    identifiers = Identifiers(quads.KEY)
    lines = quads.Lines(in_graphs=False)
    for reading in readings:
        triples = reading_triples(
            reading, identifiers=identifiers, ontology_version=quads.ONTOLOGY_VERSION
        )
        written = [from_engine_triple(one) for one in from_n_triples(lines.of(reading).encode())]
        assert len(written) == len(set(written))
        assert set(written) == set(triples)


def test_every_report_passes_the_shapes(readings: list[Reading]) -> None:
    compiled = CompiledShapes.of(Shapes.load().graph)
    identifiers = Identifiers(b"a key for the test of a benchmark")
    assert compiled is not None
    for reading in readings:
        assert compiled.surely_pass(
            reading_triples(reading, identifiers=identifiers, ontology_version="1")
        )


def test_a_report_has_about_fifteen_findings(readings: list[Reading]) -> None:
    assert 14 < sum(len(one.findings) for one in readings) / len(readings) < 17


def test_a_small_corpus_is_the_start_of_a_large_one(
    readings: list[Reading],
    corpus: Any,  # noqa: ANN401
) -> None:
    assert list(corpus.readings(20)) == readings[:20]
