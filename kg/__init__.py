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

from kg.asking.answers import Answer, AnswerRow
from kg.errors import KgError
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.report import Reading, Report
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
    "Reading",
    "Report",
    "Table",
    "Workspace",
    "extract",
    "open_workspace",
]
