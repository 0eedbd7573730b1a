"""spinekg demo: from reports to answers to linked data, on made-up reports."""

import shutil
import sys
from pathlib import Path

import typer

from kg.cli.add import tell_what_stayed_out
from kg.cli.ask import print_answer
from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
from kg.cli.options import AnswerFormat, settings_of
from kg.demo.corpus import demo_corpus
from kg.errors import UnwritableOutput
from kg.exports.charts import histogram_lines
from kg.exports.formats import RdfFormat
from kg.store.ingest import AddSummary
from kg.workspace import Workspace, open_workspace
from kg.workspace.plain_values import plain_rows

__all__ = ["DEMO_FILE", "DEMO_QUESTION", "DEMO_STORE", "demo"]

DEMO_STORE = Path("spinekg-demo")
DEMO_FILE = Path("demo") / "spinekg-demo.ttl"
DEMO_QUESTION = "patients with epidural extension at thoracolumbar levels"


def demo(context: typer.Context) -> None:
    """Add made-up reports to a store of their own, ask about them, write linked data.

    The store is ./spinekg-demo, or the one that --store names; the linked data is
    demo/spinekg-demo.ttl. Doing it again changes nothing.
    """
    settings = settings_of(context)
    folder = settings.store if settings.is_given else DEMO_STORE
    with open_workspace(folder) as workspace:
        summary = _add(workspace)
        _ask(workspace)
        _draw(workspace)
        _export(workspace)
    _say_what_next(folder)
    if summary.set_aside or summary.refused:
        raise typer.Exit(REFUSED)


def _add(workspace: Workspace) -> AddSummary:
    reports = [one.report for one in demo_corpus()]
    patients = {report.patient for report in reports}
    with counting("adding reports", len(reports)) as show:
        summary = workspace.add_reports(reports, on_progress=show)
    tell_what_stayed_out(summary)
    typer.echo(
        f"{len(reports)} made-up reports of {len(patients)} patients: "
        f"{summary.added} added, {summary.replaced} replaced, {summary.unchanged} unchanged"
    )
    return summary


def _ask(workspace: Workspace) -> None:
    typer.echo(f'\n$ spinekg ask "{DEMO_QUESTION}"\n')
    answer = workspace.ask(DEMO_QUESTION)
    print_answer(answer, AnswerFormat.TABLE)
    for note in answer.notes:
        say(note, lead="note:", style="yellow")


def _draw(workspace: Workspace) -> None:
    rows = plain_rows(workspace.query("findings_by_level"))
    counts = {str(row["level"]): int(str(row["findings"])) for row in rows}
    typer.echo("\n$ spinekg query findings_by_level\n\nneoplastic findings, by level:\n")
    for line in histogram_lines(counts, width=72):
        typer.echo(line)


def _export(workspace: Workspace) -> None:
    try:
        DEMO_FILE.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(str(DEMO_FILE.parent), "cannot be made a folder") from error
    summary = workspace.export(DEMO_FILE, format=RdfFormat.TURTLE)
    typer.echo(f"\n$ spinekg export -o {DEMO_FILE}\n\n{summary.triples} triples, without texts")


def _say_what_next(folder: Path) -> None:
    program = _program()
    typer.echo(
        f"""
Try next:
  {program} --store {folder} ask "how many patients with moderate or worse cord compression"
  {program} --store {folder} show report demo-001-1
  {program} --store {folder} query --list
  {program} add YOUR_REPORTS/"""
    )


def _program() -> str:
    """Return how to call the command in this shell, which may not have it on its path."""
    called = sys.argv[0]
    if shutil.which("spinekg"):
        return "spinekg"
    return called if Path(called).name == "spinekg" else "python -m kg"
