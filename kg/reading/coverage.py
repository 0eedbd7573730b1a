"""Which level sets a study imaged, from its title, its technique and its exam line."""

from collections.abc import Callable, Iterable
from typing import Final

from kg.findings.qualities import Section
from kg.reading.context_words import IMAGING
from kg.reading.sections import SectionSpan
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import LEVEL_SET
from kg.vocabulary.tokens import Tokenizer

__all__ = ["find_coverage", "level_sets_in"]

_STATING_SECTIONS: Final = frozenset({Section.TECHNIQUE, Section.INDICATION})
_FIRST_LINES: Final = 120
#: Reads words as written: a misspelt one says nothing of what was imaged.
_TOKENIZER: Final = Tokenizer()


def find_coverage(
    text: str,
    title: str | None,
    sections: tuple[SectionSpan, ...],
    sets_in: Callable[[str], Iterable[str]],
) -> tuple[str, ...]:
    """Return the names of the level sets that the study covers, sorted; none where not stated.

    `sets_in` says which a stretch of text names (`level_sets_in`).
    """
    stretches = [text[s.start : s.end] for s in sections if s.section in _STATING_SECTIONS]
    opening = text[:_FIRST_LINES]
    if IMAGING.search(opening):
        stretches.append(opening.split(".")[0])
    if title:
        stretches.append(title)
    return tuple(sorted({name for stretch in stretches for name in sets_in(stretch)}))


def level_sets_in(stretch: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of the level sets that a stretch of text names, in order."""
    matches = lexicon.phrases.matches(_TOKENIZER.tokens(stretch).folded)
    return tuple([one.name for match in matches for one in match.kinds.get(LEVEL_SET, ())])
