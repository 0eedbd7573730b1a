"""A real store with real readings of made-up reports, two of them awkward."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.demo.corpus import demo_corpus
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Store
from kg.triples.identifiers import Identifiers
from kg.triples.to_triples import reading_triples
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

#: Identifiers, names and characters that must not come out, or not come out as they are.
AWKWARD = (
    Report(
        "ACC-778899",
        "FINDINGS: Metastasis of T12\x0b with epidural extension\x00 measuring 4.50 mm.\r\n"
        "Signed by Dr Quimby \N{GREEK SMALL LETTER ALPHA} \N{GRINNING FACE} <b>&amp;\ufffe",
        patient="MRN-424242",
        study_date=date(2021, 3, 14),
        title="MRI of Quimby",
    ),
    Report("ACC-no-patient", 'No "cord compression" at L1\\L2.\tStatus T14.'),
)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    reader = RuleReader(load_lexicon(), load_vocabulary())
    identifiers = Identifiers(b"a key that is only for tests")
    reports = [*AWKWARD, *(one.report for one in demo_corpus()[::12])]
    graphs = {
        identifiers.report(report.identifier): reading_triples(
            reader.read(report), identifiers=identifiers, ontology_version="0.1.0"
        )
        for report in reports
    }
    with EmbeddedStore(tmp_path_factory.mktemp("exports") / "store") as filled:
        filled.replace_graphs(graphs)
        yield filled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
