"""What went wrong is put right: `brasa campaign retry` and `resolve`."""

from typing import Annotated

import typer

from brasa.actions.executions import Executions, Resolution
from brasa.actions.unit import Work
from brasa.cli.finding import campaign_id
from brasa.cli.invocation import Invocation
from brasa.cli.options import Organization, WhichCampaign, command
from brasa.cli.store import run_for
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text
from brasa.store.organizations import Organization as Tenant


@command
def retry(
    ctx: typer.Context,
    campaign: WhichCampaign,
    code: Annotated[
        list[str] | None, typer.Option("--code", help="Só as falhas com este código (repita)")
    ] = None,
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj

    async def do(work: Work, found: Tenant) -> int:
        which = await campaign_id(work, found, campaign)
        return await Executions(work).retry_failed(found.organization_id, which, code or None)

    count = invocation.figure(run_for(invocation, organization, do))
    invocation.say("De volta à fila: {n}", n=count)


@command
def resolve(
    ctx: typer.Context,
    campaign: WhichCampaign,
    as_: Annotated[
        str, typer.Option("--as", help="sent | failed | retry (pode repetir a mensagem)")
    ],
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj
    resolution = _resolution(as_)

    async def do(work: Work, found: Tenant) -> int:
        which = await campaign_id(work, found, campaign)
        return await Executions(work).resolve_unknown(found.organization_id, which, resolution)

    count = invocation.figure(run_for(invocation, organization, do))
    invocation.say("Resolvidas: {n}", n=count)


def _resolution(text: str) -> Resolution:
    try:
        return Resolution(text)
    except ValueError:
        problem = Text("valor não aceito: {value}", value=text)
        raise InvalidInput(
            problems=[FieldProblem("--as", problem, " | ".join(Resolution))]
        ) from None
