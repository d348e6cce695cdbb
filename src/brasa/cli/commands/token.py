"""brasa token …"""

from typing import Annotated

import typer

from brasa.actions.tokens import Tokens
from brasa.actions.unit import Work
from brasa.cli.invocation import Invocation
from brasa.cli.options import Organization, command, group
from brasa.cli.store import run_for
from brasa.store.organizations import Organization as Tenant
from brasa.store.tokens import Token

app = group()


@app.command(help="Criar um token; ele é mostrado só desta vez")
@command
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Para quem ou para quê", metavar="NOME")],
    role: Annotated[str, typer.Option(help="viewer | operator | admin")] = "viewer",
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj
    token_id, secret = run_for(
        invocation,
        organization,
        lambda work, found: Tokens(work).create(found.organization_id, name, role),
    )
    invocation.out.print(secret, markup=False)
    invocation.warn("Token {id} criado. Guarde-o agora: não será mostrado de novo", id=token_id)


@app.command("list", help="Listar os tokens, sem os segredos")
@command
def list_(ctx: typer.Context, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj

    async def do(work: Work, found: Tenant) -> tuple[str, list[Token]]:
        return found.timezone, await Tokens(work).all(found.organization_id)

    timezone, found = run_for(invocation, organization, do)
    invocation.table(
        ("número", "nome", "papel", "criado", "revogado"),
        [
            (
                one.token_id,
                one.name,
                one.role,
                invocation.instant(one.created_at, timezone),
                invocation.instant(one.revoked_at, timezone) if one.revoked_at else "-",
            )
            for one in found
        ],
        "Nenhum token ainda; crie um com brasa token create NOME",
    )


@app.command(help="Revogar um token: deixa de valer na hora")
@command
def revoke(
    ctx: typer.Context,
    token_id: Annotated[int, typer.Argument(help="Número do token", metavar="NUMERO")],
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj
    run_for(
        invocation,
        organization,
        lambda work, found: Tokens(work).revoke(found.organization_id, token_id),
    )
    invocation.say("Token {id} revogado", id=token_id)
