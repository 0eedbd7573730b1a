"""How a study numbers its vertebrae, as its report says or as its levels tell."""

import pytest
from rdflib import RDF, RDFS

from kg.anatomy.levels import LEVELS as ALL_LEVELS
from kg.findings.numbering import NumberingScheme
from kg.findings.report import Report
from kg.reading.numbering_words import FINDINGS, LEVELS, WORDS
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.ontology import load_ontology
from kg.vocabulary.vocabulary import load_vocabulary

READER = RuleReader(load_lexicon(), load_vocabulary())
S = NumberingScheme


def numbering(text: str) -> tuple[NumberingScheme, ...]:
    return READER.read(Report("r1", f"FINDINGS: {text}")).numbering


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("Disc bulge at L5-L6.", S.SIX_LUMBAR),
        ("Metastasis in T13.", S.THIRTEEN_THORACIC),
        ("There are six lumbar-type vertebrae. Disc bulge at L4-L5.", S.SIX_LUMBAR),
        ("There are 6 non-rib-bearing lumbar vertebrae.", S.SIX_LUMBAR),
        ("Four lumbar-type vertebral bodies are seen.", S.FOUR_LUMBAR),
        ("Thirteen rib-bearing vertebrae.", S.THIRTEEN_THORACIC),
        ("There are 11 rib bearing vertebrae.", S.ELEVEN_THORACIC),
        ("Sacralization of L5.", S.SACRALIZED_L5),
        ("Lumbarized S1.", S.LUMBARIZED_S1),
        ("Lumbosacral transitional vertebra.", S.TRANSITIONAL),
        ("Vertebral levels were numbered from C2 on the localizer.", S.COUNTED_FROM_C2),
        ("Levels are counted down from the dens. L1 fracture.", S.COUNTED_FROM_C2),
        ("The vertebrae are numbered from the sacrum. L1 fracture.", S.COUNTED_FROM_SACRUM),
        ("The last well-formed disc space is designated L5-S1.", S.COUNTED_FROM_SACRUM),
        ("The lowest rib-bearing vertebra is labeled T12. Normal cord.", S.COUNTED_FROM_LAST_RIB),
        ("Numbering of the vertebrae is uncertain.", S.UNCERTAIN),
    ],
)
def test_what_a_report_says_of_its_numbering_is_recorded(text: str, scheme: S) -> None:
    assert numbering(text) == (scheme,)


@pytest.mark.parametrize(
    "text",
    [
        "Disc bulge at L4-L5.",
        "There are five lumbar-type vertebrae.",
        "No transitional vertebra.",
        "There are not six lumbar-type vertebrae but five.",
        "Fracture of four lumbar vertebrae.",
        "The sixth rib is fractured; lumbar spine is normal.",
        "A number of lesions from C2 to T4.",
    ],
)
def test_the_usual_numbering_is_no_scheme(text: str) -> None:
    assert numbering(text) == ()


def test_a_transitional_vertebra_that_is_named_leaves_no_doubt_which() -> None:
    assert numbering("Transitional lumbosacral vertebra. Sacralization of L5.") == (
        S.SACRALIZED_L5,
    )
    assert numbering("Six lumbar type vertebrae, the last is L6. Counted from C2.") == (
        S.COUNTED_FROM_C2,
        S.SIX_LUMBAR,
    )


def test_every_scheme_is_one_of_the_ontology_and_can_be_read() -> None:
    ontology = load_ontology()
    kinds = {SPINE.NumberingVariant, SPINE.CountingMethod, SPINE.ReliableCountingMethod}
    schemes = {
        str(node).removeprefix(str(SPINE))
        for kind in kinds
        for node in ontology.subjects(RDF.type, kind)
    }
    assert schemes == {one.value for one in S}
    assert {*WORDS, *FINDINGS.values(), *LEVELS.values()} == set(S)
    assert all((SPINE[name], RDFS.subClassOf, None) in ontology for name in FINDINGS)


def test_the_levels_that_tell_a_scheme_are_those_that_it_adds() -> None:
    ontology = load_ontology()
    added = {
        (str(level).removeprefix(str(SPINE)), str(scheme).removeprefix(str(SPINE)))
        for scheme, _, level in ontology.triples((None, SPINE.addsLevel, None))
    }
    assert {(level, scheme.value) for level, scheme in LEVELS.items()} == added
    assert LEVELS.keys() <= ALL_LEVELS.keys()
