"""spinekg info: what the store holds."""

from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Annotated

import typer

from kg.cli.options import AnswerFormat, opened
from kg.cli.tables import print_json, print_rows
from kg.workspace import Information

__all__ = ["info", "installed_version"]


def info(
    context: typer.Context,
    layout: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write it.")
    ] = AnswerFormat.TABLE,
) -> None:
    """Count what is in the store and name the versions at work."""
    with opened(context) as workspace:
        facts = _facts(workspace.info())
    rows = [{"what": name, "value": value} for name, value in facts.items()]
    if layout is AnswerFormat.JSON:
        print_json(facts)
    else:
        print_rows(("what", "value"), rows, layout)


def installed_version() -> str:
    """Return the version of spinekg, as installed."""
    try:
        return version("spinekg")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "not installed"


def _facts(found: Information) -> dict[str, str | int]:
    return {
        "store": str(found.directory),
        "reports": found.reports,
        "patients": found.patients,
        "findings": found.findings,
        "set aside": found.set_aside,
        "quads": found.quads,
        "spinekg": installed_version(),
        "extractor": found.extractor,
        "ontology": found.ontology_version,
        "pyoxigraph": version("pyoxigraph"),
        "python": python_version(),
    }
