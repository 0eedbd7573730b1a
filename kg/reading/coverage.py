"""Which level sets a study imaged, from its title, its technique and its exam line."""

from typing import Final

from kg.findings.qualities import Section
from kg.reading.context_words import IMAGING
from kg.reading.sections import SectionSpan
from kg.vocabulary.lexicon import Lexicon, MeaningKind
from kg.vocabulary.tokens import Tokenizer

__all__ = ["find_coverage"]

_STATING_SECTIONS: Final = frozenset({Section.TECHNIQUE, Section.INDICATION})
_FIRST_LINES: Final = 120
#: Reads words as written: a misspelt one says nothing of what was imaged.
_TOKENIZER: Final = Tokenizer()


def find_coverage(
    text: str, title: str | None, sections: tuple[SectionSpan, ...], lexicon: Lexicon
) -> tuple[str, ...]:
    """Return the names of the level sets that the study covers, sorted; none where not stated."""
    stretches = [text[s.start : s.end] for s in sections if s.section in _STATING_SECTIONS]
    opening = text[:_FIRST_LINES]
    if IMAGING.search(opening):
        stretches.append(opening.split(".")[0])
    if title:
        stretches.append(title)
    names: set[str] = set()
    for stretch in stretches:
        for match in lexicon.phrases.matches(_TOKENIZER.tokens(stretch).folded):
            names.update(meaning.name for meaning in match.kinds.get(MeaningKind.LEVEL_SET, ()))
    return tuple(sorted(names))
