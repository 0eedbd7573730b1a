"""spinekg: the knowledge graph of spine imaging findings.

>>> from tempfile import TemporaryDirectory
>>> from kg import Report, open_workspace
>>> report = Report("R1", "Osseous metastasis at T12 with epidural extension.", patient="P1")
>>> with TemporaryDirectory() as folder, open_workspace(folder) as workspace:
...     _ = workspace.add_reports([report])
...     answer = workspace.ask("patients with epidural extension at thoracolumbar levels")
>>> [(row.patient, row.level) for row in answer.rows]
[('P1', 'T12')]
"""

import importlib
import typing

if typing.TYPE_CHECKING:
    from kg.asking.answers import Answer, AnswerRow
    from kg.errors import KgError
    from kg.findings.evidence import Evidence
    from kg.findings.finding import Finding
    from kg.findings.report import Reading, Report
    from kg.reading.interface import Reader
    from kg.store.ingest import AddSummary
    from kg.store.interface import Table
    from kg.workspace import Information, Workspace, extract, open_workspace

__all__ = [
    "AddSummary",
    "Answer",
    "AnswerRow",
    "Evidence",
    "Finding",
    "Information",
    "KgError",
    "Reader",
    "Reading",
    "Report",
    "Table",
    "Workspace",
    "extract",
    "open_workspace",
]

#: Where each name is. A module is imported when a name of it is first asked for, so that reading
#: reports does not wait for what stores and questions need.
_MODULES = {
    "AddSummary": "kg.store.ingest",
    "Answer": "kg.asking.answers",
    "AnswerRow": "kg.asking.answers",
    "Evidence": "kg.findings.evidence",
    "Finding": "kg.findings.finding",
    "Information": "kg.workspace",
    "KgError": "kg.errors",
    "Reader": "kg.reading.interface",
    "Reading": "kg.findings.report",
    "Report": "kg.findings.report",
    "Table": "kg.store.interface",
    "Workspace": "kg.workspace",
    "extract": "kg.workspace",
    "open_workspace": "kg.workspace",
}


def __getattr__(name: str) -> object:
    """Return a public name of the package, and keep it."""
    if name not in _MODULES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    globals()[name] = value = getattr(importlib.import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
