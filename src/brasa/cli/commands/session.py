"""brasa session …"""

from typing import Annotated

import typer

from brasa.actions.sessions import Releasing, Sessions, read_sessions
from brasa.actions.unit import Work
from brasa.cli.invocation import Invocation
from brasa.cli.options import InputFile, Organization, command, group
from brasa.cli.store import run_for
from brasa.cli.values import settings_from
from brasa.domain import words
from brasa.store.organizations import Organization as Tenant
from brasa.store.sessions import NewSession

app = group()
Name = Annotated[str, typer.Argument(help="Nome da sessão", metavar="SESSAO")]


@app.command(help="Adicionar uma sessão")
@command
def add(
    ctx: typer.Context,
    name: Name,
    channel: Annotated[str, typer.Option(help="Canal por onde ela envia")] = "simulator",
    address: Annotated[str, typer.Option(help="Número ou endereço da conta")] = "",
    daily_cap: Annotated[int | None, typer.Option(help="Máximo de mensagens por dia")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help="Configuração do canal, como model.delivery=0.9 (repita)"),
    ] = None,
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj
    new = NewSession(name, channel, address, daily_cap, settings=settings_from(setting or []))
    [session_id] = run_for(
        invocation, organization, lambda work, found: Sessions(work).add(found, [new])
    )
    invocation.say("Sessão {id} adicionada: {name}", id=session_id, name=name)


@app.command("import", help="Adicionar as sessões de um arquivo TOML ou CSV")
@command
def import_(ctx: typer.Context, file: InputFile, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj
    new = read_sessions(file)
    ids = run_for(invocation, organization, lambda work, found: Sessions(work).add(found, new))
    invocation.say("{n} sessões adicionadas", n=len(ids))


@app.command("list", help="Listar as sessões")
@command
def list_(ctx: typer.Context, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj
    found = run_for(invocation, organization, lambda work, found: Sessions(work).all(found))
    invocation.table(
        ("número", "nome", "canal", "estado", "saúde", "habilitada"),
        [
            (
                one.session_id,
                one.name,
                one.channel,
                invocation.word(one.state.value, words.STATE[one.state]),
                "-" if one.score is None else invocation.figure(one.score, 2),
                invocation.tell("sim" if one.enabled else "não"),
            )
            for one in found
        ],
        "Nenhuma sessão ainda; adicione uma com brasa session add NOME",
    )


@app.command(help="Deixar a sessão enviar")
@command
def enable(ctx: typer.Context, name: Name, organization: Organization = None) -> None:
    _switch(ctx.obj, name, organization, enabled=True)


@app.command(help="Impedir a sessão de enviar")
@command
def disable(ctx: typer.Context, name: Name, organization: Organization = None) -> None:
    _switch(ctx.obj, name, organization, enabled=False)


@app.command(help="Liberar uma sessão em quarentena ou retida pelo provedor")
@command
def release(ctx: typer.Context, name: Name, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj

    async def do(work: Work, found: Tenant) -> None:
        session_id = await Sessions(work).id_of(found, name)
        releasing = Releasing(work, invocation.config().health)
        await releasing.release(found.organization_id, session_id)

    run_for(invocation, organization, do)
    invocation.say("Sessão {name} liberada", name=name)


def _switch(invocation: Invocation, name: str, organization: str | None, *, enabled: bool) -> None:
    run_for(
        invocation,
        organization,
        lambda work, found: Sessions(work).set_enabled(found, name, enabled),
    )
    text = "Sessão {name} habilitada" if enabled else "Sessão {name} desabilitada"
    invocation.say(text, name=name)
