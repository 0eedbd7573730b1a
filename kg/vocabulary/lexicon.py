"""The words by which reports name findings, sites and level sets, taken from the ontology.

The labels of terms are phrases; `ontology/lexicon.ttl` adds wordings made of parts, a site
("thecal sac") and a form ("compressing"), and the patterns that say what they mean together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kg.errors import InvalidOntology
from kg.vocabulary.lexicon_source import LexiconSource, Pattern, read_patterns, read_source
from kg.vocabulary.meanings import Meaning, MeaningKind
from kg.vocabulary.spelling import Spelling
from kg.vocabulary.token_trie import TokenTrie
from kg.vocabulary.tokens import Tokenizer, Tokens, fold
from kg.vocabulary.vocabulary import LevelSet, Term, Vocabulary, load_vocabulary

__all__ = [
    "Lexicon",
    "build_lexicon",
    "load_lexicon",
]


#: Classes of `lexicon.ttl` whose individuals carry wordings. A neutral wording only keeps its
#: words from being read as a finding: "contrast-enhanced images".
_WORDED = {
    "LexicalSite": MeaningKind.SITE,
    "LexicalForm": MeaningKind.FORM,
    "LexicalNeutral": MeaningKind.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases to meanings, and pairs of site and form to findings.

    `patterns` is keyed by (site, form), with the site "" for a form that stands alone.
    `structures` gives the anatomical structure that a site names when it names only one, and
    `labels` that of a phrase which is the label of one; `regions` gives the level set that one word
    names. `tokenizer` reads a text's words, misspelt ones as the lexicon's.
    """

    phrases: TokenTrie[Meaning]
    patterns: Mapping[tuple[str, str], Pattern]
    structures: Mapping[str, str]
    labels: TokenTrie[str]
    regions: Mapping[str, str]
    extraspinal_sites: frozenset[str]
    extraspinal_findings: frozenset[str]
    tokenizer: Tokenizer


_TOKENIZER = Tokenizer()


@cache
def _tokens(phrase: str) -> Tokens:
    return _TOKENIZER.tokens(phrase)


def _sequence(phrase: str) -> tuple[str, ...]:
    return tuple(_tokens(phrase).folded)


def _labels(term: Term | LevelSet) -> Iterator[str]:
    yield from (term.label, *term.synonyms, *term.hidden)


def _site_names(source: LexiconSource, vocabulary: Vocabulary) -> dict[str, str]:
    """Return for each structure the site whose words its labels join; by default itself."""
    names = {structure: structure for structure in vocabulary.structures}
    for name, links in source.links.items():
        for structure in links["namesStructure"]:
            names[structure] = name
    return names


def _entries(
    source: LexiconSource, vocabulary: Vocabulary, sites: Mapping[str, str]
) -> Iterator[tuple[str, Meaning]]:
    for name, kind in source.kinds.items():
        if kind in _WORDED:
            meaning = Meaning(_WORDED[kind], name)
            yield from ((wording, meaning) for wording in source.wordings[name])
    for name, links in source.links.items():
        for region in links["namesLevelSet"]:
            meaning = Meaning(MeaningKind.LEVEL_SET, region)
            yield from ((wording, meaning) for wording in source.wordings[name])
    for name, structure in vocabulary.structures.items():
        meaning = Meaning(MeaningKind.SITE, sites[name])
        yield from ((label, meaning) for label in _labels(structure))
    for name, level_set in vocabulary.level_sets.items():
        meaning = Meaning(MeaningKind.LEVEL_SET, name)
        yield from ((label, meaning) for label in _labels(level_set))


def _finding_entries(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    for name, term in vocabulary.findings.items():
        meaning = Meaning(MeaningKind.FINDING, name)
        yield from ((label, meaning) for label in _labels(term))


def _says_the_same(
    sequence: tuple[str, ...],
    finding: str,
    parts: TokenTrie[Meaning],
    patterns: Mapping[tuple[str, str], Pattern],
) -> bool:
    """Say whether a label is nothing but a site and a form that mean the same finding.

    Such a label is left to the parts, so that its form can be shared with other sites:
    "thecal sac or nerve root compression".
    """
    matches = parts.matches(list(sequence))
    if len(matches) != 2 or sum(match.last - match.first + 1 for match in matches) < len(sequence):
        return False
    names = [{meaning.name for meaning in match.meanings} for match in matches]
    return any(
        patterns[pair].findings == (finding,) and not patterns[pair].implies_absent
        for first, second in (names, names[::-1])
        for site in first
        for form in second
        if (pair := (site, form)) in patterns
    )


def _opens_with_region(sequence: tuple[str, ...], parts: TokenTrie[Meaning]) -> bool:
    """Say whether a label is a region and a finding, which are better read apart."""
    return len(sequence) == 2 and any(
        meaning.kind is MeaningKind.LEVEL_SET for meaning in parts.meanings_of(sequence[:1])
    )


def build_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary and of `lexicon.ttl`.

    Raises InvalidOntology when the file cannot be read, a pattern means two findings or one that
    is no finding class.
    """
    source = read_source()
    patterns = read_patterns(source)
    unknown = {name for pattern in patterns.values() for name in pattern.findings}
    if unknown := unknown - vocabulary.findings.keys():
        raise InvalidOntology(f"the lexicon names no finding class: {', '.join(sorted(unknown))}")
    sites = _site_names(source, vocabulary)
    part_entries = [
        (_sequence(text), meaning) for text, meaning in _entries(source, vocabulary, sites)
    ]
    parts = TokenTrie(part_entries)
    finding_entries = [
        (sequence, meaning)
        for text, meaning in _finding_entries(vocabulary)
        if not _says_the_same(sequence := _sequence(text), meaning.name, parts, patterns)
        and not _opens_with_region(sequence, parts)
    ]
    extraspinal = frozenset(
        (
            *(name for name, links in source.links.items() if links["isExtraspinal"] == ["true"]),
            *(
                sites[n]
                for n in vocabulary.structures
                if vocabulary.is_a(n, "ExtraspinalStructure")
            ),
        )
    )
    return Lexicon(
        phrases=TokenTrie([*part_entries, *finding_entries]),
        patterns=MappingProxyType(patterns),
        structures=MappingProxyType(_structures_of_sites(sites)),
        labels=TokenTrie(
            (_sequence(label), name)
            for name, structure in vocabulary.structures.items()
            for label in _labels(structure)
        ),
        regions=MappingProxyType(
            {
                sequence[0]: meaning.name
                for sequence, meaning in part_entries
                if meaning.kind is MeaningKind.LEVEL_SET and len(sequence) == 1
            }
        ),
        extraspinal_sites=extraspinal,
        extraspinal_findings=frozenset(
            name for name in vocabulary.findings if vocabulary.is_a(name, "ExtraspinalFinding")
        ),
        tokenizer=Tokenizer(
            Spelling(
                _words(
                    text
                    for text, _ in (
                        *_entries(source, vocabulary, sites),
                        *_finding_entries(vocabulary),
                    )
                ),
                fold,
            )
        ),
    )


def _structures_of_sites(sites: Mapping[str, str]) -> dict[str, str]:
    """Return the structure of each site that names one structure only."""
    structures: dict[str, list[str]] = {}
    for structure, site in sites.items():
        structures.setdefault(site, []).append(structure)
    return {site: names[0] for site, names in structures.items() if len(names) == 1}


def _words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in _tokens(phrase).words if word.isalpha())


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the shipped ontology, read once."""
    return build_lexicon(load_vocabulary())
