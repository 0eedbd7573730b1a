"""One made-up report, and adapters with the words of the ontology."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from kg.adapters.answers import Answer
from kg.adapters.language_model import findings_of_answer
from kg.adapters.radgraph import findings_of_graph
from kg.adapters.strict_json import JsonValue
from kg.adapters.wording import Wording
from kg.findings.report import Report
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

TEXT = """MRI LUMBAR SPINE WITHOUT CONTRAST

CLINICAL HISTORY: Known disc protrusion, prior fall.

FINDINGS: L4-L5: Moderate to severe left foraminal
narrowing. Disc bulge. L5-S1: Disc bulge without thecal sac
compression. The spinal canal is patent. No fracture.

IMPRESSION: Possible metastasis of the T12 vertebral body. Renal cyst.
"""


@pytest.fixture
def report() -> Report:
    return Report("R1", TEXT, patient="P1", place="reports.jsonl:1")


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording.of(load_lexicon(), load_vocabulary())


@pytest.fixture
def answered(report: Report, wording: Wording) -> Callable[..., Answer]:
    """Return a function that reads findings as a language model gives them."""

    def read(*findings: JsonValue) -> Answer:
        value: JsonValue = {"findings": list(findings)}
        return findings_of_answer(value, report, wording, extractor="test 1")

    return read


@pytest.fixture
def graphed(report: Report, wording: Wording) -> Callable[..., Answer]:
    """Return a function that reads entities over the tokens of the report.

    An entity is (words, label, relations to other entities by number, which occurrence).
    """

    def read(*entities: tuple[Any, ...]) -> Answer:
        return findings_of_graph(_graph(TEXT, *entities), report, wording, extractor="test 1")

    return read


@pytest.fixture
def graph_of() -> Callable[..., dict[str, Any]]:
    """Return a function that writes RadGraph's JSON for a text and its entities."""
    return _graph


def _graph(text: str, *entities: tuple[Any, ...]) -> dict[str, Any]:
    """Return RadGraph's JSON for a text, with its word-and-punctuation tokens."""
    tokens = _tokens(text)
    found = {}
    for number, (words, label, *more) in enumerate(entities, 1):
        relations = more[0] if more else []
        wanted = _tokens(words)
        places = [
            index for index in range(len(tokens)) if tokens[index : index + len(wanted)] == wanted
        ]
        first = places[more[1] if len(more) > 1 else 0]
        found[str(number)] = {
            "tokens": " ".join(wanted),
            "label": label,
            "start_ix": first,
            "end_ix": first + len(wanted) - 1,
            "relations": [[relation, str(target)] for relation, target in relations],
        }
    return {
        "text": " ".join(tokens),
        "entities": found,
        "data_source": None,
        "data_split": "inference",
    }


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]+", text)
