"""brasa lists"""

import typer

from brasa.actions.unit import Work
from brasa.cli.invocation import Invocation
from brasa.cli.options import Organization, command
from brasa.cli.store import run_for
from brasa.store import lists as stored
from brasa.store.lists import ListCount
from brasa.store.organizations import Organization as Tenant

app = typer.Typer(add_completion=False)


@app.command()
@command
def lists(ctx: typer.Context, organization: Organization = None) -> None:
    invocation: Invocation = ctx.obj
    found = run_for(invocation, organization, _counts)
    invocation.table(
        ("número", "nome", "contatos", "com consentimento"),
        [
            (one.list_id, one.name, *map(invocation.figure, (one.members, one.consented)))
            for one in found
        ],
        "Nenhuma lista ainda; importe uma com brasa contacts import ARQUIVO --list NOME",
    )


async def _counts(work: Work, organization: Tenant) -> list[ListCount]:
    async with work.database.read() as connection:
        return await stored.counts(connection, organization.organization_id)
