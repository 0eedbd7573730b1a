"""Plain words to a Question, with the same lexicon that reads reports."""

import re
from collections.abc import Iterable, Iterator

from kg.asking.conditions import read_conditions
from kg.asking.dates import find_dates
from kg.asking.degrees import find_degrees
from kg.asking.places import find_conus, find_impossible_level, with_direction
from kg.asking.question import Condition, Question, Wanted
from kg.asking.question_words import COUNTING, SAME_LEVEL, UNDERSTOOD, WANTED
from kg.asking.runs import find_runs
from kg.errors import NotUnderstood
from kg.reading.phrases import Phrase, PhraseKind, find_phrases
from kg.vocabulary.lexicon import Lexicon

__all__ = ["read_question"]

_PATIENT = re.compile(
    r"\bpatient\s+(?:id\s+|number\s+|no\.?\s+)?([\w./-]*\d(?:[\w./-]*\w)?)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_][\w-]*")
_SHORT_NOT = re.compile(r"n['\u2019]t\b", re.IGNORECASE)

#: What skips levels when a question names no finding.
_SKIPPING = "NeoplasticFinding"

Span = tuple[int, int]


def read_question(text: str, lexicon: Lexicon) -> Question:
    """Return what `text` asks for.

    Raises NotUnderstood when no finding, place or patient was recognised in it, or when it names
    a level that no spine has.
    """
    plain = _SHORT_NOT.sub(" not", text)
    if (level := find_impossible_level(plain)) is not None:
        raise NotUnderstood(f"no spine has a level {level!r}; name one, such as T12 or L4-L5")
    runs, conus = find_runs(plain), find_conus(plain)
    asked = [*runs.spans, *([(conus.start, conus.end)] if conus else [])]
    phrases = tuple(p for p in _phrases(plain, lexicon) if not _is_inside(p, asked))
    if conus is not None:
        phrases = tuple(sorted((*phrases, conus), key=lambda phrase: phrase.start))
    degrees = tuple(find_degrees(plain, phrases))
    compared = [span for degree in degrees for span in degree.spans]
    phrases = tuple(
        p for p in phrases if p.kind is PhraseKind.SEVERITY or not _overlaps(p, compared)
    )
    dates = find_dates(plain)
    patient = _PATIENT.search(plain)
    conditions, lost = read_conditions(plain, phrases, degrees)
    if not conditions and runs.has_gaps:
        conditions = (Condition(types=(_SKIPPING,)),)  # "skip lesions" are those of a tumour
    if not conditions and not patient:
        raise NotUnderstood(
            "no finding, level or patient was recognised in the question; name one, as in "
            "'patients with epidural extension at thoracolumbar levels'"
        )
    if not conditions:
        conditions = (Condition(types=()),)  # what is known of the patient: all that is present
    spans = [*((p.start, p.end) for p in phrases), *compared, *dates.spans, *asked]
    if patient:
        spans.append(patient.span())
    return Question(
        text=text,
        wanted=_wanted(plain, phrases),
        conditions=conditions,
        is_count=any(words in plain.lower() for words in COUNTING),
        same_level=any(words in plain.lower() for words in SAME_LEVEL),
        since=dates.since,
        until=dates.until,
        patient=patient[1] if patient else None,
        at_least_in_a_row=runs.at_least,
        has_gaps=runs.has_gaps,
        by_conus=conus is not None,
        not_understood=tuple(dict.fromkeys((*lost, *_not_understood(plain, spans)))),
    )


def _phrases(text: str, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Return the phrases that restrict a question.

    A question mark is doubt in a report, and none here; "left or right" is no side. Of structures
    only those outside the spine tell findings of one class apart ("liver mass", "lung mass").
    """
    outside = {lexicon.structures.get(site) for site in lexicon.extraspinal_sites}
    return tuple(
        with_direction(text, phrase)
        for phrase in find_phrases(text, lexicon)
        if not (phrase.kind is PhraseKind.STATUS and phrase.text == "?")
        and not (phrase.kind is PhraseKind.SIDE and " or " in phrase.text)
        and not (phrase.kind is PhraseKind.STRUCTURE and not outside.issuperset(phrase.values))
    )


def _overlaps(phrase: Phrase, spans: Iterable[Span]) -> bool:
    return any(start < phrase.end and phrase.start < end for start, end in spans)


def _is_inside(phrase: Phrase, spans: Iterable[Span]) -> bool:
    return any(start <= phrase.start and phrase.end <= end for start, end in spans)


def _wanted(text: str, phrases: tuple[Phrase, ...]) -> Wanted:
    """Return what is to be listed; levels only when asked for before any finding or place."""
    for match in re.finditer(r"[a-z]+", text.lower()):
        wanted = WANTED.get(match[0])
        is_told = any(phrase.start <= match.start() for phrase in phrases)
        if wanted is not None and not (is_told and wanted == Wanted.LEVELS):
            return Wanted(wanted)
    return Wanted.PATIENTS


def _not_understood(text: str, spans: list[Span]) -> Iterator[str]:
    for match in _WORD.finditer(text):
        is_read = any(start <= match.start() and match.end() <= end for start, end in spans)
        if not is_read and match[0].lower() not in UNDERSTOOD:
            yield match[0]
