"""Shapes accept what is right and say what is wrong in words that a clinician understands.

A case is one file: `# shapes:` names the shapes, `# expect:` lines the focus nodes and messages.
"""

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from kg.resources import resource_folder
from kg.vocabulary.ontology import closure_file, load_ontology
from kg.vocabulary.vocabulary import load_vocabulary

CASES = sorted((Path(__file__).parents[1] / "cases" / "shapes").glob("*.ttl"))
SHAPE_FILES = ("anatomy.ttl", "finding.ttl", "ontology_style.ttl", "report.ttl")
SHAPES = "https://w3id.org/spinekg/shapes#"

Result = tuple[str, str]


@cache
def shapes(name: str) -> Graph:
    return Graph().parse(resource_folder("ontology") / "shapes" / name)


def results(data: Graph, shape_file: str) -> set[Result]:
    """Return the focus node ("_" when it has no IRI) and the message of every violation."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(shape_file))
    assert isinstance(report, Graph)
    return {
        (
            focus.replace("#", "/").rpartition("/")[2] if isinstance(focus, URIRef) else "_",
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for focus in report.objects(result, SH.focusNode)
    }


def header(case: Path, key: str) -> list[str]:
    start = f"# {key}: "
    lines = case.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


def expected(case: Path) -> set[Result]:
    lines = header(case, "expect")
    return set() if lines == ["nothing"] else {_pair(line) for line in lines}


def _pair(line: str) -> Result:
    focus, _, message = line.partition(" | ")
    return focus, message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_shapes_find_what_the_case_says(case: Path) -> None:
    (shape_file,) = header(case, "shapes")
    assert results(Graph().parse(case), shape_file) == expected(case)


@pytest.mark.parametrize("name", SHAPE_FILES)
def test_each_message_has_a_case_that_earns_it(name: str) -> None:
    earned = {message for case in CASES for _, message in expected(case)}
    assert {str(message) for message in shapes(name).objects(None, SH.message)} <= earned


@pytest.mark.parametrize("name", SHAPE_FILES)
def test_each_shape_gives_a_message_and_uses_core_constraints_only(name: str) -> None:
    graph = shapes(name)
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        assert str(shape).startswith(SHAPES)
        own = graph.value(shape, SH.message)
        assert own or all(
            graph.value(part, SH.message) for part in graph.objects(shape, SH.property)
        )
    assert not {SH.sparql, SH.js, SH.rule, SH.target} & set(graph.predicates())


def test_the_ontology_passes_its_style_shapes() -> None:
    assert results(load_ontology() + Graph().parse(closure_file()), "ontology_style.ttl") == set()


def test_the_list_of_extraspinal_classes_is_complete() -> None:
    vocabulary = load_vocabulary()
    extraspinal = {
        name for name in vocabulary.findings if vocabulary.is_a(name, "ExtraspinalFinding")
    }
    graph = shapes("finding.ttl")
    listed = {
        str(member).rpartition("#")[2]
        for head in graph.objects(None, SH["in"])
        for member in graph.items(head)
    }
    assert extraspinal <= listed
    assert not (vocabulary.findings.keys() - extraspinal) & (listed - extraspinal)
