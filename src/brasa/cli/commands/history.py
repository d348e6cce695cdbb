"""brasa history …"""

from typing import Annotated

import typer

from brasa.actions.history import History
from brasa.cli.invocation import Invocation
from brasa.cli.options import InputFile, Organization, Report, command, group
from brasa.cli.progress import progress_of
from brasa.cli.store import run_for

app = group()


@app.command("import", help="Importar execuções passadas de outra ferramenta (CSV)")
@command
def import_(
    ctx: typer.Context,
    file: InputFile,
    rebase: Annotated[
        bool,
        typer.Option(
            "--rebase", help="Mover os dias para que o último seja hoje (dados de exemplo)"
        ),
    ] = False,
    report: Report = None,
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj
    with progress_of(invocation, file.name) as progress:
        done = run_for(
            invocation,
            organization,
            lambda work, found: History(work, invocation.config().health).import_file(
                found, file, rebase=rebase, report=report, progress=progress
            ),
        )
    invocation.say(
        "Histórico: {new} execuções novas, {known} já conhecidas, {rejected} recusadas",
        new=done.new,
        known=done.known,
        rejected=done.rejected,
    )
    if done.report is not None:
        invocation.warn("Linhas recusadas, com o motivo de cada uma: {path}", path=done.report)
