"""Mappings: valid SSSOM, the same as the SKOS file, and SNOMED CT kept apart."""

import csv
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, URIRef

from kg.resources import resource_folder
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology

FILES = sorted((resource_folder("ontology") / "mappings").glob("*.sssom.tsv"))
PREDICATES = {
    f"skos:{name}": SKOS[name] for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
}
SNOMED = "http://snomed.info/id/"


def comments(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("#") for line in lines if line.startswith("#")]


def prefixes(path: Path) -> dict[str, str]:
    pairs = (line.strip().partition(": ") for line in comments(path) if line.startswith("  "))
    return {prefix: namespace for prefix, _, namespace in pairs}


def rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(
        csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    )


def triples(path: Path) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    namespaces = prefixes(path)
    for row in rows(path):
        subject = SPINE[row["subject_id"].removeprefix("spine:")]
        prefix, _, local = row["object_id"].partition(":")
        yield subject, PREDICATES[row["predicate_id"]], URIRef(namespaces[prefix] + local)


def test_there_is_one_file_per_terminology() -> None:
    assert [path.name.partition(".")[0] for path in FILES] == [
        "doid",
        "fma",
        "hp",
        "mondo",
        "ncit",
        "radlex",
        "snomed",
        "uberon",
    ]


def found_by_sssom(path: Path, caplog: pytest.LogCaptureFixture) -> tuple[list[str], int]:
    """Return what sssom-py says against a file, and how many mappings it read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sssom uses what pandas 3 deprecates
        reason = "sssom is not installed: `make mappings` runs this in an environment of its own"
        parsers = pytest.importorskip("sssom.parsers", reason=reason)
        validators = pytest.importorskip("sssom.validators", reason=reason)
        with caplog.at_level(logging.WARNING):
            mappings = parsers.parse_sssom_table(path)
            reports = validators.validate(mappings, fail_on_error=False)
    results = [result.message for report in reports.values() for result in report.results]
    return [record.getMessage() for record in caplog.records] + results, len(mappings.df)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sssom_finds_nothing_wrong(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert found_by_sssom(path, caplog) == ([], len(rows(path)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\tsemapv:ManualMappingCuration", "\tnonsense"),
        ("\tskos:exactMatch\t", "\tthe same as\t"),
        ("\tDOID:7147\t", "\tNOWHERE:7147\t"),
    ],
)
def test_sssom_finds_a_planted_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, right: str, wrong: str
) -> None:
    (path,) = (path for path in FILES if path.name == "doid.sssom.tsv")
    text = path.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / path.name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    faults, _ = found_by_sssom(tmp_path / path.name, caplog)
    assert faults


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_subjects_are_terms_under_their_label(path: Path) -> None:
    ontology = load_ontology()
    for row in rows(path):
        term = SPINE[row["subject_id"].removeprefix("spine:")]
        assert str(ontology.value(term, SKOS.prefLabel)) == row["subject_label"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_are_sorted_and_each_pair_is_mapped_once(path: Path) -> None:
    pairs = [(row["subject_id"], row["object_id"]) for row in rows(path)]
    assert pairs == sorted(set(pairs))


def test_skos_says_the_same_as_sssom_without_snomed() -> None:
    skos = Graph().parse(resource_folder("ontology") / "mappings.ttl")
    mapped = {triple for path in FILES if "snomed" not in path.name for triple in triples(path)}
    assert set(skos) == mapped
    assert not any(str(target).startswith(SNOMED) for target in skos.objects())


def test_snomed_comes_as_bare_ids_with_its_notice() -> None:
    (path,) = (path for path in FILES if "snomed" in path.name)
    assert "object_label" not in rows(path)[0]
    assert any("use may need a licence" in line for line in comments(path))


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("T12", "http://purl.obolibrary.org/obo/UBERON_0004636"),
        ("T8", "http://purl.obolibrary.org/obo/UBERON_0011050"),
        ("T9", "http://purl.obolibrary.org/obo/UBERON_0004633"),
        ("ThoracolumbarJunction", "http://radlex.org/RID/RID28739"),
        ("SpinalCordCompression", "http://purl.obolibrary.org/obo/HP_0002176"),
    ],
)
def test_known_exact_matches(name: str, target: str) -> None:
    assert (SPINE[name], SKOS.exactMatch, URIRef(target)) in load_ontology()
