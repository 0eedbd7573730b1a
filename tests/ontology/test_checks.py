"""The checks of the ontology: each finds nothing in it, and does find what is wrong elsewhere.

A case is one small broken ontology: its `# expect:` lines name each term that its check must
report, with the value; what stands beside them is right, and must not be reported.
"""

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph

from kg.resources import resource_folder
from kg.vocabulary.ontology import shipped_files

CHECKS = sorted((resource_folder("ontology") / "checks").glob("*.rq"))
CASES = Path(__file__).parents[1] / "cases" / "checks"
#: The default profile of ROBOT's report, read in its documentation.
ROBOT = {
    "annotation_whitespace": "WARN",
    "deprecated_boolean_datatype": "ERROR",
    "deprecated_class_reference": "ERROR",
    "deprecated_property_reference": "ERROR",
    "duplicate_definition": "ERROR",
    "duplicate_exact_synonym": "WARN",
    "duplicate_label": "ERROR",
    "duplicate_label_synonym": "WARN",
    "duplicate_scoped_synonym": "WARN",
    "equivalent_class_axiom_no_genus": "WARN",
    "equivalent_pair": "WARN",
    "illegal_use_of_built_in_vocabulary": "ERROR",
    "invalid_entity_uri": "WARN",
    "invalid_xref": "WARN",
    "label_formatting": "ERROR",
    "label_whitespace": "ERROR",
    "lowercase_definition": "INFO",
    "missing_definition": "WARN",
    "missing_label": "ERROR",
    "missing_obsolete_label": "WARN",
    "missing_ontology_description": "ERROR",
    "missing_ontology_license": "ERROR",
    "missing_ontology_title": "ERROR",
    "missing_subset_declaration": "WARN",
    "missing_superclass": "INFO",
    "missing_synonymtype_declaration": "WARN",
    "misused_obsolete_label": "ERROR",
    "misused_replaced_by": "ERROR",
    "multiple_definitions": "ERROR",
    "multiple_equivalent_class_definitions": "ERROR",
    "multiple_equivalent_classes": "WARN",
    "multiple_labels": "ERROR",
}


@cache
def ontology() -> pyoxigraph.Store:
    return loaded(*shipped_files())


def loaded(*files: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for path in files:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def found(store: pyoxigraph.Store, check: Path) -> list[str]:
    solutions = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [shown(*(getattr(value, "value", "_") for value in row)) for row in solutions]


def shown(term: str, value: str) -> str:
    """Return a row as cases write it: IRIs by their last part, a line break as such."""
    names = (
        one.replace("#", "/").rpartition("/")[2] if one.startswith("http") else one
        for one in (term, value)
    )
    return " | ".join(names).replace("\n", "\\n")


def expected(check: Path) -> list[str]:
    lines = (CASES / f"{check.stem}.ttl").read_text(encoding="utf-8").splitlines()
    return sorted(line.removeprefix("# expect: ") for line in lines if line.startswith("# expect"))


def header(check: Path, key: str) -> str:
    lines = check.read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"#+ {key}: "))
    return line.removeprefix(f"#+ {key}: ")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_the_ontology_passes(check: Path) -> None:
    assert found(ontology(), check) == [], header(check, "summary")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_the_check_finds_what_is_wrong_and_nothing_else(check: Path) -> None:
    assert expected(check)
    assert sorted(found(loaded(CASES / f"{check.stem}.ttl"), check)) == expected(check)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_rdflib_finds_the_same(check: Path) -> None:
    graph = Graph().parse(CASES / f"{check.stem}.ttl")
    rows = graph.query(check.read_text(encoding="utf-8"))
    assert sorted(shown(*map(str, row)) for row in rows if isinstance(row, tuple)) == expected(
        check
    )


def test_every_check_of_the_report_of_robot_is_there_at_its_level() -> None:
    levels = {check.stem: header(check, "level") for check in CHECKS}
    assert {name: levels.get(name) for name in ROBOT} == ROBOT
    assert set(levels.values()) == {"ERROR", "WARN", "INFO"}


def test_no_case_is_without_its_check() -> None:
    assert {case.stem for case in CASES.glob("*.ttl")} == {check.stem for check in CHECKS}


def test_each_check_says_what_is_wrong_in_a_sentence() -> None:
    summaries = [header(check, "summary") for check in CHECKS]
    assert all(one[0].isupper() and one.endswith(".") for one in summaries)
    assert len(set(summaries)) == len(summaries)
