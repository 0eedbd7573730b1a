"""Findings from a table of gradings: each cell one statement, quoted as it stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.adapters.grading_scheme import Grading, GradingScheme
from kg.errors import UnreadableInput
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.qualities import Section, Side, Status
from kg.findings.report import Reading, Report

__all__ = ["TableRow", "table_readings"]

_RULE = "table.cell"
_STRENGTH = (Status.ABSENT, Status.POSSIBLE, Status.PRESENT)
_NO_LEVEL = "level {written!r} of the table stands for no level; kept without one"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its place ("train.csv:7") and its cells by column."""

    place: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One graded cell, its place in the text, and what it says.

    `group` numbers the columns that are defined together.
    """

    quote: str
    start: int
    group: int
    level: str
    side: Side | None
    grading: Grading


@dataclass(slots=True)
class _Study:
    """The rows of one study as they come."""

    place: str
    lines: list[str] = field(default_factory=list)
    cells: list[_Cell] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)
    levels: set[str] = field(default_factory=set)


def table_readings(
    scheme: GradingScheme, rows: Iterable[TableRow]
) -> Iterator[Reading | UnreadableInput]:
    """Yield one reading for each study of a table, in the order of their first rows.

    The text of its report is the graded cells, one a line. Cells of columns that are defined
    together, at one level and side, are one finding of the strongest status among them. A row with
    an unknown value or level, or the level of a row before, comes as UnreadableInput, and nothing
    of it is taken.
    """
    studies: dict[str, _Study] = {}
    for row in rows:
        identifier = row.cells.get(scheme.study, "").strip()
        if not identifier:
            yield UnreadableInput(row.place, f"{scheme.study!r} is missing or empty")
            continue
        try:
            _take(scheme, row, studies.setdefault(identifier, _Study(row.place)))
        except UnreadableInput as error:
            yield error
    for identifier, study in studies.items():
        if study.lines:
            yield _reading(scheme, identifier, study)


def _take(scheme: GradingScheme, row: TableRow, study: _Study) -> None:
    written = row.cells.get(scheme.level_column, "").strip() if scheme.level_column else ""
    if written in study.levels:
        raise UnreadableInput(row.place, "a second row of this study for the same level")
    for cell in tuple(_graded(scheme, row)):  # all of the row or nothing of it
        start = sum(len(line) + 1 for line in study.lines)
        study.lines.append(cell.quote)
        study.cells.append(replace(cell, start=start))
    if written and not scheme.levels.get(written):
        study.warnings[_NO_LEVEL.format(written=written)] = None
    study.levels.add(written)


def _where(scheme: GradingScheme, row: TableRow) -> str:
    column = scheme.level_column
    return f"{column} {row.cells.get(column, '').strip()}, " if column else ""


def _graded(scheme: GradingScheme, row: TableRow) -> Iterator[_Cell]:
    """Yield the graded cells of a row, whose place in the text is still open."""
    for column, cell in row.cells.items():
        value = cell.strip()
        for group, columns in enumerate(scheme.columns):
            match = columns.pattern.fullmatch(column)
            if match is None or not value:
                continue
            parts = match.groupdict()
            written = parts.get("level") or row.cells.get(scheme.level_column or "", "").strip()
            if value not in columns.values or written not in scheme.levels:
                raise UnreadableInput(row.place, f"the value of {column!r} is not one of the known")
            quote = f"{_where(scheme, row)}{column}: {value}"
            side = Side(parts["side"]) if parts.get("side") else None
            level = scheme.levels[written]
            yield _Cell(quote, 0, group, level, side, columns.values[value])


def _reading(scheme: GradingScheme, identifier: str, study: _Study) -> Reading:
    report = Report(
        f"{scheme.name}-{identifier}",
        "\n".join(study.lines),
        patient=f"{scheme.name}-{identifier}",
        title=scheme.title,
        place=study.place,
    )
    together: dict[tuple[int, str, Side | None], list[_Cell]] = defaultdict(list)
    for cell in study.cells:
        together[cell.group, cell.level, cell.side].append(cell)
    findings = tuple(_finding(cells) for cells in together.values())
    return Reading(report, findings, scheme.extractor, scheme.coverage, tuple(study.warnings))


def _finding(cells: Sequence[_Cell]) -> Finding:
    strongest = max(cells, key=lambda cell: _STRENGTH.index(cell.grading.status))
    meant = strongest.grading
    return Finding(
        meant.type,
        meant.status,
        tuple(
            Evidence(cell.quote, cell.start, cell.start + len(cell.quote), Section.FINDINGS, _RULE)
            for cell in cells
            if cell.grading == meant
        ),
        level=strongest.level or None,
        side=strongest.side,
        severity=meant.severity,
        grade=meant.grade,
    )
