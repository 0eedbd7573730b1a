"""What a language model answers when it is asked for findings, turned into findings.

`ontology/llm-prompt.txt` asks for them and `ontology/llm-findings.schema.json` says what they look
like; keys and words of other answers are understood where the lexicon knows them. Each finding
stands or falls for itself: one whose quote the report does not have is refused, the rest go on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from kg.adapters.answer_fields import AnswerFields
from kg.adapters.answer_words import FINDINGS_KEYS
from kg.adapters.answers import Answer, taken_in_turn
from kg.adapters.json_fields import LONGEST_LIST
from kg.adapters.quotes import QuoteFinder
from kg.adapters.strict_json import JsonValue, child
from kg.adapters.wording import NamedFinding, Wording, plain
from kg.errors import InvalidValue, RefusedFindings
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.qualities import Status, Temporality
from kg.findings.report import Report

__all__ = ["findings_of_answer"]

_Value = TypeVar("_Value")
_OPPOSITE = {Status.PRESENT: Status.ABSENT, Status.ABSENT: Status.PRESENT}


def findings_of_answer(
    value: JsonValue, report: Report, wording: Wording, *, extractor: str
) -> Answer:
    """Return the findings of an answer, and what was refused or left out of it.

    A finding is refused when its quote is not in the report or stands in its history, when its
    class or level is not known, and when it does not say whether it is present. A side, a degree
    or a time that is not known is left out. Raises RefusedFindings when there is no list of
    findings.
    """
    reader = _AnswerReader(wording, QuoteFinder(report, extractor), len(report.text))
    answer = taken_in_turn(
        (pointer, reader.findings(entry, pointer)) for entry, pointer in _entries(value)
    )
    return answer._replace(left_out=tuple(reader.left_out))


def _entries(value: JsonValue) -> list[tuple[JsonValue, str]]:
    """Return the findings that an answer lists, each with its JSON pointer."""
    pointer = ""
    if isinstance(value, dict):
        keys = [key for key in value if plain(key) in FINDINGS_KEYS]
        if not keys:
            raise RefusedFindings("/", 'has no list of "findings"')
        pointer, value = child(pointer, keys[0]), value[keys[0]]
    if not isinstance(value, list):
        raise RefusedFindings(pointer or "/", "expected a list of findings")
    if len(value) > LONGEST_LIST:
        raise RefusedFindings(pointer or "/", f"has more than {LONGEST_LIST} entries")
    return [(part, child(pointer, place)) for place, part in enumerate(value)]


@dataclass(frozen=True, slots=True)
class _AnswerReader:
    wording: Wording
    quotes: QuoteFinder
    longest_quote: int
    left_out: list[RefusedFindings] = field(default_factory=list)

    def findings(self, value: JsonValue, pointer: str) -> Iterator[Finding]:
        """Yield the finding of an entry for each of its levels."""
        fields = AnswerFields.of(value, pointer)
        named = self._named(fields)
        status = self._status(fields, named)
        levels = self._levels(fields) if "levels" in fields.values else named.levels
        side = self._known(fields, "side", self.wording.side)
        severity = self._known(fields, "severity", self.wording.severity)
        time = self._known(fields, "time", self.wording.time)
        evidence = tuple(self._evidence(fields))
        for level in (levels if not named.is_extraspinal else ()) or (None,):
            yield Finding(
                type=named.type,
                status=status,
                evidence=evidence,
                level=level,
                side=side or named.side,
                severity=severity or named.severity,
                temporality=time or Temporality.CURRENT,
                extraspinal=named.is_extraspinal,
            )

    def _named(self, fields: AnswerFields) -> NamedFinding:
        name = fields.text("finding")
        if name is None:
            raise RefusedFindings(fields.at("finding"), "is missing")
        return _translated(fields, "finding", lambda: self.wording.finding(name))

    def _status(self, fields: AnswerFields, named: NamedFinding) -> Status:
        word = fields.text("status")
        said = _translated(fields, "status", lambda: self.wording.status(word or ""))
        said = said or fields.flagged()
        if said and named.status and said is not named.status:
            raise RefusedFindings(fields.pointer, "its name and its status contradict each other")
        status = said or named.status
        if named.is_denied:
            return _OPPOSITE.get(status or Status.PRESENT, Status.POSSIBLE)
        if status is None:
            raise RefusedFindings(fields.at("status"), "is missing")
        return status

    def _levels(self, fields: AnswerFields) -> tuple[str, ...]:
        texts = fields.texts("levels")
        named = _translated(
            fields, "levels", lambda: [one for text in texts for one in self.wording.levels(text)]
        )
        return tuple(dict.fromkeys(named))

    def _known(
        self, fields: AnswerFields, name: str, read: Callable[[str], _Value | None]
    ) -> _Value | None:
        """Return a quality; one that is not known is left out, and noted."""
        text = fields.text(name)
        try:
            return None if text is None else read(text)
        except InvalidValue as error:
            self.left_out.append(RefusedFindings(fields.at(name), str(error)))
            return None

    def _evidence(self, fields: AnswerFields) -> Iterator[Evidence]:
        quotes = fields.texts("quote", longest=self.longest_quote)
        if not quotes:
            raise RefusedFindings(fields.at("quote"), "is missing")
        for quote in quotes:
            piece = self.quotes.evidence(quote)
            if piece is None:
                raise RefusedFindings(
                    fields.at("quote"),
                    "is not what the report says in its findings, impression or narrative",
                )
            yield piece


def _translated(fields: AnswerFields, name: str, read: Callable[[], _Value]) -> _Value:
    """Return what `read` gives; what it refuses is refused with the place of the field."""
    try:
        return read()
    except InvalidValue as error:
        raise RefusedFindings(fields.at(name), str(error)) from error
