"""Rules are generated from definitions in OWL, and find what the definitions mean."""

import pytest
from rdflib import RDF, Graph, URIRef

from kg.errors import InvalidOntology
from kg.store.scratch import ScratchStore
from kg.triples.terms import Triple
from kg.vocabulary.class_expressions import All, Any, Named, Some, Value, defined_classes
from kg.vocabulary.class_rules import ClassRule, load_class_rules, rule_text
from kg.vocabulary.namespaces import DATA, SPINE
from kg.vocabulary.ontology import load_ontology

PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spine: <https://w3id.org/spinekg/spine#> .
"""
PATIENT, FINDING, OTHER = DATA["patient/p"], DATA["finding/f"], DATA["finding/g"]


def defined(definition: str) -> Graph:
    return Graph().parse(data=f"{PREFIXES}spine:X owl:equivalentClass {definition} .")


def restriction(text: str) -> str:
    return f"[ a owl:Restriction ; {text} ]"


def found(definition: str, *triples: Triple) -> set[URIRef]:
    """Return what the rule of a definition finds in a patient's triples."""
    graph = defined(definition)
    ontology = load_ontology() + graph
    rule = ClassRule("X", rule_text(ontology, SPINE.X, defined_classes(graph)[SPINE.X]))
    facts = [(one, SPINE.ofPatient, PATIENT) for one in (FINDING, OTHER)]
    store = ScratchStore([*facts, *triples])
    return {row[1] for row in store.rows(rule.select((PATIENT,)))}


def test_a_definition_is_read_as_it_is_written() -> None:
    graph = defined(
        "[ owl:intersectionOf ( spine:DiscHerniation "
        + restriction("owl:onProperty spine:severity ; owl:hasValue spine:Severe")
        + "[ owl:unionOf ( spine:DiscBulge "
        + restriction(
            "owl:onProperty [ owl:inverseOf spine:causes ] ; owl:someValuesFrom spine:Finding"
        )
        + ") ] ) ]"
    )
    assert defined_classes(graph)[SPINE.X] == All(
        (
            Named(SPINE.DiscHerniation),
            Value(SPINE.severity, SPINE.Severe),
            Any((Named(SPINE.DiscBulge), Some(SPINE.causes, Named(SPINE.Finding), True))),
        )
    )


def test_a_defined_class_in_a_definition_is_unfolded() -> None:
    graph = defined("[ owl:intersectionOf ( spine:Y spine:DiscBulge ) ]")
    graph.parse(data=f"{PREFIXES}spine:Y owl:equivalentClass [ owl:unionOf ( spine:A spine:B ) ] .")
    inner = Any((Named(SPINE.A), Named(SPINE.B)))
    assert defined_classes(graph)[SPINE.X] == All((inner, Named(SPINE.DiscBulge)))


@pytest.mark.parametrize(
    "definition",
    [
        "[ owl:complementOf spine:DiscBulge ]",
        "[ owl:intersectionOf ( spine:DiscBulge spine:X ) ]",
        restriction("owl:onProperty spine:causes ; owl:allValuesFrom spine:DiscBulge"),
        restriction("owl:onProperty spine:causes ; owl:minCardinality 2"),
    ],
)
def test_what_no_rule_can_be_made_of_is_refused(definition: str) -> None:
    with pytest.raises(InvalidOntology, match="X"):
        defined_classes(defined(definition))


def test_a_rule_finds_kinds_values_and_what_is_caused() -> None:
    causes = restriction(
        "owl:onProperty spine:causes ; owl:someValuesFrom spine:CompressionFinding"
    )
    definition = f"[ owl:intersectionOf ( spine:DiscHerniation {causes} ) ]"
    whole: tuple[Triple, ...] = (
        (FINDING, RDF.type, SPINE.DiscExtrusion),
        (FINDING, SPINE.causes, OTHER),
        (OTHER, RDF.type, SPINE.NerveRootCompression),
    )
    assert found(definition, *whole) == {FINDING}
    for missing in range(3):
        assert found(definition, *(whole[:missing] + whole[missing + 1 :])) == set()


def test_a_rule_goes_against_a_property_and_along_the_closure() -> None:
    of_metastasis = restriction(
        "owl:onProperty spine:ofLesion ; owl:someValuesFrom "
        + restriction(
            "owl:onProperty [ owl:inverseOf spine:ofLesion ] ; "
            "owl:someValuesFrom spine:OsseousMetastasis"
        )
    )
    definition = f"[ owl:intersectionOf ( spine:EpiduralExtension {of_metastasis} ) ]"
    lesion = DATA["lesion/a"]
    facts: tuple[Triple, ...] = (
        (FINDING, RDF.type, SPINE.EpiduralExtension),
        (FINDING, SPINE.ofLesion, lesion),
        (OTHER, SPINE.ofLesion, lesion),
    )
    assert found(definition, *facts) == set()
    assert found(definition, *facts, (OTHER, RDF.type, SPINE.OsseousMetastasis)) == {FINDING}


def test_every_generated_rule_names_its_evidence_and_means_something() -> None:
    assert len(load_class_rules()) >= 10
    for rule in load_class_rules():
        assert rule.evidence[0] == "finding"
        assert rule.meaning.endswith(".")
        assert f"CONSTRUCT {{ ?finding a spine:{rule.name} }}" in rule.text
