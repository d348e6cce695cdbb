"""brasa organization …"""

from typing import Annotated

import typer

from brasa.actions.organizations import Organizations
from brasa.cli.invocation import Invocation
from brasa.cli.options import command, group
from brasa.cli.store import run
from brasa.i18n import DEFAULT_LANGUAGE

app = group()


@app.command(help="Criar uma organização")
@command
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Nome", metavar="NOME")],
    timezone: Annotated[str, typer.Option(help="Fuso horário")] = "America/Sao_Paulo",
    speaks: Annotated[
        str, typer.Option("--speaks", help="Idioma das mensagens da organização: pt-BR | en")
    ] = DEFAULT_LANGUAGE,
    recipient_cap: Annotated[
        int | None, typer.Option(help="Máximo de destinatários diferentes em 24 horas")
    ] = None,
) -> None:
    invocation: Invocation = ctx.obj
    made = run(
        invocation, lambda work: Organizations(work).create(name, timezone, speaks, recipient_cap)
    )
    invocation.say("Organização {id} criada: {name}", id=made.organization_id, name=made.name)


@app.command("list", help="Listar as organizações")
@command
def list_(ctx: typer.Context) -> None:
    invocation: Invocation = ctx.obj
    found = run(invocation, lambda work: Organizations(work).all())
    invocation.table(
        ("número", "nome", "fuso", "idioma"),
        [(one.organization_id, one.name, one.timezone, one.language) for one in found],
    )
