"""The phrases of a question gathered into conditions: each finding with the words that are its."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kg.asking.degrees import Degree
from kg.asking.places import place_names
from kg.asking.question import Condition
from kg.asking.question_words import ALWAYS_EXCLUDING, EXCLUDING
from kg.findings.qualities import Change, Side, Status, Temporality
from kg.reading.phrases import Phrase, PhraseKind

__all__ = ["read_conditions"]

_PLACES = frozenset({PhraseKind.LEVELS, PhraseKind.LEVEL_SET})
_WHOLE_SPINE = "WholeSpine"
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_ALTERNATIVES = frozenset({"or", ", or", "and/or"})
#: Words of a status or change that stand behind their finding: "fracture is ruled out".
_CLOSING = ("ruled", "is ", "are ", "was ", "were ", "not ")


@dataclass(slots=True)
class _Draft:
    """One condition while its words are gathered, and the stretch of text that is its own."""

    findings: list[Phrase]
    first: int
    last: int
    qualities: list[Phrase] = field(default_factory=list)
    places: list[Phrase] = field(default_factory=list)
    structures: list[Phrase] = field(default_factory=list)


def read_conditions(
    text: str, phrases: tuple[Phrase, ...], degrees: Iterable[Degree]
) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """Return the conditions that a question sets, in its order, and the words that cannot count.

    Those are the first of two values for one quality ("new or larger") and an "or" between two
    findings with qualities of their own, which are read as "and".

    "Without", and "no" behind another finding, exclude: the patient must not have it. "No" before
    the only finding asks for reports that deny it. Structures among `phrases` restrict.
    """
    drafts = _drafts(text, phrases)
    _share_out(text, drafts, phrases)
    ranks = {degree.phrase: degree for degree in degrees}
    conditions = [
        _condition(text, draft, ranks, is_first=place == 0) for place, draft in enumerate(drafts)
    ]
    lost = [words for draft in drafts for words in _lost(text, draft, drafts)]
    return tuple(_with_shared_places(conditions)), tuple(lost)


def _lost(text: str, draft: _Draft, drafts: list[_Draft]) -> Iterator[str]:
    counted = {phrase.kind: phrase for phrase in draft.qualities}
    yield from (p.text for p in draft.qualities if p.values != counted[p.kind].values)
    position = drafts.index(draft)
    if position and _OR.search(text, drafts[position - 1].last, draft.first):
        yield "or"


def _drafts(text: str, phrases: Iterable[Phrase]) -> list[_Draft]:
    """Return one draft for each finding named, alternatives joined by "or" in one.

    Without any, a place is one condition: "findings at T12".
    """
    drafts: list[_Draft] = []
    for phrase in phrases:
        if phrase.kind is not PhraseKind.FINDING:
            continue
        last = drafts[-1] if drafts else None
        if last and phrase.start < last.last:
            last.findings.append(phrase)
        elif last and text[last.last : phrase.start].strip().lower() in _ALTERNATIVES:
            last.findings.append(phrase)
            last.last = phrase.end
        else:
            drafts.append(_Draft([phrase], phrase.start, phrase.end))
    is_placed = any(_restricts(p) and p.kind in {*_PLACES, PhraseKind.STRUCTURE} for p in phrases)
    return drafts or ([_Draft([], 0, len(text))] if is_placed else [])


def _restricts(phrase: Phrase) -> bool:
    return phrase.values != (_WHOLE_SPINE,)


def _share_out(text: str, drafts: list[_Draft], phrases: Iterable[Phrase]) -> None:
    for phrase in filter(_restricts, phrases if drafts else ()):
        if phrase.kind in _PLACES:
            _place_owner(drafts, phrase).places.append(phrase)
        elif phrase.kind is PhraseKind.STRUCTURE:
            _place_owner(drafts, phrase).structures.append(phrase)
        elif phrase.kind is not PhraseKind.FINDING:
            _owner(drafts, phrase, text).qualities.append(phrase)


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
        closes = phrase.text.lower().startswith(_CLOSING)
        if closes or (between in {"", ","} and after.startswith(("and", ",", "with"))):
            return before[-1]
    return following[0]


def _place_owner(drafts: list[_Draft], phrase: Phrase) -> _Draft:
    """Return the condition that a place belongs to: the finding before it, else the next."""
    before = [draft for draft in drafts if draft.first <= phrase.start]
    return before[-1] if before else drafts[0]


def _with_shared_places(conditions: list[Condition]) -> Iterator[Condition]:
    """Give a finding without place the place that ends the list: "extrusion and stenosis at L4"."""
    for position, condition in enumerate(conditions):
        following = conditions[position + 1 :]
        heir = next((other for other in following if other.places), None)
        if heir and not condition.places and not condition.excluded:
            yield replace(condition, places=heir.places)
        else:
            yield condition


def _condition(
    text: str, draft: _Draft, degrees: Mapping[Phrase, Degree], *, is_first: bool
) -> Condition:
    of_kind = {phrase.kind: phrase for phrase in draft.qualities}
    statuses = [phrase for phrase in draft.qualities if phrase.kind is PhraseKind.STATUS]
    excluding = [p for p in statuses if _excludes(p, is_first=is_first)]
    stated = [Status(p.values[0]) for p in statuses if p not in excluding]
    change = _value(Change, of_kind.get(PhraseKind.CHANGE))
    time = _value(Temporality, of_kind.get(PhraseKind.TEMPORALITY))
    degree = degrees.get(of_kind[PhraseKind.SEVERITY]) if PhraseKind.SEVERITY in of_kind else None
    has_resolved = change is Change.RESOLVED
    return Condition(
        types=_names(phrase.values for phrase in draft.findings),
        status=stated[-1] if stated else Status.PRESENT,
        excluded=bool(excluding),
        places=_names(place_names(text, phrase) for phrase in draft.places),
        side=_value(Side, of_kind.get(PhraseKind.SIDE)),
        lowest_rank=degree.lowest if degree else None,
        highest_rank=degree.highest if degree else None,
        change=None if has_resolved else change,
        temporality=Temporality.HISTORICAL if has_resolved else time,
        structures=_names(phrase.values for phrase in draft.structures),
    )


def _excludes(phrase: Phrase, *, is_first: bool) -> bool:
    return phrase.text.lower() in (ALWAYS_EXCLUDING if is_first else EXCLUDING)


def _names(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


Quality = TypeVar("Quality", Change, Side, Temporality)


def _value(kind: type[Quality], phrase: Phrase | None) -> Quality | None:
    return None if phrase is None else kind(phrase.values[0])
