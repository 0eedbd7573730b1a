"""spinekg decide: a person's word on whether findings of two studies are one lesion."""

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.options import AnswerFormat, opened
from kg.cli.tables import print_rows
from kg.findings.reference import FindingReference
from kg.reasoning.lesion_decisions import Decision
from kg.workspace.plain_values import PlainValue

__all__ = ["Verdict", "decide"]


class Verdict(StrEnum):
    """What can be said of two findings."""

    SAME = "same"
    DIFFERENT = "different"
    UNDO = "undo"


_DECISIONS = {Verdict.SAME: Decision.SAME, Verdict.DIFFERENT: Decision.DIFFERENT}


def decide(  # noqa: PLR0913 (one parameter for each word and option)
    context: typer.Context,
    verdict: Annotated[
        Verdict | None, typer.Argument(help="One lesion, different ones, or as the rules say.")
    ] = None,
    first: Annotated[
        str, typer.Argument(metavar="FINDING", help="REPORT#NUMBER, as `show` numbers them.")
    ] = "",
    second: Annotated[
        str, typer.Argument(metavar="FINDING", help="A finding of another study.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    by: Annotated[str | None, typer.Option(help="Who decides.")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List what was decided.")] = False,
    layout: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write the list.")
    ] = AnswerFormat.TABLE,
) -> None:
    """Decide whether two findings of a patient are one lesion, or take the decision back.

    A decision outweighs the rules by which lesions are followed. It stays in a file beside the
    store, and what follows from it is derived at once; `undo` leaves no trace of it.
    """
    if list_them:
        with opened(context) as workspace:
            rows: list[dict[str, PlainValue]] = [
                {
                    "decision": one.decision.value,
                    "first": _named(one.first),
                    "second": _named(one.second),
                    "reason": one.reason,
                    "by": one.by,
                }
                for one in workspace.decisions()
            ]
        print_rows(("decision", "first", "second", "reason", "by"), rows, layout)
        return
    if verdict is None or not first or not second:
        raise typer.BadParameter("say same, different or undo, and two findings; or --list")
    if verdict is not Verdict.UNDO and not reason.strip():
        raise typer.BadParameter("say why, with --reason")
    with opened(context) as workspace:
        if verdict is Verdict.UNDO:
            workspace.undo(first, second)
        else:
            workspace.decide(_DECISIONS[verdict], first, second, reason=reason, by=by)
    typer.echo("taken back" if verdict is Verdict.UNDO else f"decided: {verdict.value}")


def _named(finding: FindingReference) -> str:
    """Return a finding by its report, its class and its level."""
    kind, level, *_ = finding.key
    return " ".join(filter(None, (f"{finding.report}:", kind, level and f"at {level}")))
