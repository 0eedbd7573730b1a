"""The vocabulary: terms with their words, what is a kind of what, keys of annotators."""

import pytest

from kg.anatomy.levels import LEVELS
from kg.vocabulary.ontology import ontology_files
from kg.vocabulary.tokens import tokenize
from kg.vocabulary.vocabulary import FINDING_ROOTS, Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def test_every_term_has_words_and_a_meaning(vocabulary: Vocabulary) -> None:
    for name, term in {**vocabulary.findings, **vocabulary.structures}.items():
        assert term.name == name
        assert term.label
        assert term.definition.endswith(".")


def test_version_is_that_of_the_header(vocabulary: Vocabulary) -> None:
    header = ontology_files()[0].read_text(encoding="utf-8")
    assert f'owl:versionInfo "{vocabulary.version}"' in header
    assert f"spine/{vocabulary.version}>" in header


def test_the_root_of_statements_is_no_kind_of_finding(vocabulary: Vocabulary) -> None:
    assert not {"Finding", "PresentFinding", "AbsentFinding"} & vocabulary.findings.keys()
    assert vocabulary.findings.keys() >= FINDING_ROOTS


@pytest.mark.parametrize(
    ("name", "ancestor", "expected"),
    [
        ("DiscSequestration", "DiscExtrusion", True),
        ("DiscSequestration", "DiscHerniation", True),
        ("DiscProtrusion", "DiscHerniation", True),
        ("DiscBulge", "DiscHerniation", False),
        ("DiscProtrusion", "DiscExtrusion", False),
        ("EpiduralExtension", "NeoplasticFinding", True),
        ("OsseousMetastasis", "VertebralLesion", True),
        ("OsseousMetastasis", "NeoplasticFinding", True),
        ("VertebralLesion", "NeoplasticFinding", False),
        ("PathologicFracture", "VertebralFracture", True),
        ("ModicType2", "EndplateChange", True),
        ("Lumbarization", "TransitionalVertebra", True),
        ("ExtraspinalMass", "SpinalFinding", False),
        ("ExtraspinalMass", "ExtraspinalFinding", True),
        ("DiscBulge", "Finding", True),
        ("DiscBulge", "DiscBulge", True),
        ("Liver", "ExtraspinalStructure", True),
        ("NeuralForamen", "ExtraspinalStructure", False),
        ("NoSuchTerm", "Finding", False),
    ],
)
def test_kinds(vocabulary: Vocabulary, name: str, ancestor: str, expected: bool) -> None:
    assert vocabulary.is_a(name, ancestor) is expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("DiscBulge", "DiscBulge"),
        ("ModicType1", "ModicChange"),
        ("Sacralization", "TransitionalVertebra"),
        ("FacetFracture", "PosteriorElementFracture"),
        ("IntramedullaryMetastasis", "IntramedullaryTumor"),
        ("MixedLesion", "VertebralLesion"),
        ("NeoplasticFinding", None),
        ("ExtraspinalMass", None),
        ("NoSuchTerm", None),
    ],
)
def test_annotators_know_a_class_by_its_own_key_or_the_nearest(
    vocabulary: Vocabulary, name: str, key: str | None
) -> None:
    assert vocabulary.annotation_key(name) == key


def test_a_notation_is_the_name_of_its_class(vocabulary: Vocabulary) -> None:
    assert all(term.notation in {None, name} for name, term in vocabulary.findings.items())


def test_usual_structures_exist(vocabulary: Vocabulary) -> None:
    named = {term.usual_structure for term in vocabulary.findings.values()} - {None}
    assert named <= vocabulary.structures.keys()
    assert vocabulary.findings["DiscBulge"].usual_structure == "IntervertebralDisc"


@pytest.mark.parametrize(
    ("name", "first", "last", "count"),
    [
        ("ThoracolumbarJunction", "T11", "L1", 8),
        ("ThoracolumbarJunction-T12-L1", "T12", "L1", 6),
        ("LumbarSpine", "L1", "L6-S1", 13),
        ("CervicalSpine", "C1", "C7-T1", 14),
        ("LumbosacralJunction", "L5", "S1", 6),
        ("WholeSpine", "C1", "Coccyx", len(LEVELS)),
    ],
)
def test_level_sets_hold_bones_discs_and_variants(
    vocabulary: Vocabulary, name: str, first: str, last: str, count: int
) -> None:
    levels = vocabulary.level_sets[name].levels
    assert (levels[0], levels[-1], len(levels)) == (first, last, count)
    assert list(levels) == sorted(levels, key=lambda level: LEVELS[level].order)


def test_every_level_set_names_its_source(vocabulary: Vocabulary) -> None:
    assert all(level_set.source for level_set in vocabulary.level_sets.values())
    assert "SINS" in (vocabulary.level_sets["ThoracolumbarJunction"].source or "")


def test_levels_of_a_junction_and_spine_of_a_region_are_two_things(vocabulary: Vocabulary) -> None:
    sets = vocabulary.level_sets
    assert "thoracolumbar levels" in sets["ThoracolumbarJunction"].synonyms
    assert sets["ThoracolumbarSpine"].label == "thoracolumbar spine"
    assert sets["ThoracolumbarJunction-T10-L2"].junction == "ThoracolumbarJunction"


def test_no_two_terms_read_the_same_after_folding(vocabulary: Vocabulary) -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for terms in (vocabulary.findings, vocabulary.structures, vocabulary.level_sets):
        for name, term in terms.items():
            for label in (term.label, *term.synonyms, *term.hidden):
                folded = tuple(token.folded for token in tokenize(label))
                owners.setdefault(folded, set()).add(name)
    assert {words: names for words, names in owners.items() if len(names) > 1} == {}
