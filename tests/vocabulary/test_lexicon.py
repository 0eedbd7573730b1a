"""The lexicon: phrases and parts from the ontology, one form for all inflections."""

from dataclasses import replace

import pytest

from kg.errors import InvalidOntology
from kg.vocabulary.lexicon import build_lexicon, load_lexicon
from kg.vocabulary.meanings import MeaningKind
from kg.vocabulary.spelling import Spelling
from kg.vocabulary.tokens import fold, tokenize
from kg.vocabulary.vocabulary import load_vocabulary


def meanings(phrase: str) -> set[tuple[MeaningKind, str]]:
    folded = [token.folded for token in tokenize(phrase)]
    return {
        (meaning.kind, meaning.name)
        for match in load_lexicon().phrases.matches(folded)
        for meaning in match.meanings
    }


def test_a_synonym_of_the_ontology_names_its_finding() -> None:
    for term in load_vocabulary().findings.values():
        for label in term.synonyms:
            found = meanings(label)
            assert found, f"{label!r} of {term.name} is not recognised"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("compressing", "compression"),
        ("metastases", "metastasis"),
        ("foraminal", "foramina"),
        ("tumour", "tumor"),
        ("disks", "disc"),
        ("oedema", "edema"),
        ("Schmorl's".lower(), "schmorl"),
    ],
)
def test_inflections_and_spellings_fold_to_one_form(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("several", "severe"), ("lumbarization", "lumbar"), ("likely", "like")]
)
def test_words_that_only_share_a_stem_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_every_pattern_names_a_finding_class() -> None:
    vocabulary = load_vocabulary()
    few = replace(vocabulary, findings={"DiscBulge": vocabulary.findings["DiscBulge"]})
    with pytest.raises(InvalidOntology, match="names no finding class"):
        build_lexicon(few)


def test_tokens_know_their_place_and_hyphens_join_words() -> None:
    tokens = tokenize("Near-complete collapse, 2.5 cm")
    assert [token.word for token in tokens] == ["near", "complete", "collapse", ",", "2.5", "cm"]
    assert [(token.start, token.end) for token in tokens][:2] == [(0, 4), (5, 13)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("heniation", "herniation"),
        ("hyperatrophy", "hypertrophy"),
        ("stnosis", "stenosis"),
        ("compresing", "compressing"),
        ("contract", None),
        ("cord", None),
        ("zzzzzz", None),
        ("station", None),
    ],
)
def test_spelling_is_tolerated_towards_the_lexicon_only(word: str, meant: str | None) -> None:
    words = frozenset({"herniation", "hypertrophy", "stenosis", "contact", "cord", "cortex"})
    words |= {"compressing", "compression"}
    assert Spelling(words, fold).correct(word) == meant
