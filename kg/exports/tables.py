"""Findings as rows, one line for each, for spreadsheets and statistics programs.

The same policy holds as for linked data: coded values and years by default.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from rdflib import DCTERMS, RDF, URIRef

from kg.exports.deidentification import ExportPolicy, data_quads, permitted
from kg.exports.whole_files import whole_file
from kg.store.interface import Quad, Store
from kg.triples.terms import Term
from kg.vocabulary.namespaces import DATA, OA, SPINE

__all__ = ["COLUMNS", "export_findings_table", "finding_rows", "safe_cell"]

#: Columns that hold a term of the ontology, or a code, as the finding has it.
_OF_FINDING: Mapping[str, URIRef] = {
    "finding": SPINE.findingType,
    "status": SPINE.status,
    "level": SPINE.atLevel,
    "structure": SPINE.inStructure,
    "side": SPINE.laterality,
    "severity": SPINE.severity,
    "grade": SPINE.grade,
    "temporality": SPINE.temporality,
    "change": SPINE.change,
}
COLUMNS = ("patient", "report", "studied", *_OF_FINDING, "measurements", "sentences")
#: A cell that begins so is run as a formula by spreadsheets; an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN = " | "

#: The values of each property of each node; what is not there has none.
_Nodes = defaultdict[Term, defaultdict[URIRef, list[Term]]]


def export_findings_table(
    store: Store,
    destination: Path | BinaryIO,
    *,
    with_text: bool = False,
    with_identifiers: bool = False,
) -> int:
    """Write all findings as CSV in UTF-8 and return how many; a file appears whole or not at all.

    Patients and reports go by their keyed hashes, studies by their year, unless
    `with_identifiers`; sentences stay out unless `with_text`.
    Raises UnwritableOutput when the file cannot be written.
    """
    policy = ExportPolicy(with_text, with_identifiers)
    allowed = (permitted(quad, policy) for quad in data_quads(store))
    rows = finding_rows(quad for quad in allowed if quad is not None)
    if isinstance(destination, Path):
        with whole_file(destination) as output:
            return _write(rows, output)
    return _write(rows, destination)


def finding_rows(quads: Iterable[Quad]) -> Iterator[dict[str, str]]:
    """Yield a row for each finding of quads that are sorted by graph; "" where nothing is said."""
    for report, members in groupby(quads, key=lambda quad: quad[3]):
        nodes: _Nodes = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value, _ in members:
            nodes[subject][predicate].append(value)
        findings = [node for node in nodes if SPINE.Finding in nodes[node][RDF.type]]
        for finding in findings:
            yield _row(finding, report, nodes)


def _row(finding: Term, report: URIRef, nodes: _Nodes) -> dict[str, str]:
    said = nodes[finding]
    patient = next(iter(said[SPINE.ofPatient]), None)
    studied = nodes[report][SPINE.studyDate] or nodes[report][SPINE.studyYear]
    return {
        "patient": "" if patient is None else _source_name(patient, nodes),
        "report": _source_name(report, nodes),
        "studied": _joined(studied),
        **{column: _joined(said[predicate]) for column, predicate in _OF_FINDING.items()},
        "measurements": _joined(_sizes(said[SPINE.measurement], nodes)),
        "sentences": _joined(_sentences(said[SPINE.evidence], nodes)),
    }


def _source_name(node: Term, nodes: _Nodes) -> str:
    """Return the source's identifier of a patient or report, or its keyed hash without that."""
    return _joined(nodes[node][DCTERMS.identifier]) or str(node).rpartition("/")[2]


def _sizes(measurements: Iterable[Term], nodes: _Nodes) -> list[str]:
    return [
        f"{_joined(nodes[one][SPINE.value])} {_joined(nodes[one][SPINE.unit])}"
        for one in measurements
    ]


def _sentences(evidence: Iterable[Term], nodes: _Nodes) -> list[str]:
    by_place = sorted(evidence, key=lambda one: int(_joined(nodes[one][OA.start]) or 0))
    quotes = (str(quote) for one in by_place for quote in nodes[one][OA.exact])
    return list(dict.fromkeys(quotes))


def _joined(values: Iterable[Term | str]) -> str:
    return _BETWEEN.join(str(value).removeprefix(SPINE).removeprefix(DATA) for value in values)


def _write(rows: Iterable[dict[str, str]], output: BinaryIO) -> int:
    count = 0
    _write_line(COLUMNS, output)
    for row in rows:
        _write_line([safe_cell(row[column]) for column in COLUMNS], output)
        count += 1
    return count


def _write_line(cells: Iterable[str], output: BinaryIO) -> None:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    output.write(line.getvalue().encode("utf-8"))


def safe_cell(cell: str) -> str:
    """Return the text of a CSV cell; one that a spreadsheet would run gets an apostrophe.

    >>> safe_cell("=1+1"), safe_cell("T12")
    ("'=1+1", 'T12')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
