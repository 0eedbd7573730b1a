"""Answers that explain themselves: rows with their sentences, and how the question was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import Literal

from kg.asking.answer_notes import answer_notes, extent_warnings
from kg.asking.compose import question_sparql
from kg.asking.question import Question, Wanted
from kg.asking.runs import in_a_row, with_gaps
from kg.store.interface import Store, Table
from kg.triples.terms import Term
from kg.vocabulary.vocabulary import Vocabulary

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
    rows = _asked_rows(question, store.select(sparql))

    def levels_of(asked: Question) -> dict[str, frozenset[str]]:
        found = rows
        if asked is not question:
            found = _asked_rows(asked, store.select(question_sparql(asked)))
        patients = {row.patient for row in found}
        return {
            one: frozenset(row.level for row in found if row.patient == one and row.level)
            for one in patients
        }

    notes = (
        *answer_notes(question, vocabulary),
        *extent_warnings(question, levels_of, vocabulary),
    )
    return Answer(question=question, sparql=sparql, rows=rows, notes=notes)


def _asked_rows(question: Question, table: Table) -> tuple[AnswerRow, ...]:
    """Return the rows of an answer; of levels in a row, those that SPARQL gave and are in one."""
    rows = tuple(_rows(table))
    if question.at_least_in_a_row is not None:
        rows = in_a_row(rows, _report, _level, question.at_least_in_a_row)
    return with_gaps(rows, _report, _level) if question.has_gaps else rows


def _report(row: AnswerRow) -> str:
    return row.report or ""


def _level(row: AnswerRow) -> str:
    return row.level or ""


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
