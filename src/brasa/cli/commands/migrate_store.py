"""brasa migrate-store"""

import asyncio
from typing import Annotated

import typer

from brasa.actions.migrate_store import MigrateStore, Moved, Progress
from brasa.cli.invocation import Invocation
from brasa.cli.options import command
from brasa.cli.progress import rows_progress
from brasa.clock import SystemClock
from brasa.store.database import Database

Source = Annotated[
    str,
    typer.Option("--from", help="Banco de origem, por exemplo sqlite+aiosqlite:///data/brasa.db"),
]
Target = Annotated[
    str, typer.Option("--to", help="Banco de destino, vazio: postgresql+asyncpg://…")
]

app = typer.Typer(add_completion=False)


@app.command()
@command
def migrate_store(ctx: typer.Context, source: Source, target: Target) -> None:
    invocation: Invocation = ctx.obj
    with rows_progress(invocation, invocation.tell("Copiando e conferindo")) as progress:
        moved = asyncio.run(_move(source, target, progress))
    invocation.table(("tabela", "linhas"), [(one.table, one.rows) for one in moved])
    invocation.say("Copiado e conferido: {n} linhas", n=sum(one.rows for one in moved))


async def _move(source: str, target: str, progress: Progress) -> list[Moved]:
    here, there = Database(source), Database(target)
    try:
        return await MigrateStore(here, there, SystemClock()).run(progress)
    finally:
        await here.close()
        await there.close()
