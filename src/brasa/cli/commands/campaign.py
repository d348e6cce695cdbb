"""brasa campaign …"""

from functools import partial
from importlib import import_module
from typing import Annotated

import typer

from brasa.actions.campaigns import Campaigns
from brasa.actions.unit import Work
from brasa.cli import campaign_reading, campaign_repairing
from brasa.cli.campaign_reading import LINE
from brasa.cli.finding import campaign_id
from brasa.cli.invocation import Invocation
from brasa.cli.options import InputFile, Note, Organization, WhichCampaign, command, group
from brasa.cli.store import run_for
from brasa.cli.values import moment
from brasa.domain.events import CampaignStatusData
from brasa.store.organizations import Organization as Tenant

app = group()


@app.command(help="Criar uma campanha a partir de um arquivo TOML (docs/campaign-file.md)")
@command
def create(
    ctx: typer.Context,
    file: InputFile,
    start: Annotated[bool, typer.Option("--start", help="Iniciar em seguida")] = False,
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj

    # Its file needs the language of the templates, which takes long to load.
    creating = import_module("brasa.cli.creating")
    made = run_for(invocation, organization, partial(creating.create, file=file, start=start))
    for warning in made.warnings:
        invocation.warn("Atenção: {what}", what=invocation.problem(warning))
    text = "Campanha {id} criada e iniciada: {name}" if start else "Campanha {id} criada: {name}"
    invocation.say(text, id=made.campaign_id, name=made.name)


@app.command(help="Iniciar uma campanha")
@command
def start(
    ctx: typer.Context, campaign: WhichCampaign, note: Note = "", organization: Organization = None
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        return await Campaigns(work).start(found.organization_id, which, note)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


@app.command(help="Pausar uma campanha: nada mais é enviado")
@command
def pause(
    ctx: typer.Context,
    campaign: WhichCampaign,
    note: Note = "",
    until: Annotated[
        str | None, typer.Option("--until", help="Quando retomar sozinha, como 2026-11-30T08:00")
    ] = None,
    organization: Organization = None,
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        resume_at = moment(until, found.timezone, "--until", work.clock.now())
        return await Campaigns(work).pause(found.organization_id, which, note, resume_at)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


@app.command(help="Retomar uma campanha pausada, exatamente de onde parou")
@command
def resume(
    ctx: typer.Context, campaign: WhichCampaign, note: Note = "", organization: Organization = None
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        return await Campaigns(work).resume(found.organization_id, which, note)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


@app.command(help="Encerrar uma campanha de vez: o que falta não será enviado")
@command
def stop(
    ctx: typer.Context, campaign: WhichCampaign, note: Note = "", organization: Organization = None
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        return await Campaigns(work).stop(found.organization_id, which, note)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


app.command("list", help="Listar as campanhas com o estado de cada uma")(campaign_reading.list_)
app.command(help="Mostrar uma campanha")(campaign_reading.show)
app.command(help="Enviar de novo aos destinatários cujo envio falhou")(campaign_repairing.retry)
app.command(help="Dizer o que houve com os envios sem resposta")(campaign_repairing.resolve)


def _tell(invocation: Invocation, status: CampaignStatusData) -> None:
    invocation.say(LINE, name=status.name, description=status.description)
