"""Campaigns as figures: `brasa campaign list` and `show`."""

import typer

from brasa.actions.unit import Work
from brasa.cli.finding import campaign_id, statuses
from brasa.cli.invocation import Invocation
from brasa.cli.options import Organization, WhichCampaign, command
from brasa.cli.store import run_for
from brasa.domain import words
from brasa.domain.campaign import CampaignStatus
from brasa.domain.events import CampaignStatusData, Progress
from brasa.store.organizations import Organization as Tenant

LINE = "{name}: {description}"


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
        "Nenhuma campanha ainda; crie uma com brasa campaign create ARQUIVO",
    )


@command
def show(ctx: typer.Context, campaign: WhichCampaign, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj

    async def do(work: Work, found: Tenant) -> CampaignStatusData:
        [status] = await statuses(work, found, [await campaign_id(work, found, campaign)])
        return status

    status = run_for(invocation, organization, do)
    invocation.say(LINE, name=status.name, description=status.description)
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
