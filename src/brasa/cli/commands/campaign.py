"""brasa campaign …"""

from functools import partial
from importlib import import_module
from typing import Annotated

import typer

from brasa.actions.campaigns import Campaigns
from brasa.actions.unit import Work
from brasa.cli.finding import campaign_id, statuses
from brasa.cli.invocation import Invocation
from brasa.cli.options import InputFile, Note, Organization, command, group
from brasa.cli.store import run_for
from brasa.cli.values import moment
from brasa.domain import words
from brasa.domain.campaign import CampaignStatus
from brasa.domain.events import CampaignStatusData, Progress
from brasa.store.organizations import Organization as Tenant

app = group()
Which = Annotated[str, typer.Argument(help="Campanha, por número ou nome", metavar="CAMPANHA")]


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
    ctx: typer.Context, campaign: Which, note: Note = "", organization: Organization = None
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        return await Campaigns(work).start(found.organization_id, which, note)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


@app.command(help="Pausar uma campanha: nada mais é enviado")
@command
def pause(
    ctx: typer.Context,
    campaign: Which,
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
    ctx: typer.Context, campaign: Which, note: Note = "", organization: Organization = None
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        return await Campaigns(work).resume(found.organization_id, which, note)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


@app.command(help="Encerrar uma campanha de vez: o que falta não será enviado")
@command
def stop(
    ctx: typer.Context, campaign: Which, note: Note = "", organization: Organization = None
) -> None:
    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        which = await campaign_id(work, found, campaign)
        return await Campaigns(work).stop(found.organization_id, which, note)

    _tell(ctx.obj, run_for(ctx.obj, organization, do))


@app.command("list", help="Listar as campanhas com o estado de cada uma")
@command
def list_(ctx: typer.Context, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj
    found = run_for(invocation, organization, statuses)
    invocation.table(
        ("número", "nome", "estado", "hoje", "descrição"),
        [
            (
                one.campaign_id,
                one.name,
                invocation.word(one.status, words.STATUS[CampaignStatus(one.status)]),
                _today(invocation, one),
                one.description,
            )
            for one in found
        ],
    )


@app.command(help="Mostrar uma campanha")
@command
def show(ctx: typer.Context, campaign: Which, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj

    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        [status] = await statuses(work, found, [await campaign_id(work, found, campaign)])
        return status

    status = run_for(invocation, organization, do)
    _tell(invocation, status)
    progress = status.progress
    rows = [
        ("sessões ativas", _sessions(status)),
        ("enviadas hoje", _today(invocation, status)),
        *(
            (name, invocation.figure(getattr(progress, field)))
            for name, field in (
                ("total", "total"),
                ("enviadas", "sent"),
                ("entregues", "delivered"),
                ("lidas", "read"),
                ("falhas", "failed"),
                ("sem resposta", "unknown"),
                ("puladas", "skipped"),
            )
        ),
        ("a enviar", invocation.figure(_left(progress))),
    ]
    invocation.table(("campanha", status.name), [(invocation.tell(n), value) for n, value in rows])


def _today(invocation: Invocation, status: CampaignStatusData) -> str:
    """Sent of today's target; an ended campaign has none any more."""
    sent = invocation.figure(status.sent_today)
    if status.status == "stopped":
        return sent
    return f"{sent}/{invocation.figure(status.target_today)}"


def _left(progress: Progress) -> int:
    """Whoever has not been dealt with yet."""
    done = progress.sent + progress.failed + progress.unknown + progress.skipped
    return max(0, progress.total - done)


def _sessions(status: CampaignStatusData) -> str:
    """Those that can send today, of all; in an ended campaign none can."""
    active = 0 if status.status == "stopped" else status.active_sessions
    return f"{active}/{status.total_sessions}"


def _tell(invocation: Invocation, status: CampaignStatusData) -> None:
    invocation.say("{name}: {description}", name=status.name, description=status.description)
