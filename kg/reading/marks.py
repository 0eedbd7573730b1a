"""Everything that one sentence contains for the reader: phrases, cues and levels in place."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.findings.qualities import Section
from kg.reading.context_words import IMAGING
from kg.reading.cues import Cue, CueKind, cue_trie
from kg.reading.level_lists import LevelGroup
from kg.reading.sentences import Sentence
from kg.vocabulary.lexicon import Lexicon, Meaning, MeaningKind
from kg.vocabulary.token_trie import Match
from kg.vocabulary.tokens import respell, tokenize

__all__ = ["Marks", "PlacedLevels", "read_marks"]


_WORDS_OF_EXAM = 5


class PlacedLevels(NamedTuple):
    """A group of levels, or of level sets, and the tokens that it covers."""

    levels: tuple[str, ...]
    first: int
    last: int
    is_range: bool = False
    is_region: bool = False


@dataclass(slots=True)
class Marks:
    """One sentence: its tokens in columns, and what was recognised at each of them.

    `words` are in lower case, `folded` stands for all their inflections, `starts` and `ends` are
    offsets in the text, `respelled` the places of misspelt words that were read as others.
    `phrase_at`, `cue_at` and `levels_at` hold, for each token, what covers it.
    """

    text: str
    sentence: Sentence
    section: Section
    words: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    respelled: frozenset[int]
    phrases: list[Match[Meaning]]
    cues: list[Match[Cue]]
    levels: list[PlacedLevels]
    phrase_at: list[Match[Meaning] | None] = field(default_factory=list)
    cue_at: list[Match[Cue] | None] = field(default_factory=list)
    levels_at: list[PlacedLevels | None] = field(default_factory=list)

    def cues_of(self, *kinds: CueKind) -> list[Match[Cue]]:
        """Return the cues that have one of `kinds` among their meanings."""
        return [match for match in self.cues if any(cue.kind in kinds for cue in match.meanings)]

    def quote(self, first: int, last: int) -> tuple[int, int]:
        """Return the text offsets of tokens `first` to `last`, both included."""
        return self.starts[first], self.ends[last]


def read_marks(
    text: str,
    sentence: Sentence,
    section: Section,
    *,
    lexicon: Lexicon,
    groups: Sequence[LevelGroup],
) -> Marks:
    """Return what one sentence of `text` contains; `groups` are the levels of the whole text."""
    tokens = respell(tokenize(text, sentence.start, sentence.end), lexicon.spelling)
    phrases = lexicon.phrases.matches([token.folded for token in tokens])
    cues = cue_trie().matches([token.word for token in tokens])
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    levels = _placed(starts, ends, sentence, groups)
    levels = sorted([*levels, *_regions(phrases, levels)], key=lambda placed: placed.first)
    levels = [placed for placed in levels if not _is_imaged(text, starts, placed)]
    marks = Marks(
        text,
        sentence,
        section,
        words=[token.word for token in tokens],
        folded=[token.folded for token in tokens],
        starts=starts,
        ends=ends,
        respelled=frozenset(index for index, token in enumerate(tokens) if token.respelled),
        phrases=phrases,
        cues=cues,
        levels=levels,
    )
    size = len(tokens)
    marks.phrase_at, marks.cue_at, marks.levels_at = [None] * size, [None] * size, [None] * size
    for phrase in phrases:
        marks.phrase_at[phrase.first : phrase.last + 1] = [phrase] * (
            phrase.last - phrase.first + 1
        )
    for cue in cues:
        marks.cue_at[cue.first : cue.last + 1] = [cue] * (cue.last - cue.first + 1)
    for placed in levels:
        marks.levels_at[placed.first : placed.last + 1] = [placed] * (
            placed.last - placed.first + 1
        )
    return marks


def _placed(
    starts: list[int], ends: list[int], sentence: Sentence, groups: Sequence[LevelGroup]
) -> list[PlacedLevels]:
    placed: list[PlacedLevels] = []
    for group in groups:
        if group.start < sentence.end and group.end > sentence.start and group.levels:
            first = bisect_right(ends, group.start)
            last = bisect_left(starts, group.end) - 1
            if first <= last:
                placed.append(PlacedLevels(group.levels, first, last, group.is_range))
    return placed


def _is_imaged(text: str, starts: list[int], placed: PlacedLevels) -> bool:
    """Say whether a place is only what was imaged: "MRI of the lumbar spine shows …"."""
    first = max(0, placed.first - _WORDS_OF_EXAM)
    before = text[starts[first] : starts[placed.first]]
    found = list(IMAGING.finditer(before))
    return bool(found) and not before[found[-1].end() :].strip(" -of,the()\n")


def _regions(phrases: list[Match[Meaning]], levels: list[PlacedLevels]) -> list[PlacedLevels]:
    """Return the level sets named by phrases that no level group covers, lists joined."""
    regions: list[PlacedLevels] = []
    for phrase in phrases:
        names = tuple(m.name for m in phrase.meanings if m.kind is MeaningKind.LEVEL_SET)
        if names and not any(p.first <= phrase.last and phrase.first <= p.last for p in levels):
            previous = regions[-1] if regions else None
            if previous and phrase.first - previous.last <= 3 and names[0] not in previous.levels:
                joined = (*previous.levels, names[0])
                regions[-1] = PlacedLevels(joined, previous.first, phrase.last, False, True)
            else:
                regions.append(PlacedLevels(names[:1], phrase.first, phrase.last, False, True))
    return regions
