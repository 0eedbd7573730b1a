"""The command `spinekg`: its commands, and what is said before their names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated

import typer

from kg.cli.add import add
from kg.cli.ask import ask
from kg.cli.backup import backup
from kg.cli.check import check
from kg.cli.decide import decide
from kg.cli.demo import demo
from kg.cli.derive import derive
from kg.cli.evaluate import evaluate
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.extract import extract
from kg.cli.failures import Commands
from kg.cli.info import info, installed_version
from kg.cli.interrupts import listen
from kg.cli.options import DEFAULT_STORE, Settings
from kg.cli.query import query
from kg.cli.remove import remove
from kg.cli.restore import restore
from kg.cli.show import show
from kg.cli.snapshot import snapshot
from kg.cli.sparql import sparql
from kg.cli.verify import verify
from kg.workspace.engines import Engine

__all__ = ["COMMANDS", "app", "run"]

#: Every command with the example that its help shows.
COMMANDS: Mapping[Callable[..., None], str] = MappingProxyType(
    {
        add: "spinekg add reports/ more.jsonl",
        extract: "spinekg extract report.txt --format brief",
        explain: "spinekg explain report.txt",
        evaluate: "spinekg evaluate gold.jsonl reports/ --errors 20",
        ask: "spinekg ask 'patients with epidural extension at thoracolumbar levels'",
        query: "spinekg query patients_with_finding_at_place --type VertebralFracture --place L1",
        sparql: "spinekg sparql question.rq --format json",
        show: "spinekg show report demo-001-1",
        export: "spinekg export --format jsonld -o findings.jsonld",
        remove: "spinekg remove patient P001",
        check: "spinekg check",
        derive: "spinekg derive",
        decide: "spinekg decide same demo-001-1#1 demo-001-2#1 --reason 'same pedicle'",
        snapshot: "spinekg snapshot",
        verify: "spinekg verify",
        backup: "spinekg backup monday",
        restore: "spinekg restore --replace monday",
        info: "spinekg info --format json",
        demo: "spinekg demo",
    }
)

app = typer.Typer(
    name="spinekg",
    cls=Commands,
    no_args_is_help=True,
    # Its pretty tracebacks show local variables, and those may hold report text.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"spinekg {installed_version()}")
        raise typer.Exit


def _named(value: str) -> str:
    if not value:
        raise typer.BadParameter("the name of the folder is empty")
    return value


@app.callback(epilog="Example: spinekg demo")
def main(
    context: typer.Context,
    store: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            envvar="SPINEKG_STORE",
            callback=_named,
            help="The folder of the store, or the https address of a SPARQL server.",
        ),
    ] = str(DEFAULT_STORE),
    engine: Annotated[
        Engine, typer.Option(help="What answers queries: the store, or its columnar snapshot.")
    ] = Engine.AUTO,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say which engine answered a query, and why.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Spine reports in, findings as linked data and answers out.

    Findings are computed from text and are not medical advice.
    """
    source = context.get_parameter_source("store")
    context.obj = Settings(
        store,
        is_given=source is not None and source.name == "COMMANDLINE",
        engine=engine,
        is_verbose=verbose,
    )


for _command, _example in COMMANDS.items():
    app.command(
        _command.__name__,
        epilog=f"Example: {_example}",
        # The parameters of a catalogue query are options that only the catalogue knows.
        context_settings={
            "allow_extra_args": _command is query,
            "ignore_unknown_options": _command is query,
        },
    )(_command)


def run() -> None:
    """Run the command with the arguments of this process."""
    listen()
    app(prog_name="spinekg")
