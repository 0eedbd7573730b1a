"""The words and rules of spinekg in a form that other engines take."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from kg.reading import assertion_cues
from kg.reading.quality_words import DEGREES, SIDES
from kg.reading.section_headings import HEADINGS
from kg.vocabulary.lexicon_source import LexiconSource, read_patterns, read_source
from kg.vocabulary.vocabulary import Vocabulary, load_vocabulary

__all__ = ["scanned_phrases", "word_rules"]

#: How a site and a form that name a finding together are written as one phrase.
_JOINED = ("{site} {form}", "{form} of the {site}")
#: The tables of `kg.reading.assertion_cues`.
_STATUSES = ("ABSENT", "POSSIBLE", "HISTORICAL", "HYPOTHETICAL")
_PLACES = ("BEFORE", "AFTER")


def scanned_phrases() -> tuple[str, ...]:
    """Return every phrase that spinekg looks for in a text, in lower case, sorted."""
    source = read_source()
    cues = (words for name, words in vars(assertion_cues).items() if name.isupper())
    return tuple(
        sorted(
            {
                *(label.lower() for label, _ in _labels(load_vocabulary())),
                *(text.lower() for wordings in source.wordings.values() for text in wordings),
                *(cue for words in cues for cue in words if cue[:1].isalpha()),
                *DEGREES,
                *SIDES,
                *HEADINGS,
            }
        )
    )


def word_rules() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return pairs of a phrase and what it stands for, by their kind, sorted.

    "finding" has the labels of the ontology and the phrases that its patterns of site and form
    make, with the keys of `kg.demo` and of the gold annotations; "status" the cues of absence,
    doubt, history and hypothesis, with what each says and on which side of the finding it stands
    ("absent before"); "severity" and "side" the words of degree and side. Sections are left to the
    other engine's own rules.
    """
    vocabulary, source = load_vocabulary(), read_source()
    named = (*_labels(vocabulary), *_made_of_parts(source))
    keys = {text.lower(): vocabulary.annotation_key(name) for text, name in reversed(named)}
    return {
        "finding": sorted((text, key) for text, key in keys.items() if key),
        "status": sorted(
            (phrase, f"{status} {where}".lower())
            for status, where in product(_STATUSES, _PLACES)
            for phrase in getattr(assertion_cues, f"{status}_{where}")
        ),
        "severity": sorted((word, degree.value) for word, degree in DEGREES.items()),
        "side": sorted((word, side.value) for word, side in SIDES.items() if side),
    }


def _labels(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for name, term in vocabulary.findings.items():
        for label in (term.label, *term.synonyms, *term.hidden):
            yield label, name


def _made_of_parts(source: LexiconSource) -> Iterator[tuple[str, str]]:
    for (site, form), pattern in read_patterns(source).items():
        if pattern.implies_absent or pattern.requires_level:
            continue
        for word in source.wordings[form]:
            if not site:
                yield word, pattern.findings[0]
            for place, joined in product(source.wordings[site] if site else (), _JOINED):
                yield joined.format(site=place, form=word), pattern.findings[0]
