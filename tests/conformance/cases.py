"""The questions that every engine must answer alike: the catalogue's and those of this folder."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.asking.bindings import bind
from kg.asking.catalogue import load_catalogue
from kg.vocabulary.vocabulary import load_vocabulary
from tests.conformance.corpora import IDENTIFIERS, Corpus

__all__ = ["CASES", "FOLDER", "Case"]

FOLDER = Path(__file__).parent
_NOTE = re.compile(r"# (corpus|order): (\w+)")
#: Stands in the table for the finding that demo-001-1 states first at T12, by its IRI.
_FINDING = "{finding}"


@dataclass(frozen=True, slots=True)
class Case:
    """One query, the reports that it is asked about, and whether its order leaves no doubt."""

    name: str
    sparql: str
    corpus: Corpus
    is_ordered: bool


def _written_queries() -> list[Case]:
    return [
        _written_query(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / "queries").glob("*.rq"))
    ]


def _written_query(name: str, text: str) -> Case:
    notes = {match[1]: match[2] for match in _NOTE.finditer(text)}
    corpus = Corpus(notes.get("corpus", Corpus.WHOLE))
    return Case(name, text, corpus, notes.get("order") == "total")


def _catalogue_queries() -> list[Case]:
    """Return each query of the catalogue as it stands and with the values of the table."""
    with (FOLDER / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    given: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for line in lines:
        values = given.setdefault((line["query"], line["variant"], line["corpus"]), {})
        if line["parameter"]:
            value = line["value"].replace(_FINDING, _finding())
            values.setdefault(line["parameter"], []).append(value)
    return [
        _catalogue_query(query, variant, Corpus(corpus), values)
        for (query, variant, corpus), values in given.items()
    ]


def _catalogue_query(name: str, variant: str, corpus: Corpus, values: dict[str, list[str]]) -> Case:
    query = load_catalogue().query(name)
    sparql = bind(query, values, load_vocabulary()) if values else query.text
    # The catalogue's own tests prove that the order of each of its queries is total.
    return Case(f"catalogue/{name}/{variant}", sparql, corpus, is_ordered=True)


@cache
def _finding() -> str:
    key = ("OsseousMetastasis", "T12", "present", "", "", "current", "")
    return str(IDENTIFIERS.finding("demo-001-1", key))


CASES = (*_catalogue_queries(), *_written_queries())
