"""Answers that explain themselves: rows with their sentences, and how the question was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import Literal

from kg.anatomy.levels import LEVELS, VERTEBRAE
from kg.anatomy.ranges import levels_between
from kg.asking.compose import question_sparql
from kg.asking.question import Condition, Question, Wanted
from kg.findings.qualities import Severity
from kg.store.interface import Store, Table
from kg.triples.terms import Term
from kg.vocabulary.vocabulary import LevelSet, Vocabulary

__all__ = ["Answer", "AnswerRow", "answer_question"]


_Cells = dict[str, Term | None]
_Key = tuple[Term | None, Term | None]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One finding of one report, with every sentence it rests on; `node` is its IRI.

    A question that only excludes ("patients without fracture") gives rows with a patient alone.
    """

    patient: str
    report: str | None = None
    study_date: date | None = None
    finding: str | None = None
    level: str | None = None
    status: str | None = None
    severity: str | None = None
    side: str | None = None
    sentences: tuple[str, ...] = ()
    node: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store says to a question.

    `notes` say how the question was read: the level set used and its published alternatives, the
    meaning of "without", the words that were not understood. `count` is the number of different
    patients, reports, findings or levels, whichever was asked for.
    """

    question: Question
    sparql: str
    rows: tuple[AnswerRow, ...]
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many of what was asked for the answer holds."""
        wanted = self.question.wanted
        if wanted is Wanted.PATIENTS:
            return len({row.patient for row in self.rows})
        if wanted is Wanted.REPORTS:
            return len({(row.patient, row.report) for row in self.rows})
        if wanted is Wanted.LEVELS:
            return len({row.level for row in self.rows if row.level})
        return len(self.rows)


def answer_question(question: Question, store: Store, vocabulary: Vocabulary) -> Answer:
    """Return the answer of `store` to a question, rows in a fixed order."""
    sparql = question_sparql(question)
    return Answer(
        question=question,
        sparql=sparql,
        rows=tuple(_rows(store.select(sparql))),
        notes=tuple(_notes(question, vocabulary)),
    )


def _rows(table: Table) -> Iterator[AnswerRow]:
    """Yield one row a finding; its sentences in the order of the report."""
    places = {name: position for position, name in enumerate(table.columns)}
    gathered: dict[_Key, list[tuple[int, str]]] = {}
    shown: dict[_Key, _Cells] = {}
    for row in table.rows:
        cells = {name: row[place] for name, place in places.items()}
        key = (cells["patient"], cells["node"])
        shown.setdefault(key, cells)
        sentences = gathered.setdefault(key, [])
        if cells["sentence"] is not None:
            start = cells["start"]
            sentences.append((int(str(start)), str(cells["sentence"])))
    for key, cells in shown.items():
        ordered = dict.fromkeys(text for _, text in sorted(gathered[key]))
        yield _row(cells, tuple(ordered))


def _row(cells: _Cells, sentences: tuple[str, ...]) -> AnswerRow:
    day = cells["date"]
    value = day.toPython() if isinstance(day, Literal) else None
    return AnswerRow(
        patient=str(cells["patient"]),
        report=_text(cells["report"]),
        study_date=value if isinstance(value, date) else None,
        finding=_text(cells["finding"]),
        level=_text(cells["level"]),
        status=_text(cells["status"]),
        severity=_text(cells["severity"]),
        side=_text(cells["side"]),
        sentences=sentences,
        node=_text(cells["node"]),
    )


def _text(cell: Term | None) -> str | None:
    return None if cell is None else str(cell)


def _notes(question: Question, vocabulary: Vocabulary) -> Iterator[str]:
    yield "read as: " + _read_as(question, vocabulary)
    named = dict.fromkeys(name for c in question.conditions for name in c.places)
    for name in named:
        if level_set := vocabulary.level_sets.get(name):
            yield from _level_set_notes(level_set, vocabulary)
    if any(condition.excluded for condition in question.conditions):
        place = "report" if question.wanted is Wanted.REPORTS else "patient"
        place = f"in that {place}" + (", at that level" if question.same_level else "")
        yield f"'without' means: none is present {place}; it may be absent or not mentioned"
    if question.not_understood:
        yield "not understood: " + ", ".join(question.not_understood)


def _level_set_notes(level_set: LevelSet, vocabulary: Vocabulary) -> Iterator[str]:
    yield f"{level_set.label}: {_extent(level_set)}" + _source(level_set, vocabulary)
    others = [
        other
        for other in vocabulary.level_sets.values()
        if other.junction == level_set.name and other.levels != level_set.levels
    ]
    if others:
        extents = ", ".join(dict.fromkeys(_extent(other) for other in others))
        yield f"other published extents of the {level_set.label}: {extents}"


def _extent(level_set: LevelSet) -> str:
    standard = [name for name in level_set.levels if name in VERTEBRAE] or level_set.levels
    return f"{standard[0]} to {standard[-1]}" if standard else "no levels"


def _source(level_set: LevelSet, vocabulary: Vocabulary) -> str:
    """Return who says so, for a junction the source of the extent that it defaults to."""
    same = (
        other.source
        for other in vocabulary.level_sets.values()
        if other.source and other.junction == level_set.name and other.levels == level_set.levels
    )
    source = level_set.source or next(same, None)
    return f" ({source})" if source else ""


def _read_as(question: Question, vocabulary: Vocabulary) -> str:
    parts = [
        ("without " if condition.excluded else "with ") + _condition(condition, vocabulary)
        for condition in question.conditions
    ]
    words = " ".join((question.wanted.value, ", ".join(parts))).strip()
    if question.same_level:
        words += ", at the same level"
    if question.patient is not None:
        words += ", of one patient"
    if question.since:
        words += f", since {question.since.isoformat()}"
    if question.until:
        words += f", until {question.until.isoformat()}"
    return words


def _condition(condition: Condition, vocabulary: Vocabulary) -> str:
    labels = [
        vocabulary.findings[name].label if name in vocabulary.findings else name
        for name in condition.types
    ]
    words = [condition.status.value, " or ".join(labels) or "any finding"]
    if condition.side:
        words.insert(1, condition.side.value)
    if condition.lowest_rank is not None or condition.highest_rank is not None:
        words.insert(1, _degree(condition))
    if condition.temporality:
        words.insert(1, condition.temporality.value)
    if condition.change:
        words.insert(1, condition.change.value)
    if condition.places:
        words.append("at " + _places(condition.places, vocabulary))
    if condition.structures:
        labels = [vocabulary.structures[name].label for name in condition.structures]
        words.append("of the " + " or ".join(labels))
    return " ".join(words)


def _degree(condition: Condition) -> str:
    names = [severity.value for severity in Severity]
    low = max(condition.lowest_rank or 1, 1)
    high = condition.highest_rank if condition.highest_rank is not None else len(names)
    if low > high or low > len(names):
        return "impossibly severe"
    if low == high:
        return names[low - 1]
    if high == len(names) and condition.highest_rank is None:
        return f"at least {names[low - 1]}"
    return f"at most {names[high - 1]}" if low == 1 else f"{names[low - 1]} to {names[high - 1]}"


def _places(names: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Return the places by name; a stretch of bones and discs by its ends."""
    stretch: tuple[str, ...] = ()
    if len(names) > 2 and names[0] in LEVELS and names[-1] in LEVELS:
        stretch = tuple(level.name for level in levels_between(names[0], names[-1]))
    if names == stretch:
        return f"{names[0]} to {names[-1]}"
    sets = vocabulary.level_sets
    return ", ".join(sets[name].label if name in sets else name for name in names)
