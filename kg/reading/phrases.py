"""The phrases of a short text, such as a question: findings, levels, sides, degrees, status."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from kg.findings.qualities import Status
from kg.reading.cues import Cue, CueKind
from kg.reading.level_lists import find_level_groups
from kg.reading.marks import Marks, read_marks
from kg.reading.mentions import find_mentions
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import MeaningKind

__all__ = ["Phrase", "PhraseKind", "find_phrases"]


class PhraseKind(StrEnum):
    """What a phrase names."""

    FINDING = "finding"
    LEVELS = "levels"
    LEVEL_SET = "level set"
    SIDE = "side"
    SEVERITY = "severity"
    STATUS = "status"
    STRUCTURE = "structure"
    CHANGE = "change"
    TEMPORALITY = "temporality"


class Phrase(NamedTuple):
    """One phrase: its kind, what it stands for, and where it is in the text."""

    kind: PhraseKind
    values: tuple[str, ...]
    start: int
    end: int
    text: str


_STATUS: Final = {
    CueKind.ABSENT_BEFORE: Status.ABSENT,
    CueKind.ABSENT_AFTER: Status.ABSENT,
    CueKind.POSSIBLE_BEFORE: Status.POSSIBLE,
    CueKind.POSSIBLE_AFTER: Status.POSSIBLE,
}
_HISTORICAL: Final = frozenset({CueKind.HISTORICAL_BEFORE, CueKind.HISTORICAL_AFTER})


def find_phrases(text: str, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Return the phrases of `text` in order; phrases of different kinds may overlap."""
    places = tuple(group.place() for group in find_level_groups(text).groups)
    marks = read_marks(text, lexicon=lexicon, places=places)
    found = [*_findings(marks, lexicon), *_levels(marks), *_sites(marks, lexicon), *_cues(marks)]
    return tuple(sorted(found, key=lambda phrase: (phrase.start, phrase.end, phrase.kind)))


def _phrase(
    marks: Marks, kind: PhraseKind, values: tuple[str, ...], first: int, last: int
) -> Phrase:
    start, end = marks.quote(first, last)
    return Phrase(kind, values, start, end, marks.text[start:end])


def _findings(marks: Marks, lexicon: Lexicon) -> Iterator[Phrase]:
    for mention in find_mentions(marks, lexicon):
        yield _phrase(marks, PhraseKind.FINDING, (mention.finding,), mention.first, mention.last)
        if mention.implies_absent:
            absent = (Status.ABSENT.value,)
            yield _phrase(marks, PhraseKind.STATUS, absent, mention.first, mention.last)


def _levels(marks: Marks) -> Iterator[Phrase]:
    for group in marks.levels:
        kind = PhraseKind.LEVEL_SET if group.is_region else PhraseKind.LEVELS
        yield _phrase(marks, kind, group.levels, group.first, group.last)


def _sites(marks: Marks, lexicon: Lexicon) -> Iterator[Phrase]:
    for match in marks.phrases:
        for meaning in match.meanings:
            structure = lexicon.structures.get(meaning.name)
            if meaning.kind is MeaningKind.SITE and structure:
                yield _phrase(marks, PhraseKind.STRUCTURE, (structure,), match.first, match.last)


def _cues(marks: Marks) -> Iterator[Phrase]:
    for match in marks.cues:
        for kind, value in dict.fromkeys(_values(cue) for cue in match.meanings):
            if kind is not None:
                yield _phrase(marks, kind, (value,), match.first, match.last)


def _values(cue: Cue) -> tuple[PhraseKind | None, str]:
    if cue.kind in _STATUS:
        return PhraseKind.STATUS, _STATUS[cue.kind].value
    if cue.kind in _HISTORICAL:
        return PhraseKind.TEMPORALITY, "historical"
    for kind, value in (
        (PhraseKind.SEVERITY, cue.severity),
        (PhraseKind.SIDE, cue.side),
        (PhraseKind.CHANGE, cue.change),
    ):
        if value is not None:
            return kind, value.value
    return None, ""
