"""What a template sentence says once its slots are filled: its words and its findings.

A template marks the words that state a finding and says which finding it is:

    [DiscBulge @{disc} {degree} | {degree} disc bulge] at {disc}.

Before the bar stand an annotation key, the levels after `@`, and any of the words of status, side,
severity, temporality and change; a semicolon parts several findings of the same words. Before the
bar a slot gives its meaning, elsewhere its writing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.anatomy.levels import LEVELS, LevelKind
from kg.demo.gold import GoldFinding
from kg.errors import InvalidValue
from kg.findings.qualities import Change, Severity, Side, Status, Temporality

__all__ = ["LevelStyle", "Slot", "Statement", "fill", "merge_repeats", "read_slot"]

_MARKED = re.compile(r"\[(?P<heads>[^|\[\]]*)\|\s*(?P<words>[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
#: The first letter of a sentence: of the statement, after a full stop, after a level heading.
_FIRST_LETTER = re.compile(r"(?:^(?:[CTLS]\S+: )?|\. )[a-z]")

_Quality = Status | Side | Severity | Temporality | Change
#: Every word that may stand before the bar; none belongs to two kinds.
_QUALITIES: Mapping[str, _Quality] = {
    word.value: word for kind in (Status, Side, Severity, Temporality, Change) for word in kind
}


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """How one report writes the level between two vertebrae, and the last of a list."""

    joint: str
    last: str
    short: bool

    def write(self, names: tuple[str, ...]) -> str:
        """Return the levels as this report writes them: "C5, C6, and T7", "L4/5"."""
        written = [self._write_one(name) for name in names]
        if len(written) < 3:
            return " and ".join(written)
        return ", ".join(written[:-1]) + self.last + written[-1]

    def _write_one(self, name: str) -> str:
        level = LEVELS[name]
        if level.kind is LevelKind.VERTEBRAL:
            return name
        same_region = level.upper[0] == level.lower[0]
        lower = level.lower[1:] if self.short and same_region else level.lower
        return f"{level.upper}{self.joint}{lower}"


@dataclass(frozen=True, slots=True)
class Slot:
    """What is put into a template: the writing for its words, the meaning for its findings."""

    writing: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A finished sentence, and the findings that it states."""

    text: str
    gold: tuple[GoldFinding, ...]


def read_slot(choice: str, style: LevelStyle) -> Slot:
    """Return the slot that a choice of the word files stands for.

    "marked=severe" is written one way and means another; "C5+C6" is a list of levels, written in
    the style of the report; anything else is written as it is meant.
    """
    writing, separator, meaning = choice.partition("=")
    if separator:
        return Slot(writing, meaning)
    names = tuple(choice.split("+"))
    if all(name in LEVELS for name in names):
        return Slot(style.write(names), choice)
    return Slot(choice, choice)


def fill(template: str, slots: Mapping[str, Slot]) -> Statement:
    """Return the sentence that a template gives with these slots.

    Raises InvalidValue for a slot that is not given or a word before the bar that means nothing.
    """
    text, marks, end = "", [], 0
    for marked in _MARKED.finditer(template):
        text += _written(template[end : marked.start()], slots)
        words = _written(marked["words"], slots)
        marks.append((marked["heads"], len(text), len(text) + len(words)))
        text, end = text + words, marked.end()
    text += _written(template[end:], slots)
    # Capitals change no length, so the marks stay where they are.
    text = _FIRST_LETTER.sub(lambda first: first[0].upper(), text)
    gold = (_findings(heads, text[start:stop], slots) for heads, start, stop in marks)
    return Statement(text, tuple(one for findings in gold for one in findings))


def merge_repeats(findings: tuple[GoldFinding, ...]) -> tuple[GoldFinding, ...]:
    """Return the findings with each said once; the more specific wording wins, the first quote."""
    kept: list[GoldFinding] = []
    for finding in findings:
        if any(finding.repeats(earlier) for earlier in kept):
            continue
        vaguer = next((place for place, one in enumerate(kept) if one.repeats(finding)), None)
        if vaguer is None:
            kept.append(finding)
        else:
            kept[vaguer] = replace(
                finding,
                quote=kept[vaguer].quote,
                change=finding.change or kept[vaguer].change,
            )
    return tuple(kept)


def _findings(heads: str, quote: str, slots: Mapping[str, Slot]) -> tuple[GoldFinding, ...]:
    return tuple(_finding(_meant(head, slots), quote) for head in heads.split(";"))


def _finding(head: str, quote: str) -> GoldFinding:
    key, *words = head.split()
    finding = GoldFinding(key, quote)
    for word in words:
        finding = _with_word(finding, word)
    return finding


def _with_word(finding: GoldFinding, word: str) -> GoldFinding:
    if word.startswith("@"):
        return replace(finding, levels=tuple(word.removeprefix("@").split("+")))
    if word not in _QUALITIES:
        raise InvalidValue(f"{word!r} is no level, status, side, severity, temporality or change")
    return _with_quality(finding, _QUALITIES[word])


def _with_quality(finding: GoldFinding, quality: _Quality) -> GoldFinding:
    match quality:
        case Status():
            return replace(finding, status=quality)
        case Side():
            return replace(finding, side=quality)
        case Severity():
            return replace(finding, severity=quality)
        case Temporality():
            return replace(finding, temporality=quality)
        case Change():
            return replace(finding, change=quality)


def _written(template: str, slots: Mapping[str, Slot]) -> str:
    return _SLOT.sub(lambda slot: _slot(slot[1], slots).writing, template)


def _meant(template: str, slots: Mapping[str, Slot]) -> str:
    return _SLOT.sub(lambda slot: _slot(slot[1], slots).meaning, template)


def _slot(name: str, slots: Mapping[str, Slot]) -> Slot:
    if name not in slots:
        raise InvalidValue(f"the template needs {name!r}; it has {sorted(slots)}")
    return slots[name]
