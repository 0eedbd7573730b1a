"""Everything that one sentence contains for the reader: phrases, cues and levels in place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from kg.reading.context_words import IMAGING, IMAGING_WORDS
from kg.reading.cues import GRADING, Cue, CueKind, cue_trie
from kg.reading.level_groups import NamedPlace
from kg.reading.phrases_around import sentence_phrases
from kg.reading.placed_levels import PlacedLevels
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import FINDING, LEVEL_SET, Meaning
from kg.vocabulary.token_trie import Match
from kg.vocabulary.tokens import Tokens

__all__ = ["Marks", "read_marks"]


_WORDS_OF_EXAM: Final = 5


#: What stands between an examination and what it images.
_OF_EXAM: Final = re.compile(r"[\s\-\u2013,(]*(?:of(?:\s+the)?)?[\s(]*")
Said = TypeVar("Said", Meaning, Cue)


class Marks:
    """One sentence: its tokens in columns, and what was recognised at each of them.

    `words` are in lower case, `folded` stands for all their inflections, `starts` and `ends` are
    offsets in the text, `respelled` the places of misspelt words that were read as others.
    `phrase_at`, `cue_at` and `levels_at` hold, for each token, what covers it; `is_grading` says
    whether that is a degree or a side. `word_set`, `cue_kinds` and `phrase_kinds` are the words and
    the kinds of cues and phrases of the whole sentence: most rules look for one of them, which
    most sentences have not.
    """

    __slots__ = (
        *("cue_at", "cue_kinds", "cues", "ends", "folded", "is_grading", "levels", "levels_at"),
        *("phrase_at", "phrase_kinds", "phrases", "respelled", "starts", "text", "tokens"),
        *("word_set", "words"),
    )

    def __init__(
        self,
        text: str,
        tokens: Tokens,
        phrases: list[Match[Meaning]],
        cues: list[Match[Cue]],
        levels: list[PlacedLevels],
    ) -> None:
        size = len(tokens.words)
        self.text = text
        self.words = tokens.words
        self.folded = tokens.folded
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.respelled = tokens.respelled
        self.phrases = phrases
        self.cues = cues
        self.levels = levels
        self.phrase_at = _by_token(phrases, size)
        self.cue_at = _by_token(cues, size)
        self.levels_at = _levels_by_token(levels, size)
        self.is_grading = _grading(cues, size)
        self.word_set = frozenset(tokens.words)
        self.cue_kinds = _kinds(cues)
        self.phrase_kinds = _kinds(phrases)

    def cues_of(self, *kinds: CueKind) -> list[Match[Cue]]:
        """Return the cues that have one of `kinds` among their meanings."""
        if self.cue_kinds.isdisjoint(kinds):
            return []
        if len(kinds) == 1:
            return [match for match in self.cues if kinds[0] in match.kinds]
        return [match for match in self.cues if not match.kinds.keys().isdisjoint(kinds)]

    def words_of(self, match: Match[Any]) -> str:
        """Return the words of a cue or a phrase, in lower case, with one space between them."""
        return " ".join(self.words[match.first : match.last + 1])

    def quote(self, first: int, last: int) -> tuple[int, int]:
        """Return the text offsets of tokens `first` to `last`, both included."""
        return self.starts[first], self.ends[last]

    def quoted(self, first: int, last: int) -> str:
        """Return the text of tokens `first` to `last`, both included, as it was written."""
        return self.text[self.starts[first] : self.ends[last]]


def read_marks(text: str, *, lexicon: Lexicon, places: Sequence[NamedPlace]) -> Marks:
    """Return what the sentence `text` contains; `places` are the levels that it names."""
    tokens = lexicon.tokenizer.tokens(text)
    cues = cue_trie().matches(tokens.words)
    levels = _placed(tokens, places) if places else []
    phrases = sentence_phrases(tokens, levels, lexicon)
    if regions := _regions(tokens, phrases, levels, lexicon):
        levels = sorted([*levels, *regions], key=lambda placed: placed.first)
    if levels and not IMAGING_WORDS.isdisjoint(tokens.words):
        levels = [placed for placed in levels if not _is_imaged(text, tokens.starts, placed)]
    return Marks(text, tokens, phrases, cues, levels)


def _kinds(matches: list[Match[Any]]) -> frozenset[str]:
    return frozenset([kind for match in matches for kind in match.kinds])


def _by_token(matches: list[Match[Said]], size: int) -> list[Match[Said] | None]:
    """Return for each token the match that covers it, if any."""
    at: list[Match[Said] | None] = [None] * size
    for match in matches:
        for index in range(match.first, match.last + 1):
            at[index] = match
    return at


def _levels_by_token(levels: list[PlacedLevels], size: int) -> list[PlacedLevels | None]:
    """Return for each token the levels that it names, if any."""
    at: list[PlacedLevels | None] = [None] * size
    for placed in levels:
        for index in range(placed.first, placed.last + 1):
            at[index] = placed
    return at


def _grading(cues: list[Match[Cue]], size: int) -> list[bool]:
    """Return for each token whether a cue that grades or places covers it."""
    at = [False] * size
    for cue in cues:
        if not GRADING.isdisjoint(cue.kinds):
            for index in range(cue.first, cue.last + 1):
                at[index] = True
    return at


def _placed(tokens: Tokens, places: Sequence[NamedPlace]) -> list[PlacedLevels]:
    placed: list[PlacedLevels] = []
    for levels, start, end, is_range in places:
        if levels:
            first = bisect_right(tokens.ends, start)
            last = bisect_left(tokens.starts, end) - 1
            if first <= last:
                placed.append(PlacedLevels(levels, first, last, is_range))
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
    is_single = not (placed.is_region or placed.is_range)
    # "MRI of L4", "MRI C2-T1", but "MRI L4 hemangioma", "MR - T6 lesion".
    is_named = is_single and not between.strip(" -\u2013\n")
    return _OF_EXAM.fullmatch(between) is not None and not is_named


def _regions(
    tokens: Tokens, phrases: list[Match[Meaning]], levels: list[PlacedLevels], lexicon: Lexicon
) -> list[PlacedLevels]:
    """Return the level sets named by phrases that no level group covers, lists joined."""
    regions: list[PlacedLevels] = []
    for phrase in phrases:
        name, first, last = _region_of(tokens, phrase, lexicon)
        if name is None or any(p.first <= last and first <= p.last for p in levels):
            continue
        previous = regions[-1] if regions else None
        if previous and first - previous.last <= 3 and name not in previous.levels:
            joined = (*previous.levels, name)
            regions[-1] = PlacedLevels(joined, previous.first, last, False, True)
        else:
            regions.append(PlacedLevels((name,), first, last, False, True))
    return regions


def _region_of(
    tokens: Tokens, phrase: Match[Meaning], lexicon: Lexicon
) -> tuple[str | None, int, int]:
    """Return the level set that a phrase names, or a word of a finding, and its tokens."""
    if LEVEL_SET in phrase.kinds:
        return phrase.kinds[LEVEL_SET][0].name, phrase.first, phrase.last
    if FINDING in phrase.kinds:
        for index in range(phrase.first, phrase.last + 1):
            if name := lexicon.regions.get(tokens.folded[index]):
                # "Straightening of the lumbar lordosis".
                return name, index, index
    return None, 0, 0
