"""spinekg remove: reports out of the store."""

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.consoles import counting, say
from kg.cli.failures import REFUSED
from kg.cli.options import opened
from kg.errors import UnknownIdentifier
from kg.workspace import Workspace

__all__ = ["Removable", "remove"]


class Removable(StrEnum):
    """What can be removed."""

    REPORT = "report"
    PATIENT = "patient"


def remove(
    context: typer.Context,
    kind: Annotated[Removable, typer.Argument(help="A report, or a patient with all reports.")],
    identifiers: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Identifiers as the source has them.")
    ],
    erase: Annotated[
        bool, typer.Option("--erase", help="Leave no byte of a patient in the store's files.")
    ] = False,
) -> None:
    """Remove reports, or all reports of patients, with their findings.

    They are gone from every answer at once; bytes may stay in the store's files until a patient is
    erased, which writes all of them anew. Backups are not touched.
    """
    if erase and kind is not Removable.PATIENT:
        raise typer.BadParameter("--erase is for patients")
    removed = unknown = 0
    with opened(context) as workspace:
        for identifier in identifiers:
            try:
                removed += (_erase if erase else _remove)(workspace, kind, identifier)
            except UnknownIdentifier as error:
                unknown += 1
                say(f"{identifier!r}: {error}", lead="error:")
    typer.echo(f"removed {removed}")
    if unknown:
        raise typer.Exit(REFUSED)


def _remove(workspace: Workspace, kind: Removable, identifier: str) -> int:
    if kind is Removable.PATIENT:
        return workspace.remove_patient(identifier)
    workspace.remove_report(identifier)
    return 1


def _erase(workspace: Workspace, kind: Removable, identifier: str) -> int:
    with counting("writing the store anew") as show:
        erased = workspace.erase_patient(identifier, on_progress=show)
    for path in erased.backups:
        say(f"{path} may hold the patient still; destroy it yourself", lead="backup:")
    return erased.reports
