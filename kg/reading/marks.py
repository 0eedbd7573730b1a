"""Everything that one sentence contains for the reader: phrases, cues and levels in place."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.findings.qualities import Section
from kg.reading.context_words import IMAGING
from kg.reading.cues import GRADING, Cue, CueKind, cue_trie
from kg.reading.level_lists import LevelGroup
from kg.reading.sentences import Sentence
from kg.vocabulary.lexicon import Lexicon, Meaning, MeaningKind
from kg.vocabulary.token_trie import Match

__all__ = ["Marks", "PlacedLevels", "read_marks"]


_WORDS_OF_EXAM = 5


@dataclass(slots=True)
class PlacedLevels:
    """A group of levels, or of level sets, and the tokens that it covers."""

    levels: tuple[str, ...]
    first: int
    last: int
    is_range: bool = False
    is_region: bool = False


Covering = TypeVar("Covering", Match[Meaning], Match[Cue], PlacedLevels)


@dataclass(slots=True)
class Marks:
    """One sentence: its tokens in columns, and what was recognised at each of them.

    `words` are in lower case, `folded` stands for all their inflections, `starts` and `ends` are
    offsets in the text, `respelled` the places of misspelt words that were read as others.
    `phrase_at`, `cue_at` and `levels_at` hold, for each token, what covers it; `is_grading` says
    whether that is a degree or a side. `word_set`, `cue_kinds` and `phrase_kinds` are the words and
    the kinds of cues and phrases of the whole sentence: most rules look for one of them, which
    most sentences have not.
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
    phrase_at: list[Match[Meaning] | None]
    cue_at: list[Match[Cue] | None]
    levels_at: list[PlacedLevels | None]
    is_grading: list[bool]
    word_set: frozenset[str]
    cue_kinds: frozenset[str]
    phrase_kinds: frozenset[str]

    def cues_of(self, *kinds: CueKind) -> list[Match[Cue]]:
        """Return the cues that have one of `kinds` among their meanings."""
        if self.cue_kinds.isdisjoint(kinds):
            return []
        if len(kinds) == 1:
            return [match for match in self.cues if kinds[0] in match.kinds]
        return [match for match in self.cues if not match.kinds.keys().isdisjoint(kinds)]

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
    words, folded, starts, ends, respelled = lexicon.tokenizer.tokens(
        text, sentence.start, sentence.end
    )
    phrases = lexicon.phrases.matches(folded)
    cues = cue_trie().matches(words)
    levels = _placed(starts, ends, sentence, groups) if groups else []
    phrase_kinds = frozenset().union(*[phrase.kinds for phrase in phrases])
    if MeaningKind.LEVEL_SET in phrase_kinds and (regions := _regions(phrases, levels)):
        levels = sorted([*levels, *regions], key=lambda placed: placed.first)
    if levels:
        levels = [placed for placed in levels if not _is_imaged(text, starts, placed)]
    size = len(words)
    return Marks(
        text,
        sentence,
        section,
        words=words,
        folded=folded,
        starts=starts,
        ends=ends,
        respelled=respelled,
        phrases=phrases,
        cues=cues,
        levels=levels,
        phrase_at=_by_token(phrases, size),
        cue_at=_by_token(cues, size),
        levels_at=_by_token(levels, size) if levels else [None] * size,
        is_grading=_grading(cues, size),
        word_set=frozenset(words),
        cue_kinds=frozenset().union(*[cue.kinds for cue in cues]),
        phrase_kinds=phrase_kinds,
    )


def _by_token(covering: Sequence[Covering], size: int) -> list[Covering | None]:
    """Return for each token what covers it, if anything."""
    at: list[Covering | None] = [None] * size
    for one in covering:
        at[one.first] = one
        if one.last > one.first:
            for index in range(one.first + 1, one.last + 1):
                at[index] = one
    return at


def _grading(cues: Sequence[Match[Cue]], size: int) -> list[bool]:
    """Return for each token whether a cue that grades or places covers it."""
    at = [False] * size
    for cue in cues:
        if not GRADING.isdisjoint(cue.kinds):
            for index in range(cue.first, cue.last + 1):
                at[index] = True
    return at


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
    """Say whether a place is only what was imaged: "MRI of the lumbar spine", "lumbar MRI"."""
    after = placed.last + 1
    if placed.is_region and after < len(starts) and IMAGING.match(text, starts[after]):
        return True
    if placed.first == 0:
        return False
    first = max(0, placed.first - _WORDS_OF_EXAM)
    before = text[starts[first] : starts[placed.first]]
    found = list(IMAGING.finditer(before))
    if not found:
        return False
    between = before[found[-1].end() :]
    # "MRI of L4", "MRI C2-T1", but "MRI L4 hemangioma".
    is_single = not (placed.is_region or placed.is_range)
    return not between.strip(" -of,the()\n") and not (is_single and between.isspace())


def _regions(phrases: list[Match[Meaning]], levels: list[PlacedLevels]) -> list[PlacedLevels]:
    """Return the level sets named by phrases that no level group covers, lists joined."""
    regions: list[PlacedLevels] = []
    for phrase in phrases:
        if MeaningKind.LEVEL_SET not in phrase.kinds:
            continue
        names = tuple(meaning.name for meaning in phrase.kinds[MeaningKind.LEVEL_SET])
        if not any(p.first <= phrase.last and phrase.first <= p.last for p in levels):
            previous = regions[-1] if regions else None
            if previous and phrase.first - previous.last <= 3 and names[0] not in previous.levels:
                joined = (*previous.levels, names[0])
                regions[-1] = PlacedLevels(joined, previous.first, phrase.last, False, True)
            else:
                regions.append(PlacedLevels(names[:1], phrase.first, phrase.last, False, True))
    return regions
