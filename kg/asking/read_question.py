"""Plain words to a Question, with the same lexicon that reads reports."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.anatomy.levels import LEVELS
from kg.anatomy.ranges import expand_range, levels_between
from kg.asking.dates import DateRange, find_dates
from kg.asking.question import Condition, Question, Wanted
from kg.asking.question_words import (
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    COUNTING,
    EXCLUDING,
    SAME_LEVEL,
    UNDERSTOOD,
    WANTED,
)
from kg.errors import NotUnderstood
from kg.findings.qualities import Change, Severity, Side, Status, Temporality
from kg.reading.phrases import Phrase, PhraseKind, find_phrases
from kg.vocabulary.lexicon import Lexicon

__all__ = ["read_question"]

_PATIENT = re.compile(r"\bpatient\s+(?:id\s+|number\s+|no\.?\s+)?([\w./-]*\d[\w./-]*)", re.I)
_PLACES = frozenset({PhraseKind.LEVELS, PhraseKind.LEVEL_SET})
_WHOLE_SPINE = "WholeSpine"


@dataclass(slots=True)
class _Draft:
    """One condition while its words are gathered, and the stretch of text that is its own."""

    phrases: list[Phrase]
    first: int
    last: int
    qualities: list[Phrase] = field(default_factory=list)
    places: list[Phrase] = field(default_factory=list)


def read_question(text: str, lexicon: Lexicon) -> Question:
    """Return what `text` asks for.

    Raises NotUnderstood when no finding, place or patient was recognised in it.
    """
    phrases = find_phrases(text, lexicon)
    dates = find_dates(text)
    patient = _PATIENT.search(text)
    places = [p for p in phrases if p.kind in _PLACES and p.values != (_WHOLE_SPINE,)]
    drafts = _drafts(phrases, text)
    if not drafts and not places and not patient:
        raise NotUnderstood(
            "no finding, level or patient was recognised in the question; name one, as in "
            "'patients with epidural extension at thoracolumbar levels'"
        )
    conditions = _conditions(text, drafts, phrases, places)
    lowered = text.lower()
    return Question(
        text=text,
        wanted=_wanted(lowered),
        conditions=conditions,
        is_count=any(words in lowered for words in COUNTING),
        same_level=any(words in lowered for words in SAME_LEVEL),
        since=dates.since,
        until=dates.until,
        patient=patient[1] if patient else None,
        not_understood=_not_understood(text, phrases, dates, patient),
    )


def _wanted(text: str) -> Wanted:
    for word in re.findall(r"[a-z]+", text):
        if word in WANTED:
            return Wanted(WANTED[word])
    return Wanted.PATIENTS


def _drafts(phrases: Iterable[Phrase], text: str) -> list[_Draft]:
    """Return one draft for each finding named, alternatives joined by "or" in one."""
    drafts: list[_Draft] = []
    for phrase in phrases:
        if phrase.kind is not PhraseKind.FINDING:
            continue
        last = drafts[-1] if drafts else None
        if last and phrase.start < last.last:
            if phrase.values not in [other.values for other in last.phrases]:
                last.phrases.append(phrase)
            continue
        if last and text[last.last : phrase.start].strip().lower() in {"or", ", or", "and/or"}:
            last.phrases.append(phrase)
            last.last = phrase.end
            continue
        drafts.append(_Draft([phrase], phrase.start, phrase.end))
    return drafts


def _conditions(
    text: str, drafts: list[_Draft], phrases: tuple[Phrase, ...], places: list[Phrase]
) -> tuple[Condition, ...]:
    if not drafts:
        qualities = [p for p in phrases if p.kind not in {*_PLACES, PhraseKind.STRUCTURE}]
        draft = _Draft([], 0, 0, qualities, places)
        return (_condition(text, draft, is_first=True),)
    for phrase in phrases:
        if phrase.kind not in {PhraseKind.FINDING, PhraseKind.STRUCTURE, *_PLACES}:
            _owner(drafts, phrase, text).qualities.append(phrase)
    for phrase in places:
        _place_owner(drafts, phrase).places.append(phrase)
    conditions = [
        _condition(text, draft, is_first=position == 0) for position, draft in enumerate(drafts)
    ]
    return tuple(_with_shared_places(conditions))


def _owner(drafts: list[_Draft], phrase: Phrase, text: str) -> _Draft:
    """Return the condition that a quality belongs to: the next finding, else the last one.

    A quality directly behind its finding ("fracture, severe") stays with it when a comma, "or"
    or a verb ties them and no other finding follows.
    """
    following = [draft for draft in drafts if draft.last > phrase.start]
    if not following:
        return drafts[-1]
    before = [draft for draft in drafts if draft.last <= phrase.start]
    if before:
        between = text[before[-1].last : phrase.start].strip().lower()
        after = text[phrase.end : following[0].first].strip().lower()
        closes = phrase.text.lower().startswith(("ruled", "is ", "are ", "was ", "not "))
        if closes or (between in {"", ","} and after.startswith(("and", ",", "with"))):
            return before[-1]
    return following[0]


def _place_owner(drafts: list[_Draft], phrase: Phrase) -> _Draft:
    """Return the condition that a place belongs to: the finding before it, else the next."""
    before = [draft for draft in drafts if draft.first <= phrase.start]
    return before[-1] if before else drafts[0]


def _with_shared_places(conditions: list[Condition]) -> Iterable[Condition]:
    """Give a finding without place the place that ends the list: "extrusion and stenosis at L4"."""
    for position, condition in enumerate(conditions):
        following = conditions[position + 1 :]
        heir = next((other for other in following if other.places), None)
        if heir and not condition.places and not condition.excluded:
            yield replace(condition, places=heir.places)
        else:
            yield condition


def _condition(text: str, draft: _Draft, *, is_first: bool) -> Condition:
    lowered = text.lower()
    status, excluded = Status.PRESENT, False
    side: Side | None = None
    lowest: int | None = None
    highest: int | None = None
    change: Change | None = None
    temporality: Temporality | None = None
    for phrase in draft.qualities:
        value = phrase.values[0]
        if phrase.kind is PhraseKind.STATUS:
            excluding = EXCLUDING[:1] if is_first else EXCLUDING
            is_excluding = phrase.text.lower() in excluding
            excluded = excluded or is_excluding
            status = status if is_excluding else Status(value)
        elif phrase.kind is PhraseKind.SIDE:
            side = Side(value)
        elif phrase.kind is PhraseKind.SEVERITY:
            lowest, highest = _ranks(lowered, phrase)
        elif phrase.kind is PhraseKind.CHANGE:
            change = Change(value)
        elif phrase.kind is PhraseKind.TEMPORALITY:
            temporality = Temporality(value)
    if change is Change.RESOLVED:
        temporality = Temporality.HISTORICAL
    return Condition(
        types=tuple(dict.fromkeys(value for p in draft.phrases for value in p.values)),
        status=status,
        excluded=excluded,
        places=tuple(dict.fromkeys(name for p in draft.places for name in _names(text, p))),
        side=side,
        lowest_rank=lowest,
        highest_rank=highest,
        change=None if change is Change.RESOLVED else change,
        temporality=temporality,
    )


def _ranks(text: str, phrase: Phrase) -> tuple[int | None, int | None]:
    """Return the lowest and highest rank that a degree asks for: "moderate or worse"."""
    rank = Severity(phrase.values[0]).rank
    before, after = text[: phrase.start].rstrip(), text[phrase.end :].lstrip()
    if before.endswith(AT_MOST_BEFORE) or after.startswith(AT_MOST_AFTER):
        return None, rank
    if before.endswith(AT_LEAST_BEFORE) or after.startswith(AT_LEAST_AFTER):
        return rank, None
    return rank, rank


def _names(text: str, phrase: Phrase) -> tuple[str, ...]:
    """Return the places of a phrase; a stretch of vertebrae includes the discs between."""
    names = phrase.values
    if phrase.kind is PhraseKind.LEVEL_SET or len(names) < 2 or names[0] not in LEVELS:
        return names
    is_between = text[: phrase.start].rstrip().lower().endswith("between")
    stretch = tuple(level.name for level in expand_range(names[0], names[-1]))
    written_as_range = names == stretch and "," not in phrase.text and "and" not in phrase.text
    if written_as_range or (is_between and len(names) == 2):
        return tuple(level.name for level in levels_between(names[0], names[-1]))
    return names


def _not_understood(
    text: str,
    phrases: tuple[Phrase, ...],
    dates: DateRange,
    patient: re.Match[str] | None,
) -> tuple[str, ...]:
    spans = [(phrase.start, phrase.end) for phrase in phrases]
    spans.extend(dates.spans)
    if patient:
        spans.append(patient.span())
    unknown = [
        match[0]
        for match in re.finditer(r"[^\W_][\w-]*", text)
        if match[0].lower() not in UNDERSTOOD
        and not any(start <= match.start() and match.end() <= end for start, end in spans)
    ]
    return tuple(dict.fromkeys(unknown))
